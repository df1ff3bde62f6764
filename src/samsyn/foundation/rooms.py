"""Finding rooms: folders of a package that hold a certain module, in order of name."""

from importlib import import_module
from pathlib import Path
from typing import TypeVar

Declaration = TypeVar("Declaration")


def rooms_with(folder: Path, module: str) -> list[str]:
    """Names of the rooms of a package's ``folder`` that have a module, in order of name."""
    places = (f"*/{module}.py", f"*/{module}/__init__.py")
    return sorted(
        {path.relative_to(folder).parts[0] for one in places for path in folder.glob(one)}
    )


def declared(
    package: str, folder: Path, name: str, kind: type[Declaration]
) -> dict[str, Declaration]:
    """What the rooms of a package say of themselves, under ``name`` in their ``room.py``."""
    said = {}
    for room in rooms_with(folder, "room"):
        declaration = getattr(import_module(f"{package}.{room}.room"), name, None)
        if not isinstance(declaration, kind):
            raise TypeError(f"{package}.{room}.room holds no {name}, a {kind.__name__}.")
        said[room] = declaration
    return said
