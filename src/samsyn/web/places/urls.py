"""Places and districts."""

from django.urls import path

from samsyn.web.places import drawing, views

urlpatterns = [
    path("platser/", views.places, name="places"),
    path("platser/ny/", views.new_place, name="place_new"),
    path("platser/<uuid:uid>/", views.change_place, name="place_edit"),
    path("platser/<uuid:uid>/kod/", views.code, name="place_code"),
    path("karta/platser/", drawing.places, name="map_places"),
    path(
        "karta/<slug:digest>/<int:zoom>/<int:x>/<int:y>/",
        drawing.tile,
        name="map_tile",
    ),
    path("omraden/las-in/", views.new_layer, name="layer_new"),
]
