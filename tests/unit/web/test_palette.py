"""Contrast that axe cannot judge (SVG text) and that must not slip: WCAG 2.2, 1.4.3 and 1.4.11."""

import re

import pytest

from web.assets import STATIC_ROOT, STYLE_SHEETS

STYLES = "\n".join((STATIC_ROOT / name).read_text("utf-8") for name in STYLE_SHEETS)
TOKENS = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6});", STYLES))


def luminance(colour):
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted(luminance(TOKENS.get(name, name)) for name in (one, other))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", ["--page", "--card", "--sunken", "--green-0"])
@pytest.mark.parametrize("ink", ["--ink", "--ink-2", "--ink-3", "--green-7", "--red-7"])
def test_text_is_readable_on_every_ground(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("--on-green", "--green-9"),
        ("--on-green-2", "--green-9"),
        ("--on-green", "--green-7"),
        ("--on-green", "--green-8"),
        ("--on-green-2", "#1c4b41"),
        ("--on-green", "#2e7a65"),
        ("--amber-ink", "--amber-4"),
        ("--amber-7", "--amber-1"),
        ("--red-8", "--red-1"),
        ("--blue-7", "--blue-1"),
        ("--slate-7", "--slate-1"),
        ("#07563f", "--green-1"),
        ("#064c38", "--green-1"),
        ("--on-green", "--red-7"),
        ("--ink-3", "#f7faf8"),
        ("--ink-3", "#eef3f0"),
        ("--ink-2", "#e4ebe7"),
        ("--ink-2", "#e9efec"),
        ("#ffffff", "#10241d"),
    ],
)
def test_coloured_grounds_carry_readable_text(ink, ground):
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize(
    "kind", sorted(re.findall(r"\.kind-\w+ \{ fill: (?:var\()?([#\w-]+)", STYLES))
)
def test_the_white_number_in_a_dot_is_readable(kind):
    assert contrast("#ffffff", kind) >= 4.5


@pytest.mark.parametrize("ink", ["--ink", "--ink-2", "--ink-3", "--amber-7", "--red-7"])
def test_text_in_charts_is_readable(ink):
    assert contrast(ink, "--card") >= 4.5
    assert contrast(ink, "#f3f8f5") >= 4.5


@pytest.mark.parametrize("line", ["--line-strong", "--green-6", "--red-7", "--amber-5"])
def test_borders_of_controls_and_marks_can_be_seen(line):
    assert contrast(line, "--card") >= 3


def test_every_token_that_is_used_exists():
    used = set(re.findall(r"var\((--[\w-]+)", STYLES))
    defined = set(re.findall(r"(--[\w-]+):", STYLES))
    assert used <= defined


def test_latin_fonts_come_before_chinese_ones_and_system_ui_is_not_used():
    fonts = re.search(r"--font: ([^;]+);", STYLES).group(1)
    assert "system-ui" not in fonts
    assert fonts.index("Arial") < fonts.index("PingFang SC")


def test_grid_columns_never_use_a_bare_fr():
    bare = [
        rule
        for rule in re.findall(r"grid-template-columns:[^;}]+", STYLES)
        if re.search(r"(?<!, )\b\d+fr", rule)
    ]
    assert not bare
