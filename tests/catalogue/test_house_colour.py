"""One colour makes a whole theme, in which every text can be read."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalogue import theme
from catalogue.house_colour import SOFT_IN_DARK, house_theme

COLOURS = st.binary(min_size=3, max_size=3).map(lambda channels: f"#{channels.hex()}")
MIN_EDGE_CONTRAST = 3  # WCAG 2.2, success criterion 1.4.11, for the edges of fields and buttons


@given(colour=COLOURS)
@example(colour="#ffffff")
@example(colour="#000000")
@example(colour="#ffff00")
@example(colour="#00ffff")
@settings(max_examples=500, deadline=None)
def test_every_text_is_readable_with_any_colour(colour):
    house = house_theme(colour)
    assert theme.unreadable(house.light, house.dark) == []
    light, dark = theme.declared()
    in_light, in_dark = light | house.light, light | house.light | dark | house.dark
    papers = [(in_light, in_light[theme.PAPER]), (in_dark, in_dark[theme.PAPER])]
    assert [theme.contrast(tokens[theme.EDGE], paper) >= MIN_EDGE_CONTRAST for tokens, paper in papers] == [True, True]
    grounds = [in_dark[name] for name in (theme.PAPER, theme.PALE, SOFT_IN_DARK, theme.NOTICE)]
    texts = [in_dark[theme.INK], in_dark[theme.GREY], theme.lightened(house.accent)]
    assert min(theme.contrast(text, ground) for text in texts for ground in grounds) >= theme.MIN_CONTRAST


@given(colour=COLOURS)
@settings(max_examples=200, deadline=None)
def test_colour_is_only_darkened_and_no_further_than_needed(colour):
    accent, paper = house_theme(colour).accent, theme.declared()[0][theme.PAPER]
    channels = zip(bytes.fromhex(accent[1:]), bytes.fromhex(colour[1:]), strict=True)
    assert all(darker <= given for darker, given in channels)
    # The worst ground of a link is a notice, whose contrast with paper is 1.08, or the pale mix of a very dark colour.
    assert accent == colour or theme.contrast(accent, paper) < 5.6


@pytest.mark.parametrize("colour", ["#154273", "#0f4c5c", "#7d2a6f", "#000000", "#00811f"])
def test_colour_that_can_be_read_stays_as_it_is(colour):
    light = house_theme(colour).light
    assert [light[name] for name in (theme.HEADER, theme.BUTTON, theme.LINK)] == [colour] * 3


def test_light_colour_is_darkened_for_texts_and_kept_for_the_highlight():
    house = house_theme("#ffcc00")
    assert house.accent == "#8a6e00"
    assert (house.light[theme.LINK], house.light[theme.HEADER]) == (house.accent, house.accent)
    assert (house.light[theme.HIGHLIGHT], house.light[theme.SOFT]) == ("#ffcc00", "#fffbeb")


def test_surfaces_and_lines_have_the_hue_of_the_colour_in_both_schemes():
    house = house_theme("#154273")
    assert {name: house.light[name] for name in (theme.SOFT, theme.PALE, theme.LINE, theme.EDGE, theme.HIGHLIGHT)} == {
        theme.SOFT: "#ecf0f4",
        theme.PALE: "#f6f7f9",
        theme.LINE: "#c4d0dc",
        theme.EDGE: "#385e88",
        theme.HIGHLIGHT: "#c4d0dc",
    }
    assert house.dark == {
        theme.PALE: "#1e262a",
        SOFT_IN_DARK: "#1e262a",
        theme.LINE: "#394248",
        theme.EDGE: "#96a4b3",
    }


def test_theme_of_a_house_colour_has_every_colour_of_a_theme():
    assert set(theme.COLOURS) <= set(house_theme("#154273").light)
