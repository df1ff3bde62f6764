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
NAMES = [
    "Igår slog [viktor n] sönder en ruta på skolan",
    "Det var [Lo] och [My] som slog sönder rutan, sa läraren",
    "[Andersson, Karl-Erik] har slagit sönder en ruta",
    "Läraren såg [Anna Lind] och [Perla Dimitri] slå sönder rutan",
]
TOLD = [
    "en kille som kallas [Knatten] säljer öl vid kiosken",
    "[Tjorven] kallar [dom henne], hon säljer öl vid kiosken",
    "två killar slogs vid kiosken, den ene hette visst [tjorven]",
    "[liv] i 3b blev inlåst i förrådet av två äldre killar",
    "[Ragnfrid], 91 år, kom hem från affären i dag",
    "Spottade mot vakten. Uppgav namnet [Xhevdet], saknade legitimation",
    "det är [thyra] som säger att nån rycker i handtaget",
    "[Gunnel] på plan 3 blev av med pengar till en okänd man",
]
CLEAN = [
    "Polis kallas till Jordbro med anledning av att man hört smällar",
    "En elev kallad för apa på rasten, personalen ingrep",
    "En hund som heter Rambo sprang lös på torget",
    "Han har en båt som heter Freja vid bryggan",
    "Det är liv i 3b varje rast, tre rutor är trasiga",
    "Eleverna läser harry potter i biblioteket",
    "Gruppen kallar sig Vargarna och klottrar på skolan",
    "Whether this very backup has been begun in this database",
    "inbrott på erik dahlbergs skola i natt",
    "Rapport enligt lex Maria skickad till IVO",
    "Rör inte städvagn Berta, den är nysvetsad",
    "Chefen underrättad, skyddsombudet också",
    "Nyckeln går till rum 208 på Alfaskolan",
    "Bärgare på plats 1640 enligt larmcentralen",
    "Fyra hönor rivna på Kolningsberget 4H i natt",
]


@pytest.mark.parametrize("written", [*HOMES, *LEFT, *NAMES, *TOLD])
def test_what_is_found_reaches_over_all_that_tells_it_and_no_further(written):
    text = written.replace("[", "").replace("]", "")
    wanted = [piece.split("]")[0] for piece in written.split("[")[1:]]
    assert [text[span.start : span.end] for span in inspect(text).spans] == wanted


@pytest.mark.parametrize("text", CLEAN)
def test_what_tells_nobody_is_not_stopped(text):
    assert not inspect(text).stops


@pytest.mark.parametrize(
    "text", ["NVKs lista", "Listan kommer från NVKs kontor.", "MBABs fastighet", "KF:s protokoll"]
)
def test_what_an_abbreviation_owns_is_no_persons(text):
    assert not inspect(text).spans
