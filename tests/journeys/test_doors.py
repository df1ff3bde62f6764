"""The pages of those who watch: who is let in, what has been done, how the installation stands."""

import pytest

pytestmark = pytest.mark.browser


def test_an_officer_is_let_in_by_an_officer(visitor):
    address = f"ny{visitor.page.viewport_size['width']}@example.org"
    visitor.log_in("samordnare").go("/1982/organisation/personer/bjud-in/").check_accessible()
    page = visitor.page
    page.get_by_label("E-post").fill(address)
    page.get_by_label("Namn", exact=False).first.fill("Ny Polisson")
    police = page.locator("select[name=organisation]").locator("option", has_text="Polisen").first
    page.locator("select[name=organisation]").select_option(label=police.inner_text())
    page.locator("input[value=reviewer]").check()
    visitor.press("Bjud in").sees("väntar på bekräftelse").check_accessible().check_fits()
    visitor.log_out().log_in("polis").follow("Behörigheter att ta ställning till")
    visitor.sees(address).check_accessible().check_fits()
    visitor.press("Bekräfta").sees("Båda sidor får besked").check_accessible()


def test_the_log_is_searched(visitor):
    visitor.log_in("dataskydd").go("/1982/logg/").check_accessible().check_fits()
    visitor.go("/1982/logg/?vad=access.login").sees(
        "Posterna på sidan är oförändrade"
    ).check_accessible().check_fits()
    visitor.go("/1982/logg/?sak=R1").sees("Om rapport R1").check_accessible()
    visitor.go("/1982/logg/?fran=x").sees("går inte att läsa").check_accessible()


def test_the_operator_sees_how_it_stands(visitor):
    visitor.log_in("drift").go("/1982/drift/").sees("Säkerhetskopia")
    visitor.check_accessible().check_fits()
