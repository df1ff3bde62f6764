"""The municipality's organisation, its people, its settings and its log."""

from django.urls import path

from samsyn.web.organisations import (
    access,
    bodies,
    guard_words,
    log,
    organisations,
    overview,
    people,
)

urlpatterns = [
    path("organisation/", overview.overview, name="organisation"),
    path("organisation/installningar/", overview.settings, name="municipality_settings"),
    path("organisation/verksamheter/", organisations.organisations, name="organisations"),
    path("organisation/verksamheter/ny/", organisations.new, name="organisation_new"),
    path("organisation/verksamheter/<uuid:uid>/", organisations.edit, name="organisation_edit"),
    path(
        "organisation/verksamheter/<uuid:uid>/avsluta/",
        organisations.close,
        name="organisation_close",
    ),
    path("organisation/organ/", bodies.bodies, name="bodies"),
    path("organisation/organ/nytt/", bodies.new, name="body_new"),
    path("organisation/organ/<uuid:uid>/", bodies.body, name="body"),
    path("organisation/organ/<uuid:uid>/avsluta/", bodies.close, name="body_close"),
    path("organisation/organ/<uuid:uid>/plats/", bodies.new_seat, name="seat_new"),
    path("organisation/plats/<uuid:uid>/ersattare/", bodies.new_deputy, name="seat_deputy"),
    path("organisation/plats/<uuid:uid>/avsluta/", bodies.end_seat, name="seat_close"),
    path("organisation/personer/", people.people, name="people"),
    path("organisation/personer/bjud-in/", people.invite, name="invite"),
    path("organisation/personer/<uuid:uid>/", people.person, name="person"),
    path("organisation/personer/<uuid:uid>/ny-lank/", people.send_again, name="invite_again"),
    path("organisation/personer/<uuid:uid>/stang/", people.deactivate, name="person_deactivate"),
    path("organisation/personer/<uuid:uid>/oppna/", people.reactivate, name="person_reactivate"),
    path(
        "organisation/personer/<uuid:uid>/nollstall/",
        people.reset_second_factor,
        name="person_reset_second_factor",
    ),
    path("organisation/personer/<uuid:uid>/roll/", people.new_role, name="role_new"),
    path("organisation/roll/<uuid:uid>/avsluta/", people.end_role, name="role_end"),
    path("organisation/roll/<uuid:uid>/ersattare/", people.new_deputy, name="role_deputy"),
    path(
        "organisation/roll/<uuid:uid>/ersattare/ny/",
        people.invite_to_stand_in,
        name="role_invite_deputy",
    ),
    path("organisation/behorigheter/", access.requests, name="access_requests"),
    path("organisation/behorigheter/<uuid:uid>/bekrafta/", access.confirm, name="access_confirm"),
    path("organisation/behorigheter/<uuid:uid>/neka/", access.refuse, name="access_refuse"),
    path(
        "organisation/behorigheter/<uuid:uid>/ta-tillbaka/",
        access.withdraw,
        name="access_withdraw",
    ),
    path("organisation/ord/", guard_words.words, name="guard_words"),
    path("organisation/ord/nytt/", guard_words.new, name="guard_word_new"),
    path("organisation/ord/<uuid:uid>/avsluta/", guard_words.end, name="guard_word_end"),
    path("logg/", log.log, name="log"),
    path("logg/fil.csv", log.download, name="log_file"),
    path("logg/kontroll/", log.check, name="log_check"),
]
