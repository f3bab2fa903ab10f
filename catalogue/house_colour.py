"""A theme made from one colour, the house colour of an organisation, with enough contrast for every text."""

from functools import lru_cache
from typing import NamedTuple

from catalogue import theme
from catalogue.theme import Tokens

# How much of a colour is in each surface and line; the rest is the paper.
PALE_SHARE, SOFT_SHARE, LINE_SHARE, EDGE_SHARE, HIGHLIGHT_SHARE = 0.04, 0.08, 0.25, 0.85, 0.25
SOFT_IN_DARK = "--soft"  # in the dark the soft surface has no token of its own, and is the pale one
STEPS = 100  # in which a colour is darkened to black


class HouseTheme(NamedTuple):
    """The values that follow from a house colour: those of a theme, and what differs in the dark."""

    accent: str  # the colour itself, or darker
    light: Tokens
    dark: Tokens


@lru_cache(maxsize=200)
def house_theme(colour: str) -> HouseTheme:
    """Make a theme from a colour (#rrggbb).

    The accent is the lightest mix of the colour with black in which links are readable on all that they stand on, and
    on which white is readable. It is the colour of the bar, buttons and links, and mixed with the paper that of lines.
    Surfaces are mixes of the colour itself with the paper, as is the highlight, unless dark text is readable on the
    colour unmixed. In the dark, links are lightened as in every theme; their colour is mixed with the dark paper.
    """
    paper = theme.declared()[0][theme.PAPER]
    darker = (theme.mixed(colour, 1 - step / STEPS, "#000000") for step in range(STEPS + 1))
    accents = (accent for accent in darker if theme.contrast(accent, paper) >= theme.MIN_CONTRAST)
    themes = (HouseTheme(accent, _in_light(colour, accent), _in_dark(accent)) for accent in accents)
    return next(made for made in themes if not theme.unreadable(made.light, made.dark))


def _in_light(colour: str, accent: str) -> Tokens:
    light = theme.declared()[0]
    paper, ink = light[theme.PAPER], light[theme.INK]
    highlight_share = 1 if theme.contrast(colour, ink) >= theme.MIN_CONTRAST else HIGHLIGHT_SHARE
    return {
        **dict.fromkeys((theme.HEADER, theme.BUTTON, theme.LINK), accent),
        **dict.fromkeys((theme.ON_HEADER, theme.ON_BUTTON), paper),
        theme.SOFT: theme.mixed(colour, SOFT_SHARE, paper),
        theme.PALE: theme.mixed(colour, PALE_SHARE, paper),
        theme.LINE: theme.mixed(accent, LINE_SHARE, paper),
        theme.EDGE: theme.mixed(accent, EDGE_SHARE, paper),
        theme.HIGHLIGHT: theme.mixed(colour, highlight_share, paper),
        theme.ON_HIGHLIGHT: ink,
    }


def _in_dark(accent: str) -> Tokens:
    paper, link = theme.declared()[1][theme.PAPER], theme.lightened(accent)
    return {
        **dict.fromkeys((theme.PALE, SOFT_IN_DARK), theme.mixed(link, SOFT_SHARE, paper)),
        theme.LINE: theme.mixed(link, LINE_SHARE, paper),
        theme.EDGE: theme.mixed(link, EDGE_SHARE, paper),
    }
