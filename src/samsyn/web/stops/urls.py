"""The guard while somebody writes, and stops that are said to be false."""

from django.urls import path

from samsyn.web.stops import cells, checking, views

urlpatterns = [
    path("sparren/prova/", checking.check, name="guard_check"),
    path("sparren/fel/", views.wrong, name="guard_wrong"),
    path("sparren/fel/cell/<uuid:uid>/", cells.wrong, name="guard_wrong_cell"),
    path("sparren/stopp/", views.stops, name="stops"),
    path("sparren/stopp/uttag/", views.labelled, name="stops_take_out"),
    path("sparren/stopp/<uuid:uid>/", views.stop, name="stop"),
    path("sparren/stopp/<uuid:uid>/bedom/", views.verdict, name="stop_judge"),
    path("sparren/stopp/<uuid:uid>/ta-tillbaka/", views.withdraw, name="stop_take_back"),
]
