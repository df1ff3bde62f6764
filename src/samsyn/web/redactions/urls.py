"""Masking words, and what was masked."""

from django.urls import path

from samsyn.web.redactions import views

urlpatterns = [
    path("maskering/", views.redactions, name="redactions"),
    path("maskering/<uuid:uid>/", views.redaction, name="redaction"),
    path("rapporter/<uuid:uid>/maskera/", views.report, name="report_redact"),
    path("lagesbilder/<uuid:uid>/maskera/", views.picture, name="picture_redact"),
]
