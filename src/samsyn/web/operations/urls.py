"""What the operator and the municipality answer for together."""

from django.urls import path

from samsyn.web.operations import views

urlpatterns = [
    path("organisation/installningar/gallring/", views.terms, name="disposal_terms"),
]
