"""Pictures: the list, drafting, judging, settling, reading and taking home."""

from django.urls import path

from samsyn.web.situations import judging, settling, views

urlpatterns = [
    path("lagesbilder/", views.pictures, name="pictures"),
    path("lagesbilder/ny/", views.new, name="picture_new"),
    path("lagesbilder/<uuid:uid>/", views.one, name="picture"),
    path("lagesbilder/<uuid:uid>/text/", judging.texts, name="picture_texts"),
    path("lagesbilder/<uuid:uid>/bedom/", judging.overall, name="picture_assess_overall"),
    path("lagesbilder/<uuid:uid>/bedom/<slug:key>/", judging.area, name="picture_assess"),
    path("lagesbilder/<uuid:uid>/faststall/", settling.settle, name="picture_settle"),
    path("lagesbilder/<uuid:uid>/ta-bort/", settling.delete, name="picture_delete"),
    path("lagesbilder/<uuid:uid>/<str:audience>.<str:kind>", views.file, name="picture_file"),
]
