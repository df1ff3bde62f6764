"""One name, one thing: a class may share its name with one of another layer, and no more."""

import ast
from collections import Counter
from pathlib import Path

import samsyn

SOURCE = Path(samsyn.__file__).parent
# said alone these say nothing of what they are of, so one class at most may be called so
BARE = {"Kind", "State", "Status", "Period", "Selection", "Entry", "Line", "Comparison", "Item"}


def _public_classes() -> Counter[str]:
    files = (one for one in SOURCE.rglob("*.py") if "migrations" not in one.parts)
    trees = (ast.parse(one.read_text("utf-8")) for one in files)
    return Counter(
        node.name
        for tree in trees
        for node in tree.body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )


# what Django looks for by these names
GIVEN = {"Command", "DatabaseWrapper"}


def test_no_class_name_stands_for_many_things() -> None:
    count = _public_classes()
    assert len(count) > 500
    assert [name for name, times in count.items() if times > 2 and name not in GIVEN] == []
    assert [name for name in BARE if count[name] > 1] == []
