"""What can be read and told apart in every theme, computed from its colours."""

from __future__ import annotations

from itertools import combinations
from math import dist

import pytest
from textual.color import Color
from textual.theme import Theme

from agentdesk.widgets.themes import MONO, SAFE, THEMES

Matrix = tuple[tuple[float, float, float], ...]

SIGHT: dict[str, Matrix] = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""How colours (linear red, green, blue) reach eyes of each kind: Machado and others, 2009, wholly
without one kind of cone."""

TEXTS = ("late", "soon", "good", "quiet", "strong")


def linear(colour: str) -> tuple[float, ...]:
    """Linear red, green, blue."""
    parts = [part / 255 for part in Color.parse(colour).rgb]
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def light(colour: str) -> float:
    """Relative luminance."""
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG."""
    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, sight: Matrix) -> tuple[float, float, float]:
    """A colour as eyes of a kind see it, in CIE L*a*b* (D65)."""
    own = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(m * c for m, c in zip(line, own, strict=True)))) for line in sight
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    a, b, c = (p ** (1 / 3) if p > 0.008856 else 7.787 * p + 16 / 116 for p in (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read_on_every_ground(theme: Theme) -> None:
    words = {name: theme.variables[name] for name in TEXTS}
    words |= {"text": str(theme.foreground), "accent": str(theme.accent)}
    grounds = {"background": theme.background, "surface": theme.surface, "panel": theme.panel}
    grounds |= {name: theme.variables[name] for name in ("cursor", "cursor-blurred")}
    for where, ground in grounds.items():
        for name, colour in words.items():
            ratio = contrast(colour, str(ground))
            assert ratio >= 4.5, f"{name} on {where}: {ratio:.2f}"
    assert contrast(theme.variables["off"], str(theme.surface)) >= 4.5
    assert contrast(str(theme.background), str(theme.accent)) >= 4.5  # the letters of jump mode


@pytest.mark.parametrize("sight", SIGHT)
def test_one_theme_is_told_apart_by_every_kind_of_eyes(sight: str) -> None:
    for one, other in combinations(("late", "soon", "good"), 2):
        apart = dist(*(seen(SAFE.variables[name], SIGHT[sight]) for name in (one, other)))
        assert apart >= 30, f"{one} and {other}: {apart:.0f}"


def test_one_theme_has_greys_alone() -> None:
    own = [MONO.primary, MONO.secondary, MONO.accent, MONO.foreground, MONO.background]
    own += [MONO.surface, MONO.panel, MONO.boost, MONO.warning, MONO.error, MONO.success]
    for colour in (*own, *MONO.variables.values()):
        red, green, blue = Color.parse(str(colour)).rgb
        assert red == green == blue, colour


def test_every_theme_names_the_same_colours() -> None:
    assert {frozenset(theme.variables) for theme in THEMES} == {frozenset(SAFE.variables)}
