"""The page of components shows each one, as the pages have it, in each state."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

from samsyn import web
from samsyn.web.showcase import drawings, forms

pytestmark = pytest.mark.django_db
TEMPLATES = Path(web.__path__[0]) / "templates"
COMPONENTS = sorted(path.stem.replace("_", "-") for path in (TEMPLATES / "cotton").glob("*.html"))
DRAWINGS = "monitoring/chart.html"


@pytest.fixture
def page(client):
    answer = client.get(reverse("components"))
    assert answer.status_code == 200
    return answer.content.decode()


def shown():
    """The templates that the page is made of."""
    parts = [*(TEMPLATES / "showcase").glob("*.html"), TEMPLATES / DRAWINGS]
    parts += [TEMPLATES / "components.html", TEMPLATES / "shell/header.html"]
    return "".join(path.read_text(encoding="utf-8") for path in parts)


@pytest.mark.parametrize("name", COMPONENTS)
def test_each_component_is_shown(name):
    assert re.search(rf"<c-{name}[\s>/]", shown())


@pytest.mark.parametrize("name", forms.EveryField.base_fields)
def test_each_field_is_shown_empty_and_in_error(page, name):
    blank, wrong = forms.blank(), forms.wrong()
    assert name in wrong.errors
    assert f'name="{name}"' in page
    assert f'id="{wrong.auto_id % name}_error"' in page
    assert f'id="{blank.auto_id % name}_error"' not in page


def test_fields_in_error_say_so_to_those_who_do_not_see(page):
    kinds = set(re.findall(r'<input type="(\w+)"[^>]*aria-invalid="true"', page))
    assert {"text", "checkbox", "date", "time", "number", "email", "password", "file"} <= kinds
    assert re.search("<fieldset[^>]* data-wrong", page)


@pytest.mark.parametrize("kind", ["weeks", "areas", "times", "districts", "rates"])
def test_each_kind_of_drawing_is_the_products_own(page, kind):
    assert getattr(drawings, kind)().svg in page


def test_the_words_are_the_products(page):
    assert {"att granska", "återlämnad", "släppt vidare"} <= set(re.findall(r">([^<>]+)<", page))
    assert not re.search("[Åå]tersänd|Inskickad", page)


def test_it_is_no_page_of_a_municipalitys(client, settings):
    settings.PRODUCTION = True
    assert client.get(reverse("components")).status_code == 404
