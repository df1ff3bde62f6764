"""How far a home and a name reach, so that what is masked leaves nobody's door or name behind."""

from __future__ import annotations

import pytest

from samsyn.domain.privacy.guard import inspect

# What is found stands within the brackets; all else of the text is left.
HOMES = [
    "Hon bor på [Ekgatan 4, tredje våningen] och vågar inte gå ut",
    "Han bor [en trappa upp, vänster sida, Ekgatan 4]",
    "Han bor på [Ekgatan 4, ingång från gården, källarplan]",
    "De bor i [huset med gröna knutar mitt emot kyrkan på Ekgatan 4]",
    "Hon bor på [Ekgatan 4, 3 tr t v] med sin mor",
    "Hon bor på [Ekgatan 4 i Fagersta] numera",
    "Kvinnan bor på [Ekgatan 4, 774 31 Avesta] sedan maj",
    "Brukaren bor i [Servicehuset Linden, lägenhet 318] sedan maj",
    "Han bor i [rum 7, plan 3, Koltrastens äldreboende] sedan maj",
    "Hon bor i [stuga 12 på Sundbadets camping] året om",
    "Han bor på [Ekgatan 4 (gula huset till vänster)] med sin mor",
    "Hon bor på [Ekgatan 4, dörr 3, kod 1357#] sedan maj",
]
LEFT = [
    "Han bor på [Ekgatan 4], porten var trasig och trappan full av glas",
    "Hon bor på [Ekgatan 4] och slår sönder lampor hela natten",
]


@pytest.mark.parametrize("written", HOMES + LEFT)
def test_a_home_reaches_over_all_that_tells_it_and_no_further(written):
    text = written.replace("[", "").replace("]", "")
    wanted = written[written.index("[") + 1 : written.index("]")]
    assert [text[span.start : span.end] for span in inspect(text).spans] == [wanted]
