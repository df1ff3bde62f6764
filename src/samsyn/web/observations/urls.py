"""Reports, their review, nil reports and counts."""

from django.urls import path

from samsyn.web.observations import (
    export,
    many,
    reporting,
    review_archive,
    review_screen,
    reviewing,
    views,
)

urlpatterns = [
    path("rapportera/", reporting.new, name="report"),
    path("rapportera/inget/", reporting.nothing, name="report_nothing"),
    path("rapportera/inget/<uuid:uid>/angra/", reporting.undo_nothing, name="undo_nothing"),
    path("rapportera/antal/", reporting.count, name="report_count"),
    path("rapporter/", views.reports, name="reports"),
    path("rapporter/fil.<str:kind>", export.download, name="reports_file"),
    path("rapporter/uttag/", export.exports, name="exports"),
    path("rapporter/uttag/nytt/", export.ask, name="export_new"),
    path("rapporter/uttag/<uuid:uid>/godkann/", export.approve, name="export_approve"),
    path("rapporter/uttag/<uuid:uid>/neka/", export.refuse, name="export_refuse"),
    path("rapporter/uttag/<uuid:uid>/fil/", export.fetch, name="export_fetch"),
    path("rapporter/<uuid:uid>/", views.one, name="report_one"),
    path("rapporter/<uuid:uid>/tack/", reporting.reported, name="reported"),
    path("rapporter/<uuid:uid>/andra/", reporting.change, name="report_edit"),
    path("rapporter/<uuid:uid>/aterta/", reporting.take_back, name="report_withdraw"),
    path("granska/", review_screen.review, name="review"),
    path("granska/<uuid:uid>/", review_screen.review_one, name="review_one"),
    path("granska/flera/", many.many, name="review_many"),
    path("granska/angra/", many.undo, name="review_undo"),
    path("granska/arkiv/", review_archive.archive, name="review_archive"),
    path("rapporter/<uuid:uid>/slapp-nu/", reviewing.let_now, name="report_pass_now"),
    path("rapporter/<uuid:uid>/hamta-tillbaka/", reviewing.bring_back, name="report_take_back"),
    path("rapporter/<uuid:uid>/ratta/", reviewing.correct, name="report_correct"),
    path("rapporter/<uuid:uid>/dra-tillbaka/", reviewing.draw_back, name="report_recall"),
    path("rapporter/<uuid:uid>/samma/", reviewing.link_same, name="report_link"),
    path("rapporter/<uuid:uid>/inte-samma/", reviewing.unlink_same, name="report_unlink"),
    path("rapporter/<uuid:uid>/slapp-vidare/", reviewing.approve, name="report_pass_on"),
    path("rapporter/<uuid:uid>/lamna-tillbaka/", reviewing.send_back, name="report_return"),
    path("rapporter/<uuid:uid>/slapp-text/", reviewing.publish_text, name="report_release"),
]
