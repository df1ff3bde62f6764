"""The guard while somebody writes, and stops that are said to be false."""

from django.urls import path

from samsyn.web.stops import cells, checking, views

urlpatterns = [
    path("vakten/prova/", checking.check, name="guard_check"),
    path("vakten/fel/", views.wrong, name="guard_wrong"),
    path("vakten/fel/cell/<uuid:uid>/", cells.wrong, name="guard_wrong_cell"),
    path("vakten/stopp/", views.stops, name="stops"),
    path("vakten/stopp/uttag/", views.labelled, name="stops_take_out"),
    path("vakten/stopp/<uuid:uid>/", views.stop, name="stop"),
    path("vakten/stopp/<uuid:uid>/bedom/", views.verdict, name="stop_judge"),
    path("vakten/stopp/<uuid:uid>/ta-tillbaka/", views.withdraw, name="stop_take_back"),
]
