"""The colours can be told apart, read, and repainted."""

import itertools
import re

import numpy as np
import pytest
from numpy.typing import NDArray

from samsyn.drawing.palette import ROLES, SERIES, STEPS, stylesheet, variable

Vector = NDArray[np.float64]
THEMES = ("light", "dark")

# Machado, Oliveira and Fernandes 2009, severity 1.0; published coefficients.
VISIONS = {
    "full": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(colour: str) -> Vector:
    """Linear RGB of #RRGGBB (IEC 61966-2-1)."""
    channels = np.array([int(colour[n : n + 2], 16) for n in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    return float(linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


def contrast(one: str, other: str) -> float:
    """Contrast ratio (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def oklab(rgb: Vector) -> Vector:
    """OKLab of linear RGB (Ottosson 2020)."""
    cones = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    opponents = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return opponents @ np.cbrt(np.clip(cones @ rgb, 0, None))


def shade(role: str, theme: str) -> str:
    return str(getattr(ROLES[role], theme))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISIONS)
def test_series_stay_apart_whatever_the_colour_vision(vision: str, theme: str) -> None:
    matrix = VISIONS[vision]
    seen = [oklab(np.clip(matrix @ linear(shade(role, theme)), 0, 1)) for role in SERIES]
    gaps = [np.linalg.norm(one - other) for one, other in itertools.combinations(seen, 2)]
    assert min(gaps) >= 0.08


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("role", [*SERIES, "primary", "alarm", "expected"])
def test_marks_stand_out_from_the_surface(role: str, theme: str) -> None:
    assert contrast(shade(role, theme), shade("surface", theme)) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("role", ["ink", "ink-soft"])
def test_texts_can_be_read(role: str, theme: str) -> None:
    for ground in ("surface", "missing", "band-95", "step-0"):
        assert contrast(shade(role, theme), shade(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("step", STEPS)
def test_the_text_on_a_step_can_be_read(step: str, theme: str) -> None:
    assert contrast(shade(f"on-{step}", theme), shade(step, theme)) >= 4.5


@pytest.mark.parametrize(("theme", "direction"), [("light", -1), ("dark", 1)])
def test_steps_go_one_way_so_that_grey_print_keeps_their_order(theme: str, direction: int) -> None:
    lightness = [luminance(shade(step, theme)) for step in STEPS]
    assert np.all(np.diff(lightness) * direction > 0)


@pytest.mark.parametrize("theme", THEMES)
def test_much_never_looks_bad(theme: str) -> None:
    alarm = oklab(linear(shade("alarm", theme)))
    for step in STEPS:
        hue = oklab(linear(shade(step, theme)))
        assert np.linalg.norm(alarm[1:] - hue[1:]) >= 0.1


def test_a_role_outside_the_palette_is_refused() -> None:
    assert variable("alarm") == "var(--c-alarm)"
    with pytest.raises(KeyError):
        variable("pink")


def test_the_style_sheet_defines_every_role_in_every_theme() -> None:
    css = stylesheet()
    for role, colours in ROLES.items():
        declared = re.findall(rf"--c-{role}: (#[0-9A-F]{{6}});", css)
        # :root, dark, auto when the system is dark, and light again on paper.
        assert declared == [colours.light, colours.dark, colours.dark, colours.light]
        assert f".c-fill-{role}{{fill:var(--c-{role})}}" in css
        assert f".c-stroke-{role}{{stroke:var(--c-{role})}}" in css


def test_the_style_sheet_is_balanced_and_loads_nothing() -> None:
    css = stylesheet()
    assert css.count("{") == css.count("}")
    assert "url(" not in css
    assert "@import" not in css


def test_forced_colours_win_over_the_theme() -> None:
    forced = stylesheet().partition("@media (forced-colors: active)")[2]
    assert "--c-ink: CanvasText" in forced
    assert "--c-surface: Canvas" in forced
