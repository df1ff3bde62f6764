"""Deviations, when and where things happen, and the runs behind."""

from django.urls import path

from samsyn.web.monitoring import running, triage, views, when_and_where

urlpatterns = [
    path("avvikelser/", views.deviations, name="deviations"),
    path("avvikelser/alla/", views.every, name="deviations_all"),
    path("avvikelser/tider/", when_and_where.times, name="hot_times"),
    path("avvikelser/karta/", when_and_where.cells, name="cell_map"),
    path("avvikelser/omraden/", when_and_where.districts, name="district_comparison"),
    path("avvikelser/korningar/", running.history, name="runs"),
    path("avvikelser/korningar/ny/", running.start, name="run_start"),
    path("avvikelser/korningar/framsteg/", running.progress, name="run_progress"),
    path("avvikelser/<uuid:uid>/", views.one, name="deviation"),
    path("avvikelser/<uuid:uid>/notera/", triage.note, name="deviation_acknowledge"),
    path("avvikelser/<uuid:uid>/koppla/", triage.tie, name="deviation_link"),
    path("avvikelser/<uuid:uid>/avskriv/", triage.set_aside, name="deviation_dismiss"),
    path("avvikelser/<uuid:uid>/ta-upp/", triage.reopen, name="deviation_take_up"),
    path("avvikelser/<uuid:uid>/omdome/", triage.verdict, name="deviation_verdict"),
]
