"""Reports, their review, nil reports and counts."""

from django.urls import path

from samsyn.web.observations import export, finding, nothing, own, reporting, reviewing, views

urlpatterns = [
    path("rapportera/", reporting.new, name="report"),
    path("rapportera/inget/", nothing.say, name="report_nothing"),
    path("rapportera/inget/<uuid:uid>/angra/", nothing.undo, name="undo_nothing"),
    path("rapportera/platser/", finding.search, name="place_search"),
    path("rapportera/platser/nara/", finding.near, name="place_near"),
    path("rapportera/antal/", reporting.count, name="report_count"),
    path("rapporter/", views.reports, name="reports"),
    path("rapporter/mina/", own.mine, name="reports_mine"),
    path("rapporter/fil.<str:kind>", export.download, name="reports_file"),
    path("rapporter/uttag/", export.exports, name="exports"),
    path("rapporter/uttag/nytt/", export.ask, name="export_new"),
    path("rapporter/uttag/<uuid:uid>/godkann/", export.approve, name="export_approve"),
    path("rapporter/uttag/<uuid:uid>/neka/", export.refuse, name="export_refuse"),
    path("rapporter/uttag/<uuid:uid>/fil/", export.fetch, name="export_fetch"),
    path("rapporter/<uuid:uid>/", views.one, name="report_one"),
    path("rapporter/<uuid:uid>/tack/", own.reported, name="reported"),
    path("rapporter/<uuid:uid>/angra/", own.undo, name="report_undo"),
    path("rapporter/<uuid:uid>/andra/", reporting.change, name="report_edit"),
    path("rapporter/<uuid:uid>/aterta/", reporting.take_back, name="report_withdraw"),
    path("granska/", reviewing.waiting, name="review"),
    path("rapporter/<uuid:uid>/slapp-vidare/", reviewing.approve, name="report_pass_on"),
    path("rapporter/<uuid:uid>/lamna-tillbaka/", reviewing.send_back, name="report_return"),
    path("rapporter/<uuid:uid>/slapp-text/", reviewing.publish_text, name="report_release"),
]
