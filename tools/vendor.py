"""Fetch the front-end files that the pages serve, and write down what they are.

``python -m tools.vendor`` packs each package from the npm registry at a fixed
version, copies the few files we serve into ``vendor/`` with their licences, and
writes ``vendor/VENDORED.toml`` (name, version, licence, file, sha256). Needs npm;
installing and running Samsyn does not, since the result is committed.

Three things are changed on the way, all for pages that load nothing but files
of their own (``default-src 'none'``):

- source map comments go, since the maps are not served;
- ``url("data:…")`` images in CSS become files, since ``img-src 'self'`` refuses
  them inline;
- the dark half of the theme stands in a file of its own, so that paper is
  always light (``media="screen"``).
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from samsyn.drawing.palette import stylesheet

VENDOR = Path(__file__).resolve().parents[1] / "vendor"
PALETTE = VENDOR.parent / "src/samsyn/web/static/css/drawing.css"
SOURCE_MAP = re.compile(
    rb"\n?(?://[#@] ?sourceMappingURL=\S+|/\*[#@] ?sourceMappingURL=[^*]+\*/)\s*$"
)
DATA_IMAGE = re.compile(
    r"""url\((?P<quote>["'])data:image/svg\+xml(?:;charset=utf-8|;utf8)?,(?P<svg>.*?)(?P=quote)\)"""
)
DARK_LAYER = re.compile(
    r"@layer ds\.theme\.color-scheme\.dark \{.*?^\}\n(?=\s*(?:@layer|\Z))", re.S | re.M
)
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")  # a hundredth of 1/24 of an icon is enough
SVG_BODY = re.compile(r"<svg[^>]*>(.*)</svg>", re.S)
MIT = """MIT License

Copyright (c) {holder}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


@dataclass(frozen=True)
class Package:
    """One npm package: which of its files we serve, and under which name."""

    name: str
    version: str
    licence: str
    folder: str
    files: dict[str, str] = field(default_factory=dict)
    holder: str = ""  # copyright holder, where the package carries no licence text


PACKAGES = (
    Package(
        "@digdir/designsystemet-css",
        "1.22.0",
        "MIT",
        "designsystemet",
        {"dist/src/index.css": "designsystemet.css"},
    ),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "OFL-1.1",
        "inter",
        {
            "files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
            "files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
        },
    ),
    Package(
        "leaflet",
        "1.9.4",
        "BSD-2-Clause",
        "leaflet",
        {
            "dist/leaflet.js": "leaflet.js",
            "dist/leaflet.css": "leaflet.css",
            "dist/images/layers.png": "images/layers.png",
            "dist/images/layers-2x.png": "images/layers-2x.png",
            "dist/images/marker-icon.png": "images/marker-icon.png",
        },
    ),
    Package("axe-core", "4.14.1", "MPL-2.0", "tests", {"axe.min.js": "axe.min.js"}),
)
ICONS = Package("@navikt/aksel-icons", "8.16.2", "MIT", "icons", holder="Nav, Aksel")
THEME = Package("@digdir/designsystemet", "1.15.0", "MIT", "theme")

# our name for what an icon means → the drawing that shows it
ICON_NAMES = {
    "add": "PlusCircle",
    "archive": "Archive",
    "area-disorder": "Roadblock",
    "area-drugs": "Glass",
    "area-extremism": "MegaphoneSpeaking",
    "area-other": "MenuElipsisHorizontalCircle",
    "area-violence": "ExclamationmarkTriangle",
    "area-young": "Backpack",
    "arrow-down": "ArrowDown",
    "arrow-left": "ArrowLeft",
    "arrow-right": "ArrowRight",
    "arrow-up": "ArrowUp",
    "bell": "Bell",
    "buildings": "Buildings3",
    "calendar": "Calendar",
    "chart": "BarChart",
    "chat": "Chat",
    "check": "ClipboardCheckmark",
    "chevron-down": "ChevronDown",
    "chevron-left": "ChevronLeft",
    "chevron-right": "ChevronRight",
    "clock": "Clock",
    "close": "XMark",
    "cog": "Cog",
    "copy": "Files",
    "csv": "FileCsv",
    "database": "Database",
    "download": "Download",
    "error": "XMarkOctagon",
    "excel": "FileExcel",
    "external": "ExternalLink",
    "eye": "Eye",
    "eye-slash": "EyeSlash",
    "file": "FileText",
    "file-check": "FileCheckmark",
    "filter": "Funnel",
    "gavel": "Gavel",
    "globe": "Globe",
    "handshake": "Handshake",
    "help": "QuestionmarkCircle",
    "history": "ClockDashed",
    "hourglass": "Hourglass",
    "house": "House",
    "idea": "LightBulb",
    "import": "FileImport",
    "inbox": "Inbox",
    "info": "InformationSquare",
    "key": "KeyHorizontal",
    "language": "Language",
    "layers": "Layers",
    "leave": "Leave",
    "level-green": "CheckmarkCircleFill",
    "level-none": "CircleBroken",
    "level-red": "XMarkOctagonFill",
    "level-yellow": "ExclamationmarkTriangleFill",
    "line-chart": "LineGraph",
    "link": "Link",
    "list": "BulletList",
    "lock": "PadlockLocked",
    "mail": "EnvelopeClosed",
    "map": "Compass",
    "megaphone": "Megaphone",
    "menu": "MenuHamburger",
    "minus": "Minus",
    "mobile": "Mobile",
    "moon": "Moon",
    "note": "NotePencil",
    "paperclip": "Paperclip",
    "pdf": "FilePdf",
    "pencil": "Pencil",
    "people": "PersonGroup",
    "person": "Person",
    "person-plus": "PersonPlus",
    "phone": "Phone",
    "picture": "Presentation",
    "pin": "LocationPin",
    "plus": "Plus",
    "print": "PrinterSmall",
    "qr": "QrCode",
    "refresh": "ArrowsCirclepath",
    "seal": "SealCheckmark",
    "search": "MagnifyingGlass",
    "send": "Paperplane",
    "shield": "Shield",
    "shield-lock": "ShieldLock",
    "signal": "Vitals",
    "sort-down": "SortDown",
    "sort-up": "SortUp",
    "success": "CheckmarkCircle",
    "sun": "Sun",
    "swap": "ArrowRightLeft",
    "system": "Monitor",
    "table": "Table",
    "tag": "Tag",
    "tasks": "Tasklist",
    "tick": "Checkmark",
    "trash": "Trash",
    "trend-down": "TrendDown",
    "trend-flat": "TrendFlat",
    "trend-up": "TrendUp",
    "undo": "ArrowUndo",
    "unlock": "PadlockUnlocked",
    "upload": "Upload",
    "user": "PersonCircle",
    "warning": "ExclamationmarkTriangle",
    "word": "FileWord",
}


def run(*command: str, cwd: Path) -> str:
    """Run npm or npx quietly and give what it printed."""
    done = subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def pack(package: Package, work: Path) -> Path:
    """Fetch one package and unpack it; the folder that holds its files."""
    archive = run("npm", "pack", "--silent", f"{package.name}@{package.version}", cwd=work)
    room = work / package.folder
    with tarfile.open(work / archive.splitlines()[-1]) as tar:
        tar.extractall(room, filter="data")
    return room / "package"


def externalise(css: str, folder: Path) -> str:
    """Replace images written into the CSS by files beside it; the CSS that names them."""

    def replaced(match: re.Match[str]) -> str:
        svg = unquote(match["svg"])
        name = f"images/{hashlib.sha256(svg.encode()).hexdigest()[:12]}.svg"
        (folder / "images").mkdir(exist_ok=True)
        (folder / name).write_text(svg, encoding="utf-8")
        return f'url("{name}")'

    return DATA_IMAGE.sub(replaced, css)


def place(source: Path, target: Path) -> None:
    """Copy one file, without its source map comment and with images of its own."""
    target.parent.mkdir(parents=True, exist_ok=True)
    content = SOURCE_MAP.sub(b"\n", source.read_bytes())
    if target.suffix == ".css":
        content = externalise(content.decode(), target.parent).encode()
    target.write_bytes(content)


def license_text(package: Package, unpacked: Path) -> str:
    """The licence that travels with the files."""
    shipped = unpacked / "LICENSE"
    return shipped.read_text("utf-8") if shipped.exists() else MIT.format(holder=package.holder)


def fetch(package: Package, work: Path) -> Path:
    """Make the package's folder anew from the registry; where it was unpacked."""
    unpacked = pack(package, work)
    folder = VENDOR / package.folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for source, target in package.files.items():
        place(unpacked / source, folder / target)
    (folder / "LICENSE").write_text(license_text(package, unpacked), encoding="utf-8")
    return unpacked


def symbol(name: str, svg: str) -> str:
    """One icon as a symbol of the sprite; the fill follows the text colour."""
    body = SVG_BODY.search(svg)
    if body is None:
        raise ValueError(f"{name}: no <svg> element")
    shapes = LONG_NUMBER.sub(lambda number: f"{float(number[0]):.2f}", body[1].strip())
    return f'<symbol id="{name}" viewBox="0 0 24 24">{shapes}</symbol>'


def draw_sprite(work: Path) -> None:
    """All chosen icons in one file, fetched once and used by name."""
    icons = fetch(ICONS, work) / "dist" / "svg"
    symbols = (
        symbol(name, (icons / f"{drawing}.svg").read_text("utf-8"))
        for name, drawing in ICON_NAMES.items()
    )
    sprite = '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    (VENDOR / ICONS.folder / "icons.svg").write_text(sprite, encoding="utf-8")


def split_dark(css: str) -> tuple[str, str]:
    """The theme without its dark layer, and that layer."""
    dark = DARK_LAYER.search(css)
    if dark is None:
        raise ValueError("the built theme has no dark layer")
    return css[: dark.start()] + css[dark.end() :], dark[0]


def build_theme(work: Path) -> None:
    """Compute the colour scales of ``vendor/theme/theme.json`` with the theme tool."""
    room = work / "theme"
    room.mkdir()
    folder = VENDOR / THEME.folder
    shutil.copy(folder / "theme.json", room / "designsystemet.config.json")
    run("npm", "install", "--no-save", f"{THEME.name}@{THEME.version}", cwd=room)
    tool = ("npx", "--no-install", "designsystemet", "tokens")
    run(*tool, "create", cwd=room)
    run(*tool, "build", "--clean", cwd=room)
    light, dark = split_dark((room / "design-tokens-build" / "samsyn.css").read_text("utf-8"))
    (folder / "samsyn.css").write_text(light, encoding="utf-8")
    (folder / "samsyn-dark.css").write_text(dark, encoding="utf-8")
    licence = room / "node_modules" / THEME.name / "LICENSE"
    shutil.copy(licence, folder / "LICENSE")


def entries(package: Package) -> Iterator[str]:
    """The lines of VENDORED.toml for one package, a table a file."""
    for path in sorted((VENDOR / package.folder).rglob("*")):
        if path.is_file():
            facts = {
                "name": package.name,
                "version": package.version,
                "licence": package.licence,
                "file": path.relative_to(VENDOR).as_posix(),
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            yield "[[file]]\n" + "".join(f"{k} = {json.dumps(v)}\n" for k, v in facts.items())


def write_list() -> None:
    """Write down every vendored file with its digest."""
    head = "# Written by tools/vendor.py; tests/web/test_vendor.py holds it.\n\n"
    tables = [entry for package in (*PACKAGES, ICONS, THEME) for entry in entries(package)]
    (VENDOR / "VENDORED.toml").write_text(head + "\n".join(tables), encoding="utf-8")


def write_palette() -> None:
    """Write the style sheet of charts and maps, as the drawing room gives it."""
    PALETTE.write_text(stylesheet(), encoding="utf-8")


def main() -> None:
    """Fetch everything, or only write the list and the palette anew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--list-only", action="store_true", help="write VENDORED.toml, fetch nothing"
    )
    if not parser.parse_args().list_only:
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            for package in PACKAGES:
                fetch(package, work)
            draw_sprite(work)
            build_theme(work)
    write_list()
    write_palette()


if __name__ == "__main__":
    main()
