"""What the pages load is what we committed, and it loads nothing from elsewhere."""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

from samsyn.drawing.palette import stylesheet
from tools import vendor

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "vendor"
WEB = ROOT / "src/samsyn/web"
TEMPLATES = WEB / "templates"
LISTED = tomllib.loads((VENDOR / "VENDORED.toml").read_text("utf-8"))["file"]
ELSEWHERE = {"VENDORED.toml", "fonts"}  # the list itself; fonts of the drawing room
NAMED_ONLY = {
    "www.w3.org": "namespaces of SVG and MathML",
    "leafletjs.com": "a link in Leaflet's attribution, which our maps turn off",
    "bugs.chromium.org": "a comment in Leaflet's style sheet",
    "bugzilla.mozilla.org": "a comment in Leaflet's style sheet",
    "mozilla.org": "the address of axe-core's licence",
    "dequeuniversity.com": "axe-core's help pages, named in its findings",
    "github.com": "addresses in axe-core's comments and messages",
}
SERVED = [
    VENDOR / entry["file"] for entry in LISTED if entry["file"].endswith((".css", ".js", ".svg"))
]
OWN = sorted(path for path in (WEB / "static").rglob("*") if path.suffix in {".css", ".js", ".svg"})
ICON_USE = re.compile(
    r"""<c-(?:icon\s[^>]*?\bname|(?:button|link-button|empty)\s[^>]*?\bicon)="([a-z0-9-]+)\""""
)


def symbols() -> set[str]:
    """The icons that the sprite holds."""
    return set(re.findall(r'<symbol id="([^"]+)"', (VENDOR / "icons/icons.svg").read_text("utf-8")))


@pytest.mark.parametrize("entry", LISTED, ids=lambda entry: entry["file"])
def test_every_listed_file_is_the_one_fetched(entry):
    content = (VENDOR / entry["file"]).read_bytes()
    assert hashlib.sha256(content).hexdigest() == entry["sha256"]
    assert entry["version"] and entry["licence"]


def test_no_file_is_vendored_unlisted():
    found = {path.relative_to(VENDOR) for path in VENDOR.rglob("*") if path.is_file()}
    ours = {path.as_posix() for path in found if path.parts[0] not in ELSEWHERE}
    assert ours == {entry["file"] for entry in LISTED}


def test_every_package_travels_with_its_licence():
    folders = {Path(entry["file"]).parts[0] for entry in LISTED}
    for folder in folders:
        assert len((VENDOR / folder / "LICENSE").read_text("utf-8")) > 500


@pytest.mark.parametrize("path", SERVED + OWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_file_names_another_host_to_load_from(path):
    text = path.read_text("utf-8")
    hosts = {host.removeprefix("www.") for host in re.findall(r"(?:https?:)//([\w.-]+)", text)}
    assert hosts <= {host.removeprefix("www.") for host in NAMED_ONLY}
    assert not re.search(r"""(?:url\(|@import)\s*["']?(?:https?:)?//""", text)


@pytest.mark.parametrize("path", SERVED + OWN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_breaks_the_content_policy_or_the_manifest(path):
    text = path.read_text("utf-8")
    assert not re.search(r"url\(\s*[\"']?data:", text)
    assert "sourceMappingURL" not in text


@pytest.mark.parametrize(
    "path", [path for path in SERVED + OWN if path.suffix == ".css"], ids=lambda path: path.name
)
def test_every_file_a_stylesheet_names_is_there(path):
    for name in re.findall(r"""url\(\s*["']?([^"')]+)["']?\s*\)""", path.read_text("utf-8")):
        if not name.startswith("#"):
            assert static_target(path, name).is_file(), name


def static_target(stylesheet: Path, name: str) -> Path:
    """Where a relative address leads once both folders are served under one root."""
    beside = (stylesheet.parent / name).resolve()
    if beside.is_file() or VENDOR in stylesheet.parents:
        return beside
    return VENDOR / name.split("vendor/", 1)[-1]


def test_every_icon_used_is_in_the_sprite():
    used = {
        name
        for template in TEMPLATES.rglob("*.html")
        for name in ICON_USE.findall(template.read_text("utf-8"))
    }
    assert used
    assert used <= symbols()


def test_the_chosen_icons_are_the_drawn_ones():
    assert symbols() == set(vendor.ICON_NAMES)


def test_source_map_comments_are_stripped_from_both_languages(tmp_path):
    for name, comment in [
        ("a.js", b"//# sourceMappingURL=a.js.map"),
        ("a.css", b"/*# sourceMappingURL=a.css.map */"),
    ]:
        (tmp_path / name).write_bytes(b"body\n" + comment)
        vendor.place(tmp_path / name, tmp_path / "out" / name)
        assert (tmp_path / "out" / name).read_bytes() == b"body\n"


def test_images_in_css_become_files_once_each(tmp_path):
    drawn = "url('data:image/svg+xml;charset=utf-8,%3Csvg%20viewBox=%220 0 1 1%22/%3E')"
    css = vendor.externalise(f"a{{mask:{drawn}}} b{{mask:{drawn}}}", tmp_path)
    (image,) = (tmp_path / "images").iterdir()
    assert image.read_text() == '<svg viewBox="0 0 1 1"/>'
    assert css.count(f'url("images/{image.name}")') == 2
    assert "data:" not in css


def test_the_drawings_style_sheet_is_the_drawing_rooms_own():
    """``python -m tools.vendor --list-only`` writes it anew when the palette changes."""
    assert vendor.PALETTE.read_text("utf-8") == stylesheet()


def test_the_dark_theme_stands_alone():
    light = (VENDOR / "theme/samsyn.css").read_text("utf-8")
    dark = (VENDOR / "theme/samsyn-dark.css").read_text("utf-8")
    assert '[data-color-scheme="dark"]' in dark
    assert '[data-color-scheme="dark"]' not in light
    assert '[data-color-scheme="light"]' in light
    assert light.count("{") == light.count("}")
    assert dark.count("{") == dark.count("}")


def test_a_theme_without_a_dark_layer_is_refused():
    with pytest.raises(ValueError, match="dark"):
        vendor.split_dark(":root { --a: 1 }")


def test_an_icon_without_a_drawing_is_refused():
    with pytest.raises(ValueError, match="Eye"):
        vendor.symbol("Eye", "<html></html>")
