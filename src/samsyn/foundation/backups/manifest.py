"""What a backup says of itself: in clear what it is and its parts' sums, locked what is in it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from samsyn.foundation.backups.parts import DamagedError, Sum
from samsyn.foundation.backups.tables import TableSum
from samsyn.foundation.refusals import Mistaken

FORMAT = 1
NAME = "manifest.json"
NOT_ONE = "Det finns ingen säkerhetskopia i {}. Peka ut mappen som ./samsyn backup gjorde."
ALTERED = "Säkerhetskopian är skadad: {} är inte som när den gjordes. Använd en annan."
MISSING = "Säkerhetskopian är inte hel: delen {} saknas."
NEWER = (
    "Säkerhetskopian är gjord av en nyare version av Samsyn. Uppdatera Samsyn här och försök igen."
)


@dataclass(frozen=True)
class Manifest:
    """What stands in clear beside the parts."""

    uid: str
    made_at: str
    product: str
    encrypted: bool
    parts: dict[str, Sum]
    format: int = FORMAT


@dataclass(frozen=True)
class Contents:
    """What the parts hold. ``migrations`` says how far the database had come, ``damaged`` which
    files could not be read when it was made; ``proof`` tells the installation's secret from
    others without giving it away."""

    uid: str
    made_at: str
    migrations: list[tuple[str, str]]
    tables: dict[str, TableSum]
    files: dict[str, int]
    damaged: list[str]
    left_out: list[str]
    proof: str
    parts: dict[str, Sum] = field(default_factory=dict)


def canonical(value: Mapping[str, Any]) -> bytes:
    """Sorted, compact JSON."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest with a digest of itself."""
    said = asdict(manifest)
    whole = {**said, "digest": hashlib.sha256(canonical(said)).hexdigest()}
    text = json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False)
    (folder / NAME).write_text(f"{text}\n", encoding="utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest, whole and of a format that is known here."""
    try:
        said = json.loads((folder / NAME).read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        if any((folder / part).is_file() for part in ("rows", "contents")):
            raise DamagedError(MISSING.format(NAME)) from error
        raise Mistaken(NOT_ONE.format(folder)) from error
    except ValueError as error:
        raise DamagedError(ALTERED.format(NAME)) from error
    if isinstance(said, dict) and isinstance(said.get("format"), int) and said["format"] > FORMAT:
        raise Mistaken(NEWER)
    try:
        digest = said.pop("digest")
        parts = {name: Sum(**one) for name, one in said["parts"].items()}
        manifest = Manifest(**{**said, "parts": parts})
    except (AttributeError, KeyError, TypeError) as error:
        raise DamagedError(ALTERED.format(NAME)) from error
    if digest != hashlib.sha256(canonical(said)).hexdigest():
        raise DamagedError(ALTERED.format(NAME))
    return manifest


def contents_as_bytes(contents: Contents) -> bytes:
    """The contents as JSON."""
    return canonical(asdict(contents))


def contents_from(data: bytes) -> Contents:
    """The contents as they were written."""
    try:
        said = json.loads(data)
        said["tables"] = {name: TableSum(**one) for name, one in said["tables"].items()}
        said["parts"] = {name: Sum(**one) for name, one in said["parts"].items()}
        said["migrations"] = [(app, name) for app, name in said["migrations"]]
        return Contents(**said)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise DamagedError(ALTERED.format("innehållsförteckningen")) from error
