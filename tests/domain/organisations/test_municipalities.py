"""A municipality is founded whole or not at all; its outline is checked; settings keep history."""

import json
from pathlib import Path

import pytest

from samsyn.domain.audit.models import Entry, Revision
from samsyn.domain.audit.queries import breaks
from samsyn.domain.organisations.actions.municipalities import (
    change_settings,
    create_municipality,
    outline_geometry,
)
from samsyn.domain.organisations.enums import Role
from samsyn.domain.organisations.models import Municipality, User
from samsyn.foundation.refusals import Mistaken, NotAllowed, Stale
from tests import factories
from tests.domain.organisations.conftest import PERSONAL

pytestmark = pytest.mark.django_db
SQUARE = {"type": "Polygon", "coordinates": [[[15, 59], [16, 59], [16, 60], [15, 60], [15, 59]]]}
BOW_TIE = {"type": "Polygon", "coordinates": [[[15, 59], [16, 60], [16, 59], [15, 60], [15, 59]]]}
SWEREF = {
    "type": "Polygon",
    "coordinates": [[[541000, 6650000], [542000, 6650000], [542000, 6651000], [541000, 6650000]]],
}


def found(**changes):
    values = {
        "code": "9901",
        "name": "Provköping",
        "coordinator_email": "sam@example.org",
        "coordinator_name": "Sam Ordnare",
        **changes,
    }
    return create_municipality(**values)


class TestFounding:
    def test_has_an_organisation_and_an_invited_coordinator(self):
        made = found()
        scope = factories.scope_of(made.coordinator.person, made.municipality)
        assert scope.roles == {Role.COORDINATOR}
        assert made.coordinator.token
        assert made.coordinator.may_show

    def test_is_logged_here_and_at_the_installation(self):
        made = found()
        chain = str(made.municipality.uid)
        first = Entry.rows.filter(chain=chain).order_by("number").first()
        assert (first.act, first.actor) == ("organisations.municipality_founded", "system")
        assert Entry.rows.get(chain="installation").subject == chain
        assert list(breaks(chain)) == []

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"code": "198"}, "code"),
            ({"code": "19820"}, "code"),
            ({"code": "abcd"}, "code"),
            ({"code": "١٩٨٢"}, "code"),
            ({"name": " "}, "name"),
            ({"name": "K" * 81}, "name"),
            ({"organisation": "K" * 121}, "name"),
            ({"coordinator_name": "K" * 81}, "name"),
            ({"coordinator_name": "Kim Karlsson\nBcc: alla"}, "name"),
            ({"coordinator_email": f"sam@{('a' * 50 + '.') * 5}se"}, "email"),
            ({"coordinator_email": "sam"}, "coordinator_email"),
            ({"coordinator_name": ""}, "name"),
            ({"outline": {"type": "Point", "coordinates": [15, 59]}}, "outline"),
        ],
    )
    def test_refuses_whole(self, changes, field):
        with pytest.raises(Mistaken) as refused:
            found(**changes)
        assert refused.value.field == field
        assert not Municipality.objects.exists()
        assert not User.objects.exists()

    def test_not_twice(self):
        found()
        with pytest.raises(Mistaken, match="9901 finns redan"):
            found(name="Annanköping")


class TestOutline:
    @pytest.mark.parametrize(
        "given",
        [
            SQUARE,
            {"type": "Feature", "properties": {}, "geometry": SQUARE},
            {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": SQUARE}]},
        ],
    )
    def test_is_taken_in_three_forms(self, given):
        kept = outline_geometry(given)
        assert kept["type"] == "Polygon"
        assert {tuple(point) for point in kept["coordinates"][0]} == {
            (15, 59),
            (16, 59),
            (16, 60),
            (15, 60),
        }

    @pytest.mark.parametrize(
        ("given", "sentence"),
        [
            ("text", "inte GeoJSON"),
            ([], "inte GeoJSON"),
            ({}, "inte GeoJSON"),
            ({"type": "FeatureCollection", "features": [{}]}, "inte GeoJSON"),
            ({"type": "FeatureCollection", "features": []}, "ytor"),
            ({"type": "Polygon", "coordinates": "x"}, "inte GeoJSON"),
            ({"type": "LineString", "coordinates": [[15, 59], [16, 60]]}, "ytor"),
            (SWEREF, "WGS 84"),
        ],
    )
    def test_anything_else_is_refused(self, given, sentence):
        with pytest.raises(Mistaken, match=sentence) as refused:
            outline_geometry(given)
        assert refused.value.field == "outline"

    def test_a_crossed_border_is_refused_or_mended(self):
        try:
            kept = outline_geometry(BOW_TIE)
        except Mistaken as refused:
            assert refused.field == "outline"
        else:
            assert kept["type"] == "MultiPolygon"

    def test_none_stays_none(self):
        assert outline_geometry(None) is None

    def test_the_real_districts_make_an_outline(self):
        path = Path(__file__).parents[4] / "shared/data/geo/valdistrikt_1982_fagersta.geojson"
        if not path.exists():
            pytest.skip("the shared data are not beside the checkout")
        kept = outline_geometry(json.loads(path.read_text(encoding="utf-8")))
        assert kept["type"] in ("Polygon", "MultiPolygon")


class TestSettings:
    def change(self, by, where, **changes):
        values = {"version": where.version, "est_name": "Samordning", **changes}
        return change_settings(by=by, **values)

    def test_change_and_keep_what_was(self, by, where, logged):
        row = self.change(by, where)
        assert (row.est_name, row.version) == ("Samordning", 2)
        kept = Revision.rows.get(subject=str(where.uid))
        assert kept.fields == {"est_name": "Effektiv samverkan för trygghet"}
        assert logged() == ["settings_changed"]

    def test_a_stale_write_is_refused(self, by, where):
        self.change(by, where)
        with pytest.raises(Stale):
            self.change(by, where)

    @pytest.mark.parametrize("name", [*PERSONAL, "E" * 81])
    def test_name_nobody(self, by, where, name):
        with pytest.raises(Mistaken) as refused:
            self.change(by, where, est_name=name)
        assert refused.value.field == "est_name"

    def test_say_what_to_mend(self, by, where):
        with pytest.raises(Mistaken) as refused:
            self.change(by, where, est_name=" ")
        assert refused.value.field == "est_name"

    def test_are_the_coordinators(self, where):
        with pytest.raises(NotAllowed):
            self.change(factories.scope_as(Role.ANALYST, where), where)
