"""``python -m tools.translations``: gather the Swedish texts, and compile their English.

Swedish stands in the source; English in ``src/samsyn/locale/en/LC_MESSAGES/django.po``.
GNU gettext is not needed: Python is read as syntax, templates by Django's own lexer and
by the expressions with which ``makemessages`` recognises its tags.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import polib
from django.template.base import Lexer, Token, TokenType
from django.utils.translation import template as tags
from django.utils.translation import trim_whitespace

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src/samsyn"
CATALOGUE = SOURCE / "locale/en/LC_MESSAGES/django.po"
# what Python's own parser of arguments says, in Swedish
ARGPARSE = SOURCE / "locale/sv/LC_MESSAGES/argparse.po"
# Where each function of gettext takes its context, its text and its plural.
ARGUMENTS = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}


class Text(NamedTuple):
    """A text as a catalogue names it; what is not there is empty."""

    text: str
    plural: str = ""
    context: str = ""


class UnreadableTextError(ValueError):
    """A call of gettext with a text that is not written out where it can be read."""


def texts() -> dict[Text, list[str]]:
    """Each text with the files it stands in, relative to the project."""
    found: dict[Text, set[str]] = {}
    for path in sources():
        source = path.read_text(encoding="utf-8")
        read = in_python if path.suffix == ".py" else in_template
        for text in read(source):
            found.setdefault(text, set()).add(path.relative_to(ROOT).as_posix())
    return {text: sorted(files) for text, files in found.items()}


def sources() -> Iterator[Path]:
    """Every module and every template."""
    yield from sorted(SOURCE.rglob("*.py"))
    yield from templates()


def templates() -> list[Path]:
    """Every template that Django reads: pages, letters, drawings."""
    return sorted(
        path
        for path in SOURCE.rglob("templates/**/*")
        if path.suffix in {".html", ".txt", ".svg", ".xml"}
    )


def in_python(source: str) -> Iterator[Text]:
    """The texts of gettext calls; raises ``UnreadableTextError`` for one that is computed."""
    tree = ast.parse(source)
    functions = _imported(tree)
    for call, scope in _calls(tree, tree):
        name = ast.unparse(call.func)
        name = functions.get(name, name.removeprefix("translation."))
        places = ARGUMENTS.get(name.removesuffix("_lazy").removesuffix("_noop"))
        if places:
            context, text, plural = (
                "" if place is None else _word(call.args[place], scope) for place in places
            )
            yield Text(text, plural, context)


def _imported(tree: ast.Module) -> dict[str, str]:
    """What a module calls the functions of gettext."""
    return {"_": "gettext"} | {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }


def _calls(node: ast.AST, scope: ast.AST) -> Iterator[tuple[ast.Call, ast.AST]]:
    """Each call below a node, with the function or module that it stands in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, scope
        inner = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _calls(child, child if inner else scope)


def _word(node: ast.expr, scope: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name) and (text := _written_out(scope).get(node.id)):
        return text
    raise UnreadableTextError(f"line {node.lineno}: {ast.unparse(node)} is not a text")


def _written_out(scope: ast.AST) -> dict[str, str]:
    """Names bound once in a function or a module, to a text: alone or in a tuple."""
    bound = Counter(_bound(scope))
    return {
        name: text
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign)
        for name, text in _pairs(node.targets[0], node.value)
        if bound[name] == 1
    }


def _bound(scope: ast.AST) -> Iterator[str]:
    """Every name that is given a value, but for those that live in a comprehension."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.arg):
            yield child.arg
        elif isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            yield child.id
        if not isinstance(child, ast.comprehension):
            yield from _bound(child)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, str]]:
    match target, value:
        case ast.Tuple(elts=names), ast.Tuple(elts=values):
            for one, its in zip(names, values, strict=False):
                yield from _pairs(one, its)
        case ast.Name(id=name), ast.Constant(value=str(text)):
            yield name, text


def in_template(source: str) -> Iterator[Text]:
    """The texts of trans, blocktrans and ``_("")``, in attributes of components too."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type == TokenType.VAR:
            yield from _constants(token)
        elif token.token_type == TokenType.BLOCK:
            yield from _tag(token, tokens)


def _tag(token: Token, rest: Iterator[Token]) -> Iterator[Text]:
    if token.contents == "comment":
        _until_end_of_comment(rest)
    elif inline := tags.inline_re.match(token.contents):
        # Django doubles the signs in the text of trans before it looks it up.
        yield Text(_unquoted(inline[1]).replace("%", "%%"), context=_unquoted(inline[3] or ""))
    else:
        yield from _constants(token)
        if block := tags.block_re.match(token.contents):
            yield _block(rest, token, context=_unquoted(block[2] or ""))


def _until_end_of_comment(rest: Iterator[Token]) -> None:
    for token in rest:
        if token.token_type == TokenType.BLOCK and token.contents == "endcomment":
            return


def _constants(token: Token) -> Iterator[Text]:
    for quoted in tags.constant_re.findall(token.contents):
        yield Text(_unquoted(quoted).replace("%", "%%"))


def _block(rest: Iterator[Token], opening: Token, context: str) -> Text:
    """What stands between blocktrans and its end, variables as catalogues write them."""
    parts = [""]
    for token in rest:
        if token.token_type == TokenType.VAR:
            parts[-1] += f"%({token.contents})s"
        elif token.token_type == TokenType.TEXT:
            parts[-1] += token.contents.replace("%", "%%")
        elif tags.plural_re.match(token.contents):
            parts.append("")
        elif tags.endblock_re.match(token.contents):
            break
    if "trimmed" in opening.split_contents():
        parts = [trim_whitespace(part) for part in parts]
    return Text(parts[0], "".join(parts[1:]), context)


def _unquoted(word: str) -> str:
    return word[1:-1]


def catalogue() -> polib.POFile:
    """The English catalogue, or an empty one."""
    if CATALOGUE.exists():
        return polib.pofile(str(CATALOGUE), wrapwidth=0)
    made = polib.POFile(wrapwidth=0)
    made.metadata = {
        "Language": "en",
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    return made


def named(entry: polib.POEntry) -> Text:
    """The text of an entry."""
    return Text(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def renewed(known: polib.POFile, there: Mapping[Text, list[str]]) -> polib.POFile:
    """Add texts that are new, drop those that are gone, and keep the English that is there."""
    english = {named(entry): entry for entry in known}
    made = polib.POFile(wrapwidth=0)
    made.metadata = known.metadata
    for text, files in sorted(there.items()):
        entry = english.get(text) or _without_english(text)
        entry.occurrences = [(name, "") for name in files]
        entry.flags = ["python-format"] if "%" in text.text + text.plural else []
        made.append(entry)
    return made


def _without_english(text: Text) -> polib.POEntry:
    return polib.POEntry(
        msgid=text.text,
        msgid_plural=text.plural,
        msgctxt=text.context or None,
        msgstr="",
        msgstr_plural={0: "", 1: ""} if text.plural else {},
    )


def missing(known: polib.POFile) -> list[str]:
    """Texts without English."""
    return [entry.msgid for entry in known if not entry.translated()]


def main() -> int:
    """Write the catalogue and its compiled form; say which texts lack English."""
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    known = renewed(catalogue(), texts())
    known.save(str(CATALOGUE))
    known.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    polib.pofile(str(ARGPARSE)).save_as_mofile(str(ARGPARSE.with_suffix(".mo")))
    for text in missing(known):
        print(f"without English: {text}")
    print(f"{len(known)} texts, {len(missing(known))} without English")
    return 0


if __name__ == "__main__":
    sys.exit(main())
