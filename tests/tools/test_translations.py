"""Every Swedish text is found, and has English that says the same with the same parts."""

import ast
import re
from gettext import GNUTranslations
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize
from hypothesis import example, given
from hypothesis import strategies as st
from tools.translations import Text, UnreadableTextError, in_python, in_template

from tools import translations

PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|%%")
TAG = re.compile(r"<[^>]*>|&\w+;")
SWEDISH = re.compile(r"\w*[åäöÅÄÖ]\w*")
# Names of bodies that have no English one.
PROPER = {"BRÅ"}
# What templatize writes: calls of gettext among letters that blank out the rest.
CALL = re.compile(
    r"""\b(n?gettext|_)\(u?((?:'(?:[^'\\]|\\.)*')|(?:"(?:[^"\\]|\\.)*"))"""
    r"""(?:, u?((?:'(?:[^'\\]|\\.)*')|(?:"(?:[^"\\]|\\.)*")))?"""
)
KNOWN = translations.catalogue()
TEMPLATES = translations.templates()


def english(entry):
    """Each English text beside the Swedish one that it stands for."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    return [
        (entry.msgid, entry.msgstr_plural[0]),
        (entry.msgid_plural, entry.msgstr_plural[1]),
    ]


def pairs():
    return [pair for entry in KNOWN for pair in english(entry)]


def told_by_django(source):
    """The texts that ``makemessages`` would hand to GNU gettext."""
    return {
        Text(ast.literal_eval(text), ast.literal_eval(plural) if plural else "")
        for _function, text, plural in CALL.findall(templatize(source))
    }


def without_context(text):
    return Text(text.text, text.plural)


def test_every_text_has_english():
    assert translations.missing(KNOWN) == []


def test_the_catalogue_holds_what_the_source_says_and_no_more():
    there = translations.texts()
    held = {translations.named(entry): [name for name, _ in entry.occurrences] for entry in KNOWN}
    assert held == there, "run python -m tools.translations"


def test_no_text_is_fuzzy_or_stands_twice():
    names = [translations.named(entry) for entry in KNOWN]
    assert len(set(names)) == len(names)
    assert not [entry.msgid for entry in KNOWN if entry.fuzzy or entry.obsolete]


def test_placeholders_agree():
    wrong = [
        (swedish, said)
        for swedish, said in pairs()
        if sorted(PLACEHOLDER.findall(swedish)) != sorted(PLACEHOLDER.findall(said))
    ]
    assert not wrong


def test_placeholders_without_names_keep_their_order():
    plain = re.compile(r"%[sd]")
    for swedish, said in pairs():
        assert plain.findall(swedish) == plain.findall(said)


def test_tags_agree():
    for swedish, said in pairs():
        assert TAG.findall(swedish) == TAG.findall(said)


def test_space_and_line_breaks_around_are_kept():
    for swedish, said in pairs():
        for edge in (r"^\s*", r"\s*$"):
            assert re.search(edge, swedish)[0] == re.search(edge, said)[0], said
        assert swedish.count("\n") == said.count("\n"), said


def test_sentences_end_as_they_do_in_swedish():
    """A label that ends as a sentence, or the reverse, is a slip."""
    ends = ".?!:"
    wrong = [
        (swedish, said)
        for swedish, said in pairs()
        if (swedish[-1] in ends or said[-1] in ends) and swedish[-1] != said[-1]
    ]
    assert [said for _swedish, said in wrong] == ["No."]


def test_capitals_begin_as_in_swedish():
    names = ("EST", "the EST", "Lokala")
    wrong = [
        said
        for swedish, said in pairs()
        if swedish[0].isalpha()
        and said[0].isalpha()
        and swedish[0].isupper() != said[0].isupper()
        and not said.startswith(names)
    ]
    assert not wrong


def test_english_has_no_swedish_letters():
    found = {word for _swedish, said in pairs() for word in SWEDISH.findall(said)}
    assert found <= PROPER


def test_the_council_is_explained_once():
    said = [text for _swedish, text in pairs() if "local crime prevention council" in text]
    assert said == ["Lokala BRÅ (local crime prevention council)"]


def test_the_compiled_catalogue_is_what_the_other_says():
    with translations.CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for entry in KNOWN:
        if entry.msgid_plural:
            for n, form in ((1, 0), (0, 1), (2, 1), (21, 1)):
                said = compiled.ngettext(entry.msgid, entry.msgid_plural, n)
                assert said == entry.msgstr_plural[form]
        elif entry.msgctxt:
            assert compiled.pgettext(entry.msgctxt, entry.msgid) == entry.msgstr
        else:
            assert compiled.gettext(entry.msgid) == entry.msgstr
    held = polib.mofile(str(translations.CATALOGUE.with_suffix(".mo")))
    assert len(held) == len(KNOWN)


def test_the_compiled_words_of_argparse_are_what_the_other_says():
    held = polib.mofile(str(translations.ARGPARSE.with_suffix(".mo")))
    said = {entry.msgid: entry.msgstr for entry in polib.pofile(str(translations.ARGPARSE))}
    assert {entry.msgid: entry.msgstr for entry in held} == said


def test_gathering_again_changes_nothing():
    again = translations.renewed(translations.catalogue(), translations.texts())
    assert str(again) == str(KNOWN)


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: path.relative_to(translations.SOURCE).as_posix()
)
def test_templates_are_read_as_django_reads_them(path):
    source = path.read_text(encoding="utf-8")
    assert {without_context(text) for text in in_template(source)} == told_by_django(source)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{% trans 'Var' %}", Text("Var")),
        ('{% translate "100 % klart" %}', Text("100 %% klart")),
        ('{% trans "Plats" context "organ" %}', Text("Plats", context="organ")),
        ("""<c-badge title="{% trans 'Var' %}" />""", Text("Var")),
        ('{% trans "Var" as where %}', Text("Var")),
        ("{% trans \"Säg 'ja'\" %}", Text("Säg 'ja'")),
        ("{{ _('Var') }}", Text("Var")),
        ("{{ where|default:_('Var') }}", Text("Var")),
        ("{% include 'a.html' with label=_('Var') %}", Text("Var")),
        ("{% blocktrans with n=x|y %}{{ n }} av 10 %{% endblocktrans %}", Text("%(n)s av 10 %%")),
        (
            "{% blocktrans count n=x %}{{ n }} rad{% plural %}{{ n }} rader{% endblocktrans %}",
            Text("%(n)s rad", "%(n)s rader"),
        ),
        (
            "{% blocktranslate trimmed %}\n  Två\n  rader\n{% endblocktranslate %}",
            Text("Två rader"),
        ),
        ("{% blocktrans context 'organ' %}Plats{% endblocktrans %}", Text("Plats", "", "organ")),
    ],
)
def test_a_template_tells(source, told):
    assert list(in_template(source)) == [told]


@pytest.mark.parametrize(
    "source",
    ["{% comment %}{% trans 'Var' %}{% endcomment %}", "{# {% trans 'Var' %} #}", "{% trans x %}"],
)
def test_a_template_keeps_to_itself(source):
    assert list(in_template(source)) == []


TOLD = st.text(
    st.characters(codec="utf-8", exclude_characters="\"'{}\\", exclude_categories=["C", "Z"]),
    min_size=1,
)


@given(TOLD, TOLD)
@example("50 %", "%s")
def test_any_text_is_read_as_django_reads_it(first, second):
    source = (
        f"<p title=\"{{% trans '{first}' %}}\">{{% blocktrans count n=x %}}{first} {{{{ n }}}}"
        f'{{% plural %}}{second}{{% endblocktrans %}}</p>{{% trans "{second}" as it %}}'
    )
    assert set(in_template(source)) == told_by_django(source)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (
            "def f(n):\n    a = 'Var'\n    return _(a), [a for a in n]\ndef g(a): pass",
            Text("Var"),
        ),
        ("_('Var')", Text("Var")),
        ("_('En ' 'rad')", Text("En rad")),
        ("translation.gettext_lazy('Var')", Text("Var")),
        ("gettext_noop('Var')", Text("Var")),
        ('_("Säg \\"ja\\"")', Text('Säg "ja"')),
        ("ngettext('rad', 'rader', n)", Text("rad", "rader")),
        ("pgettext_lazy('organ', 'Plats')", Text("Plats", "", "organ")),
        ("npgettext('organ', 'plats', 'platser', n)", Text("plats", "platser", "organ")),
        ("one, many = 'rad', 'rader'\nngettext(one, many, n)", Text("rad", "rader")),
        (
            "from django.utils.translation import ngettext as counted\ncounted('rad', 'rader', 2)",
            Text("rad", "rader"),
        ),
        ("class A(TextChoices):\n    B = 'b', _('Var')", Text("Var")),
    ],
)
def test_a_module_tells(source, told):
    assert list(in_python(source)) == [told]


@pytest.mark.parametrize(
    "source",
    [
        "_(f'{n} rader')",
        "_('a' + x)",
        "_(name)",
        "a = 'x'\na = 'y'\n_(a)",
        "a = 'x'\ndef f(a):\n    _(a)",
        "ngettext('rad', x, 2)",
    ],
)
def test_a_computed_text_is_refused(source):
    with pytest.raises(UnreadableTextError):
        list(in_python(source))


@given(TOLD)
def test_any_text_of_a_module_is_read(text):
    assert list(in_python(f"label = _({text!r})")) == [Text(text)]


def entry(text, said):
    return polib.POEntry(msgid=text, msgstr=said)


def test_renewing_keeps_adds_and_drops():
    known = polib.POFile()
    known.extend([entry("Var", "Where"), entry("Borta", "Gone")])
    made = translations.renewed(
        known, {Text("Var"): ["a.py"], Text("%s rad", "%s rader"): ["b.py"]}
    )
    assert {one.msgid: one.msgstr for one in made} == {"Var": "Where", "%s rad": ""}
    assert translations.missing(made) == ["%s rad"]
    assert made.find("%s rad").flags == ["python-format"]


def test_writing_compiles(tmp_path, monkeypatch, capsys):
    (tmp_path / "page.py").write_text("_('Var')\n_('När')", encoding="utf-8")
    place = tmp_path / "locale/django.po"
    for name, value in {"ROOT": tmp_path, "SOURCE": tmp_path, "CATALOGUE": place}.items():
        monkeypatch.setattr(translations, name, value)
    assert translations.main() == 0
    held = polib.pofile(str(place))
    held.find("Var").msgstr = "Where"
    held.save()
    translations.main()
    assert "2 texts, 1 without English" in capsys.readouterr().out
    with Path(place).with_suffix(".mo").open("rb") as file:
        assert GNUTranslations(file).gettext("Var") == "Where"
