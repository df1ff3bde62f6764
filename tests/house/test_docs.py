"""The docs name what is there: every setting, every word of the glossary."""

import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "src/samsyn").rglob("*.py"))
TERMS = tomllib.loads((ROOT / "docs/glossary.toml").read_text(encoding="utf-8"))["term"]


def test_every_setting_has_its_heading():
    read = {name for path in CODE for name in re.findall(r'"(SAMSYN_[A-Z_]+)"', path.read_text())}
    told = re.findall(r"^## (SAMSYN_[A-Z_]+)$", (ROOT / "docs/settings.md").read_text(), re.M)
    assert sorted(read) == sorted(told)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term["code"])
def test_every_word_of_the_glossary_is_in_the_code(term):
    assert hasattr(import_module(term["where"]), term["code"])


@pytest.mark.parametrize("term", [term for term in TERMS if "not" in term], ids=lambda t: t["code"])
def test_no_other_word_is_used_for_it(term):
    for word in term["not"]:
        classes = re.compile(rf"^class {word}\b", re.M)
        assert not [path for path in CODE if classes.search(path.read_text())]


def test_links_between_the_docs_lead_somewhere():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_no_absolute_path_or_registry_stands_in_the_tree():
    registries = "|".join((r"python[h]osted", r"pypi\." "org", r"npm" r"js\.(?:org|com)"))
    for path in [*CODE, *ROOT.glob("tools/**/*.py"), *ROOT.glob("*.lock"), ROOT / "samsyn"]:
        assert not re.search(registries, path.read_text(encoding="utf-8")), path
