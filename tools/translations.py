"""``python -m tools.translations``: gather the Swedish texts, and compile their English.

Swedish stands in the source; English in ``src/samsyn/locale/en/LC_MESSAGES/django.po``.
GNU gettext is not needed: Python is read as syntax, templates by Django's own reader.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/samsyn"
CATALOGUE = SOURCE / "locale/en/LC_MESSAGES/django.po"
SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
Text = tuple[str, str]


def texts() -> dict[Text, list[str]]:
    """Each (text, plural or nothing) with the files it stands in."""
    found: dict[Text, list[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for text in in_python(path.read_text(encoding="utf-8")):
            found.setdefault(text, []).append(str(path.relative_to(ROOT)))
    for path in sorted(SOURCE.rglob("templates/**/*.html")):
        for text in in_template(path.read_text(encoding="utf-8")):
            found.setdefault(text, []).append(str(path.relative_to(ROOT)))
    return found


def in_python(source: str) -> Iterator[Text]:
    """The literal arguments of gettext calls."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        words = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
        told = [word for word in words if isinstance(word, str)]
        if node.func.id in SINGULAR and told:
            yield told[0], ""
        if node.func.id in PLURAL and len(told) > 1:
            yield told[0], told[1]


_TRANS = re.compile(r"""{%\s*trans(?:late)?\s+(?:"([^"]*)"|'([^']*)')""")
_BLOCK = re.compile(
    r"{%\s*blocktrans(?:late)?\b([^%]*)%}(.*?)(?:{%\s*plural\s*%}(.*?))?{%\s*endblocktrans(?:late)?\s*%}",
    re.DOTALL,
)
_VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")


def in_template(source: str) -> Iterator[Text]:
    """The texts of trans and blocktrans tags, variables as Django's catalogues write them."""
    for double, single in _TRANS.findall(source):
        yield double or single, ""
    for options, text, plural in _BLOCK.findall(source):
        trimmed = "trimmed" in options
        yield _as_message(text, trimmed=trimmed), _as_message(plural, trimmed=trimmed)


def _as_message(text: str, *, trimmed: bool) -> str:
    if trimmed:
        text = " ".join(line.strip() for line in text.strip().splitlines())
    return _VARIABLE.sub(r"%(\1)s", text.replace("%", "%%"))


def catalogue() -> polib.POFile:
    """The English catalogue, or an empty one."""
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE))
    made = polib.POFile(wrapwidth=0)
    made.metadata = {
        "Language": "en",
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return made


def update() -> polib.POFile:
    """Add texts that are new, drop those that are gone, and keep the English that is there."""
    there, known = texts(), catalogue()
    english = {(one.msgid, one.msgid_plural): one for one in known}
    renewed = polib.POFile(wrapwidth=0)
    renewed.metadata = known.metadata
    for (text, plural), files in sorted(there.items()):
        entry = english.get((text, plural)) or polib.POEntry(
            msgid=text,
            msgid_plural=plural,
            msgstr="",
            msgstr_plural={0: "", 1: ""} if plural else {},
        )
        entry.occurrences = [(name, "") for name in sorted(set(files))]
        entry.flags = ["python-format"] if "%(" in text or "%s" in text or "%d" in text else []
        renewed.append(entry)
    return renewed


def missing(known: polib.POFile) -> list[str]:
    """Texts without English."""
    return [one.msgid for one in known if not one.translated()]


def main() -> int:
    """Write the catalogue and its compiled form; say how many texts lack English."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    known = update()
    known.save(str(CATALOGUE))
    known.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    print(f"{len(known)} texts, {len(missing(known))} without English")
    return 0


if __name__ == "__main__":
    sys.exit(main())
