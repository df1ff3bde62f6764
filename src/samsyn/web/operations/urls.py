"""What the operator and the municipality answer for together."""

from django.urls import path

from samsyn.web.operations import status, views

urlpatterns = [
    path("drift/", status.status, name="operations"),
    path("drift/larm/<uuid:uid>/kvittera/", status.close, name="alert_close"),
    path("drift/arbete/<uuid:uid>/gor-om/", status.retry, name="work_retry"),
    path("drift/brev/<uuid:uid>/igen/", status.resend, name="letter_again"),
    path("organisation/installningar/gallring/", views.terms, name="disposal_terms"),
]
