"""The look of a list as its address asks for it: what is read, what is refused, and what style sheet follows."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

from catalogue import theme
from catalogue.house_colour import house_theme
from initiatives.embedding import brand, look

COLOURS = st.binary(min_size=3, max_size=3).map(bytes.hex)
COLOUR_KEYS = [key for key, value in brand.BRAND.items() if value.is_colour]
BLUE = house_theme("#154273")


def read(query):
    return look.read(QueryDict(query))


def messages(query):
    return [str(fault) for fault in read(query).ignored]


# Light and dark


@pytest.mark.parametrize("query", ["", "thema=licht", "thema=paars", "thema="])
def test_list_is_light_unless_asked_otherwise(query):
    light = read(query)
    assert (light.is_light, light.css, light.parameters) == (True, "", [])


def test_choice_of_the_visitor_is_asked_for():
    auto = read("thema=auto")
    assert (auto.is_light, auto.css, auto.parameters) == (False, "", [("thema", "auto")])


def test_dark_list_has_the_dark_values_of_the_site():
    dark = read("thema=donker")
    assert (dark.is_light, dark.parameters) == (False, [("thema", "donker")])
    assert dark.css == theme.always_dark({})


# The house colour


def test_house_colour_gives_every_colour():
    house = read("kleur=%23154273")
    assert (house.tokens, house.parameters, house.ignored) == (BLUE.light, [("kleur", "154273")], [])
    assert house.css == theme.css(BLUE.light)


def test_house_colour_has_its_own_dark_values_where_a_list_can_be_dark():
    auto, dark = read("kleur=154273&thema=auto"), read("kleur=154273&thema=donker")
    assert auto.css == theme.css(BLUE.light) + theme.css_in_dark(BLUE.dark)
    assert dark.css == theme.css(BLUE.light) + theme.always_dark(BLUE.dark)


def test_separate_colour_overrides_what_follows_from_the_house_colour():
    own = read("kleur=154273&kleur-knop=ca005d&hoek=0")
    assert own.tokens == BLUE.light | {theme.BUTTON: "#ca005d", theme.RADIUS: "0px"}
    assert own.parameters == [("hoek", "0px"), ("kleur", "154273"), ("kleur-knop", "ca005d")]


def test_separate_colour_of_the_site_overrides_the_house_colour_too():
    site = theme.complete({})[theme.LINK].removeprefix("#")
    assert read(f"kleur=154273&kleur-link={site}").brand == {theme.LINK: f"#{site}"}
    assert read(f"kleur-link={site}").brand == {}
    assert read("kleur=154273&kleur-link=154273").brand == {}


def test_house_colour_stays_when_separate_colours_are_left_out():
    own = read("kleur=154273&kleur-knop=ffffff&kleur-vlak=eeeeee&hoek=4")
    assert own.tokens == BLUE.light | {theme.RADIUS: "4px"}
    assert [str(fault) for fault in own.ignored] == [
        "Te weinig contrast tussen “Tekst op de knop” en “Knop”: 1,0. Kies kleuren met minstens 4,5."
    ]


@pytest.mark.parametrize("text", ["rood", "#1542", "154273;}*{display:none", "\N{FULLWIDTH DIGIT ONE}54273"])
def test_house_colour_that_is_none_is_left_out_and_told(text):
    asked = QueryDict(mutable=True)
    asked["kleur"] = text
    own = look.read(asked)
    assert (own.css, own.parameters) == ("", [])
    message = f"“{text}” kunnen wij niet gebruiken bij “Uw huiskleur”. Schrijf een kleur als #154273."
    assert [(fault.key, str(fault)) for fault in own.ignored] == [("kleur", message)]


@given(house=COLOURS, colours=st.dictionaries(st.sampled_from(COLOUR_KEYS), COLOURS))
@runs(deadline=None)
def test_no_address_makes_a_text_hard_to_read(house, colours):
    asked = QueryDict(mutable=True)
    asked.update({"kleur": house} | colours)
    own = look.read(asked)
    assert theme.unreadable(own.tokens, own.house.dark) == []
    assert own.brand == {} or own.ignored == []
    assert bool(own.ignored) == bool(list(brand.unreadable(_asked(colours), house_theme(f"#{house}"))))


def _asked(colours):
    return {brand.BRAND[key].token: f"#{colour}" for key, colour in colours.items()}


# The radius

RADII = {
    "0": "0px",
    "0px": "0px",
    "4": "4px",
    "4px": "4px",
    " 12 ": "12px",
    "2.5": "2.5px",
    "0.75rem": "0.75rem",
    "0,75rem": "0.75rem",
    "4PX": "4px",
}


@pytest.mark.parametrize(("typed", "value"), RADII.items())
def test_radius_is_a_number_with_or_without_its_unit(typed, value):
    own = read(f"hoek={typed}")
    assert (own.brand, own.ignored) == ({theme.RADIUS: value}, [])


def test_radius_of_the_site_is_no_choice():
    assert read("hoek=0.5rem").brand == {}


@pytest.mark.parametrize(
    "typed", ["-4", "-4px", "veel", "4em", "4 5", "1.2.3", "99999", "calc(4px)", "4px;}", ".", "50%"]
)
def test_radius_that_is_none_is_left_out_and_told(typed):
    asked = QueryDict(mutable=True)
    asked["hoek"] = typed
    own = look.read(asked)
    message = f"“{typed}” kunnen wij niet gebruiken bij “Ronding van hoeken”. Schrijf de ronding als 0, 4px of 0.5rem."
    assert (own.brand, [str(fault) for fault in own.ignored]) == ({}, [message])
