"""The look of an organisation in ten values, refused when its texts could not be read."""

import json
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

TOKENS = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"
MIN_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3 (AA), for text of a normal size
LIGHTENED = 0.35  # how much of the link colour stays in the dark; the rest is white
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
RADIUS, FONT = "--basis-border-radius-md", "--basis-text-font-family-default"
# Quotes in pairs: one alone would undo what stands behind it.
FAMILY = r"""(-?[^\W\d][\w-]*( [\w-]+)*|"[\w -]+"|'[\w -]+')"""
OTHER = {
    RADIUS: re.compile(r"[0-9]{1,4}(\.[0-9]{1,4})?(px|rem)"),
    FONT: re.compile(rf"(?=.{{1,200}}$){FAMILY}( ?, ?{FAMILY})*"),
}
HEADER, ON_HEADER = "--basis-color-accent-1-inverse-bg-default", "--basis-color-accent-1-inverse-color-default"
BUTTON, ON_BUTTON = "--basis-color-action-1-inverse-bg-default", "--basis-color-action-1-inverse-color-default"
HIGHLIGHT, ON_HIGHLIGHT = "--basis-color-highlight-bg-default", "--basis-color-highlight-color-default"
SOFT, LINK = "--basis-color-accent-1-bg-subtle", "--basis-color-action-1-color-default"
COLOURS = (HEADER, ON_HEADER, SOFT, BUTTON, ON_BUTTON, LINK, HIGHLIGHT, ON_HIGHLIGHT)
NAMES = (*COLOURS, *OTHER)
PAPER, PALE = "--basis-color-default-bg-document", "--basis-color-default-bg-subtle"
INK, GREY = "--basis-color-default-color-document", "--basis-color-default-color-subtle"
NOTICE, NOTICE_EDGE = "--basis-color-warning-bg-subtle", "--basis-color-warning-border-default"
SAVED, ON_SAVED = "--basis-color-positive-bg-subtle", "--basis-color-positive-color-default"
FOCUS = "--basis-focus-outline-color"
LINE, EDGE = "--basis-color-default-border-subtle", "--basis-color-default-border-default"
# Text and what it stands on. In the dark the soft surface is the pale one, and links are lightened.
PAIRS = [(ON_HEADER, HEADER), (ON_BUTTON, BUTTON), (ON_HIGHLIGHT, HIGHLIGHT)]
LIGHT_PAIRS = [(text, ground) for text in (INK, GREY, LINK) for ground in (PAPER, PALE, SOFT, NOTICE)]
DARK_PAIRS = [(text, ground) for text in (INK, GREY, LINK) for ground in (PAPER, PALE, NOTICE)]

Tokens = dict[str, str]


class Unreadable(NamedTuple):
    """A text that has too little contrast with what it stands on, by the names of their values."""

    text: str
    ground: str
    scheme: str  # light or dark
    contrast: float

    def __str__(self) -> str:
        contrast = f"{self.contrast:.1f}, less than {MIN_CONTRAST}"
        return f"{self.text} on {self.ground} ({self.scheme}) has a contrast of {contrast}"


class ThemeError(ValueError):
    """A theme that cannot be used; the message says what to change."""


def read(path: Path) -> Tokens:
    """Read a theme: a JSON object with any of the ten names of `NAMES`, each with its value.

    The two hyphens before a name may be left out, as in a file of design tokens.

    Raises:
        ThemeError: the file cannot be read, has another name or another kind of value, or too little contrast.
    """
    try:
        given = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ThemeError(f"The theme {path} cannot be read: {error}.") from None
    if not isinstance(given, dict):
        raise ThemeError(f"The theme {path} is not a JSON object of names and values.")
    theme = {f"--{name.removeprefix('--')}": value for name, value in given.items()}
    for name, value in theme.items():
        if name not in NAMES:
            raise ThemeError(f"The theme {path} has {name}; it may only have {', '.join(NAMES)}.")
        if not isinstance(value, str) or not fits(name, value):
            raise ThemeError(f"The theme {path} has {value!r} for {name}, which does not fit {_pattern(name).pattern}.")
    if faults := unreadable(theme):
        raise ThemeError(f"The theme {path} is hard to read: {'; '.join(map(str, faults))}.")
    return theme


@cache
def declared() -> tuple[Tokens, Tokens]:
    """What tokens.css declares: for all, and what differs in the dark."""
    light, dark = TOKENS.read_text(encoding="utf-8").split("@media", 1)
    pattern = re.compile(r"(--[\w-]+):\s*([^;]+);")
    return dict(pattern.findall(light)), dict(pattern.findall(dark))


def fits(name: str, value: str) -> bool:
    """Whether a value is written as one of the ten names asks."""
    return _pattern(name).fullmatch(value) is not None


def complete(theme: Tokens) -> Tokens:
    """All ten values: those of a theme, and those of tokens.css where it has none."""
    return {name: (declared()[0] | theme)[name] for name in NAMES}


def unreadable(theme: Tokens, own_in_dark: Tokens | None = None) -> list[Unreadable]:
    """The combinations of text and ground, in the light and in the dark, that have too little contrast."""
    light, dark = map(_colours, declared())
    in_light = light | theme
    in_dark = in_light | dark | {LINK: lightened(in_light[LINK])} | (own_in_dark or {})
    schemes = (("light", in_light, PAIRS + LIGHT_PAIRS), ("dark", in_dark, DARK_PAIRS))
    return [
        Unreadable(text, ground, scheme, ratio)
        for scheme, tokens, pairs in schemes
        for text, ground in (*pairs, (ON_SAVED, SAVED))
        if (ratio := contrast(tokens[text], tokens[ground])) < MIN_CONTRAST
    ]


def css(theme: Tokens) -> str:
    return f"@layer tokens{{:root{{{_written(theme)}}}}}"


def css_in_dark(values: Tokens) -> str:
    """The style sheet of values that only hold where the device of a visitor is dark."""
    return f"@layer tokens{{@media screen and (prefers-color-scheme: dark){{:root{{{_written(values)}}}}}}}"


def always_dark(values: Tokens) -> str:
    """The style sheet that keeps a page dark on every screen, with these values in it; paper is always light."""
    return f"@layer tokens{{@media screen{{:root{{color-scheme:dark;{_written(declared()[1] | values)}}}}}}}"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (#rrggbb), 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """The relative luminance of a colour, 0 to 1 (WCAG 2.2, glossary)."""
    channels = (value / 255 for value in bytes.fromhex(colour[1:]))
    linear = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def lightened(link: str) -> str:
    """The link colour in the dark, as color-mix() in tokens.css makes it."""
    return mixed(link, LIGHTENED, "#ffffff")


def mixed(colour: str, share: float, other: str) -> str:
    """A share of one colour with the rest of another, as color-mix() in sRGB."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return f"#{bytes(round(one * share + two * (1 - share)) for one, two in pairs).hex()}"


def _pattern(name: str) -> re.Pattern[str]:
    return OTHER.get(name, COLOUR)


def _written(values: Tokens) -> str:
    return ";".join(f"{name}:{value}" for name, value in values.items())


def _colours(declared: Tokens) -> Tokens:
    return {name: value for name, value in declared.items() if COLOUR.fullmatch(value)}
