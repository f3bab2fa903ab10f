"""The look of an organisation in ten values, refused when its texts could not be read."""

import json
import re
from pathlib import Path

TOKENS = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"
LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3 (AA), for text of a normal size
LIGHTENED = 0.35  # how much of the link colour stays in the dark; the rest is white
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
OTHER = {
    "--basis-border-radius-md": re.compile(r"\d+(\.\d+)?(px|rem)"),
    "--basis-text-font-family-default": re.compile(r"[\w ,\"'-]{1,200}"),
}
HEADER, ON_HEADER = "--basis-color-accent-1-inverse-bg-default", "--basis-color-accent-1-inverse-color-default"
BUTTON, ON_BUTTON = "--basis-color-action-1-inverse-bg-default", "--basis-color-action-1-inverse-color-default"
HIGHLIGHT, ON_HIGHLIGHT = "--basis-color-highlight-bg-default", "--basis-color-highlight-color-default"
SOFT, LINK = "--basis-color-accent-1-bg-subtle", "--basis-color-action-1-color-default"
COLOURS = (HEADER, ON_HEADER, SOFT, BUTTON, ON_BUTTON, LINK, HIGHLIGHT, ON_HIGHLIGHT)
NAMES = (*COLOURS, *OTHER)
PAPER, PALE = "--basis-color-default-bg-document", "--basis-color-default-bg-subtle"
INK, GREY = "--basis-color-default-color-document", "--basis-color-default-color-subtle"
NOTICE = "--basis-color-warning-bg-subtle"
# Text and what it stands on. In the dark the soft surface is the pale one, and links are lightened.
PAIRS = [(ON_HEADER, HEADER), (ON_BUTTON, BUTTON), (ON_HIGHLIGHT, HIGHLIGHT)]
LIGHT_PAIRS = [(text, ground) for text in (INK, GREY, LINK) for ground in (PAPER, PALE, SOFT, NOTICE)]
DARK_PAIRS = [(text, ground) for text in (INK, GREY, LINK) for ground in (PAPER, PALE, NOTICE)]

Tokens = dict[str, str]


class ThemeError(ValueError):
    """A theme that cannot be used; the message says what to change."""


def read(path: Path) -> Tokens:
    """Read a theme: a JSON object with any of the ten names of `NAMES`, each with its value.

    Args:
        path: the file; the two hyphens before a name may be left out, as in a file of design tokens.

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
        pattern = OTHER.get(name, COLOUR)
        if name not in NAMES:
            raise ThemeError(f"The theme {path} has {name}; it may only have {', '.join(NAMES)}.")
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ThemeError(f"The theme {path} has {value!r} for {name}, which does not fit {pattern.pattern}.")
    if faults := unreadable(theme):
        raise ThemeError(f"The theme {path} is hard to read: {'; '.join(faults)}.")
    return theme


def unreadable(theme: Tokens) -> list[str]:
    """The combinations of text and ground, in the light and in the dark, that have too little contrast.

    Args:
        theme: values that stand instead of those in tokens.css.
    """
    light, dark = _tokens()
    in_light = light | theme
    in_dark = in_light | dark | _lightened(in_light)
    schemes = (("light", in_light, PAIRS + LIGHT_PAIRS), ("dark", in_dark, DARK_PAIRS))
    return [
        f"{text} on {ground} ({scheme}) has a contrast of {found:.1f}, less than {LEAST_CONTRAST}"
        for scheme, tokens, pairs in schemes
        for text, ground in pairs
        if (found := contrast(tokens[text], tokens[ground])) < LEAST_CONTRAST
    ]


def css(theme: Tokens) -> str:
    """The style sheet of a theme."""
    values = ";".join(f"{name}:{value}" for name, value in theme.items())
    return f"@layer tokens{{:root{{{values}}}}}"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it.

    Args:
        one: a colour as #rrggbb.
        other: the same.
    """
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    """The relative luminance of a colour, 0 to 1 (WCAG 2.2, glossary)."""
    channels = (value / 255 for value in _channels(colour))
    linear = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def _lightened(tokens: Tokens) -> Tokens:
    """The link colour in the dark, as color-mix() in tokens.css makes it."""
    mixed = (round(value * LIGHTENED + 255 * (1 - LIGHTENED)) for value in _channels(tokens[LINK]))
    return {LINK: "#" + "".join(f"{value:02x}" for value in mixed)}


def _tokens() -> tuple[Tokens, Tokens]:
    """The colours in tokens.css: those of all, and those that differ in the dark."""
    light, dark = TOKENS.read_text(encoding="utf-8").split("@media", 1)
    return tuple(dict(re.findall(r"(--basis-[\w-]+):\s*(#[0-9a-f]{6});", part)) for part in (light, dark))
