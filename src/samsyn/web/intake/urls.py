"""Sources, batches and mappings."""

from django.urls import path

from samsyn.web.intake import lists, views

urlpatterns = [
    path("las-in/", views.batches, name="batches"),
    path("las-in/ny-kalla/", views.new_source, name="source_new"),
    path("las-in/kalla/<uuid:uid>/", views.upload, name="batch_upload"),
    path("las-in/kalla/<uuid:uid>/andra/", lists.change, name="source_change"),
    path("las-in/kalla/<uuid:uid>/pausa/", lists.pause, name="source_pause"),
    path("las-in/kalla/<uuid:uid>/ta-bort/", lists.remove, name="source_remove"),
    path("las-in/<uuid:uid>/valj/", views.decide, name="batch_decide"),
    path("las-in/<uuid:uid>/", views.one, name="batch"),
    path("las-in/<uuid:uid>/framsteg/", views.progress, name="batch_progress"),
    path("las-in/<uuid:uid>/koppling/", views.mapping, name="batch_mapping"),
    path("las-in/<uuid:uid>/prova/", views.try_again, name="batch_check"),
    path("las-in/<uuid:uid>/las-in/", views.run, name="batch_import"),
    path("las-in/<uuid:uid>/angra/", views.take_out, name="batch_undo"),
]
