"""Documents of anything that is published."""

from django.urls import path

from samsyn.web.publishing import views

urlpatterns = [
    path("dokument/<slug:subject>/<uuid:uid>/", views.documents, name="documents"),
    path(
        "dokument/<slug:subject>/<uuid:uid>/<slug:audience>.<slug:kind>",
        views.file,
        name="document_file",
    ),
]
