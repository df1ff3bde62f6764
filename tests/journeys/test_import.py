"""Import a file, see its errors, mend the mapping, import, undo."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

FILE = (
    "Datum;Klockslag;Bostadsområde;Typ av störning;Anmälare\n"
    "2026-10-01;21:15;Risbron;Klotter;test@example.com\n"
    "2026-10-02;kl 22;RISBRON;Obehörig i trapphus;\n"
    "2026-13-02;22:00;Risbron;Klotter;\n"
)


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "störningar.csv"
    path.write_bytes(FILE.encode("cp1252"))
    return path


def test_from_a_file_with_errors_to_reports_and_back(visitor, file, request):
    name = f"Störningar {request.node.name[-6:]}"
    visitor.log_in("samordnare").go("/1982/las-in/ny-kalla/").check_accessible().check_fits()
    page = visitor.page
    page.get_by_label("Vad heter listan?").fill(name)
    page.get_by_label("Vem lämnar den?").select_option(label="Fagersta Demobostäder AB")
    page.set_input_files("input[type=file]", file)
    visitor.press("Fortsätt").sees("Vad betyder kolumnerna?").check_accessible().check_fits()
    visitor.press("Spara och provläs").sees("Att bestämma").check_accessible().check_fits()
    visitor.sees("Så här läses de första raderna")
    page.get_by_label("Obehörig i trapphus").select_option(label="Otrygg plats")
    visitor.press("Spara valen och provläs").sees("Läs in 2 rader")
    visitor.press("Läs in 2 rader").sees("1 rad har fel")
    page.get_by_label("Läs in resten utan raderna som har fel").check()
    visitor.press("Läs in 2 rader").sees("2 rapporter är med")
    visitor.check_accessible()
    visitor.press("Ångra inläsningen")
    page.get_by_role("dialog").get_by_role("button", name="Ångra inläsningen").click()
    visitor.sees("2 rapporter är borttagna igen")
