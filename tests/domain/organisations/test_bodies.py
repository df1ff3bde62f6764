"""Bodies and seats over time, deputies under their seats, and the organisation picture."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samsyn.domain.organisations.actions.bodies import (
    add_seat,
    close_body,
    close_seat,
    create_body,
)
from samsyn.domain.organisations.enums import BodyKind, OrganisationKind, Role
from samsyn.domain.organisations.models import Seat
from samsyn.domain.organisations.queries import (
    bodies_in_force,
    organisation_chart,
    seats_over_time,
)
from samsyn.foundation.refusals import Mistaken, NotAllowed, NotNow
from tests import factories
from tests.domain.organisations.conftest import MORE_THAN_A_NAME, PERSONAL, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(by):
    return create_body(by=by, name="Lokala BRÅ", kind=BodyKind.COUNCIL, valid_from=date(2019, 6, 4))


@pytest.fixture
def seat(by, council, police):
    return add_seat(
        by=by,
        body=council,
        organisation=police,
        title="ledamot",
        holder="Lo Exempelsson",
        valid_from=date(2026, 1, 1),
    )


class TestBodies:
    def test_are_named_once(self, by, council):
        with pytest.raises(Mistaken, match="finns redan"):
            create_body(by=by, name="lokala brå", kind=BodyKind.COUNCIL)

    def test_need_a_name(self, by):
        with pytest.raises(Mistaken):
            create_body(by=by, name=" ", kind=BodyKind.COUNCIL)

    @pytest.mark.parametrize("name", [*PERSONAL, "B" * 121])
    def test_are_named_by_no_person_and_no_line_too_long(self, by, name):
        with pytest.raises(Mistaken) as refused:
            create_body(by=by, name=name, kind=BodyKind.COUNCIL)
        assert refused.value.field == "name"

    def test_are_read_from_the_top(self, by, where):
        for kind in BodyKind:
            factories.body(where, kind)
        kinds = [body.kind for body in bodies_in_force(by)]
        assert kinds == ["assembly", "executive", "council", "est_group"]

    def test_close_with_their_seats(self, by, council, seat):
        close_body(by=by, body=council, last_day=TODAY)
        seat.refresh_from_db()
        assert seat.valid_to == TODAY
        assert organisation_chart(by, TODAY + timedelta(days=1)).bodies == ()

    def test_do_not_close_under_a_seat_to_come(self, by, council, seat, police):
        later = TODAY + timedelta(days=30)
        add_seat(by=by, body=council, organisation=police, title="ordförande", valid_from=later)
        with pytest.raises(NotNow, match="börjar först 4 november 2026"):
            close_body(by=by, body=council, last_day=TODAY)


class TestSeats:
    def test_hold_a_name_or_a_user(self, by, council, police, coordinator, seat):
        mine = add_seat(
            by=by, body=council, organisation=police, title="ordförande", holder=coordinator
        )
        assert (seat.held_by, mine.held_by) == ("Lo Exempelsson", "Kim Exempelsson")

    @pytest.mark.parametrize("title", [*PERSONAL, "l" * 81])
    def test_have_titles_that_name_nobody(self, by, council, police, title):
        with pytest.raises(Mistaken) as refused:
            add_seat(by=by, body=council, organisation=police, title=title)
        assert refused.value.field == "title"

    @pytest.mark.parametrize("name", [*MORE_THAN_A_NAME, "K" * 81])
    def test_have_holders_with_a_name_and_no_more(self, by, council, police, name):
        with pytest.raises(Mistaken) as refused:
            add_seat(by=by, body=council, organisation=police, title="ledamot", holder=name)
        assert refused.value.field == "holder_name"

    def test_may_be_vacant(self, by, council, police):
        row = add_seat(by=by, body=council, organisation=police, title="ledamot")
        assert row.held_by == ""

    def test_are_held_by_people_of_the_municipality(self, by, council, police):
        with pytest.raises(Mistaken, match="Bjud in personen först"):
            add_seat(by=by, body=council, organisation=police, title="x", holder=factories.user())

    def test_need_a_title(self, by, council, police):
        with pytest.raises(Mistaken) as refused:
            add_seat(by=by, body=council, organisation=police, title=" ")
        assert refused.value.field == "title"

    def test_do_not_reach_outside_their_body(self, by, council, police):
        with pytest.raises(Mistaken, match="Lokala BRÅ finns från 4 juni 2019"):
            add_seat(
                by=by,
                body=council,
                organisation=police,
                title="ledamot",
                valid_from=date(2019, 1, 1),
            )

    def test_do_not_outlast_their_organisation(self, by, council, where):
        gone = factories.organisation(where, name="Förbundet", valid_to=date(2026, 12, 31))
        with pytest.raises(Mistaken, match="Förbundet finns till 31 december 2026"):
            add_seat(by=by, body=council, organisation=gone, title="ledamot")

    def test_do_not_mix_municipalities(self, by, council, neighbour):
        with pytest.raises(NotAllowed):
            add_seat(by=by, body=council, organisation=factories.organisation(neighbour), title="x")

    def test_pass_from_one_to_the_next(self, by, council, police, seat):
        close_seat(by=by, seat=seat, last_day=date(2026, 6, 30))
        add_seat(
            by=by,
            body=council,
            organisation=police,
            title="ledamot",
            holder="Mio Exempelsson",
            valid_from=date(2026, 7, 1),
        )
        holders = {
            day: organisation_chart(by, day).bodies[0].seats[0].holder
            for day in (date(2026, 6, 30), date(2026, 7, 1))
        }
        assert list(holders.values()) == ["Lo Exempelsson", "Mio Exempelsson"]
        over_time = [one.held_by for one in seats_over_time(by, council)]
        assert over_time == ["Mio Exempelsson", "Lo Exempelsson"]

    def test_the_name_is_only_sealed_in_the_log(self, by, seat, last_entry):
        entry = last_entry()
        assert entry.act == "organisations.seat_added"
        assert "Exempelsson" not in str(entry.values)


class TestDeputySeats:
    @pytest.fixture
    def deputy(self, by, council, police, seat):
        return add_seat(
            by=by,
            body=council,
            organisation=police,
            title="ersättare",
            holder="Vik Ariesson",
            valid_from=date(2026, 2, 1),
            deputy_for=seat,
        )

    def test_stand_under_their_seat(self, by, deputy):
        (node,) = organisation_chart(by).bodies[0].seats
        assert [one.holder for one in node.deputies] == ["Vik Ariesson"]

    def test_close_with_it(self, by, seat, deputy):
        close_seat(by=by, seat=seat, last_day=TODAY)
        deputy.refresh_from_db()
        assert deputy.valid_to == TODAY

    def test_have_no_deputies(self, by, council, police, deputy):
        with pytest.raises(NotNow, match="ordinarie"):
            add_seat(by=by, body=council, organisation=police, title="x", deputy_for=deputy)

    def test_lie_within_the_ordinary_seats_time(self, by, council, police, seat):
        with pytest.raises(Mistaken, match="1 januari 2026"):
            add_seat(
                by=by,
                body=council,
                organisation=police,
                title="ersättare",
                valid_from=date(2025, 12, 31),
                deputy_for=seat,
            )


class TestChart:
    def test_is_of_a_day(self, by, council, seat):
        assert organisation_chart(by, date(2019, 6, 3)).bodies == ()
        assert organisation_chart(by, date(2019, 6, 4)).bodies[0].seats == ()
        assert len(organisation_chart(by, TODAY).bodies[0].seats) == 1

    def test_names_organisations_without_a_seat(self, by, office, seat):
        assert organisation_chart(by).unseated == (office,)

    def test_carries_what_is_drawn(self, by, seat):
        (node,) = organisation_chart(by).bodies[0].seats
        assert (node.title, node.organisation, node.kind) == (
            "ledamot",
            "Polisen",
            OrganisationKind.POLICE,
        )

    @pytest.mark.parametrize("rows", [1, 3])
    def test_takes_three_queries(self, by, where, rows):
        for _ in range(rows):
            body = factories.body(where)
            for _ in range(rows):
                factories.seat(body, factories.organisation(where))
        with CaptureQueriesContext(connection) as queries:
            chart = organisation_chart(by)
        assert len(chart.bodies) == rows
        assert len(queries) == 3

    def test_is_the_coordinators_to_change(self, where, council, police):
        reader = factories.scope_as(Role.READER, where)
        with pytest.raises(NotAllowed):
            create_body(by=reader, name="Gruppen", kind=BodyKind.EST_GROUP)
        with pytest.raises(NotAllowed):
            add_seat(by=reader, body=council, organisation=police, title="ledamot")
        assert not Seat.objects.within(where).exists()
