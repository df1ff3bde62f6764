"""Deviations, when and where things happen, and the runs behind."""

from django.urls import path

from samsyn.web.monitoring import acting, looks, running, views

urlpatterns = [
    path("avvikelser/", views.deviations, name="deviations"),
    path("avvikelser/alla/", views.every, name="deviations_all"),
    path("avvikelser/tider/", looks.times, name="hot_times"),
    path("avvikelser/karta/", looks.cells, name="cell_map"),
    path("avvikelser/omraden/", looks.districts, name="district_comparison"),
    path("avvikelser/korningar/", running.history, name="runs"),
    path("avvikelser/korningar/ny/", running.start, name="run_start"),
    path("avvikelser/korningar/framsteg/", running.progress, name="run_progress"),
    path("avvikelser/<uuid:uid>/", views.one, name="deviation"),
    path("avvikelser/<uuid:uid>/notera/", acting.note, name="deviation_acknowledge"),
    path("avvikelser/<uuid:uid>/koppla/", acting.tie, name="deviation_link"),
    path("avvikelser/<uuid:uid>/avskriv/", acting.set_aside, name="deviation_dismiss"),
    path("avvikelser/<uuid:uid>/ta-upp/", acting.reopen, name="deviation_take_up"),
    path("avvikelser/<uuid:uid>/omdome/", acting.verdict, name="deviation_verdict"),
]
