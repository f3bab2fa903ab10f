"""The house colour and the ten values of a theme in a query string and in the builder, and their contrast."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

from django.conf import settings

from catalogue import theme
from catalogue.house_colour import HouseTheme
from catalogue.theme import Tokens
from initiatives.search.query_string.parameters import Fault, shortened

A_COLOUR = "Schrijf een kleur als #154273."
A_RADIUS = "Schrijf de ronding als 0, 4px of 0.5rem."
A_FONT = "Schrijf namen van lettertypen met komma’s ertussen, zoals: Verdana, sans-serif."
HOUSE_KEY, HOUSE_LABEL = "kleur", "Uw huiskleur"
A_NUMBER = re.compile(r"[0-9.]+")


@dataclass(frozen=True)
class BrandValue:
    """One of the ten: its token in the style sheets, its label, and how to write it."""

    token: str
    label: str
    advice: str = A_COLOUR

    @property
    def is_colour(self) -> bool:
        return self.token in theme.COLOURS

    def tidied(self, text: str) -> str:
        """The typed text as a value of a style sheet; a query string leaves out the # of a colour."""
        if self.is_colour:
            return tidied_colour(text)
        return tidied_radius(text) if self.token == theme.RADIUS else text.strip()


BRAND = {
    "kleur-kop": BrandValue(theme.HEADER, "Balk boven"),
    "kleur-koptekst": BrandValue(theme.ON_HEADER, "Tekst in de balk"),
    "kleur-vlak": BrandValue(theme.SOFT, "Vlak onder"),
    "kleur-knop": BrandValue(theme.BUTTON, "Knop"),
    "kleur-knoptekst": BrandValue(theme.ON_BUTTON, "Tekst op de knop"),
    "kleur-link": BrandValue(theme.LINK, "Links"),
    "kleur-nadruk": BrandValue(theme.HIGHLIGHT, "Nadruk"),
    "kleur-nadruktekst": BrandValue(theme.ON_HIGHLIGHT, "Tekst met nadruk"),
    "hoek": BrandValue(theme.RADIUS, "Ronding van hoeken", A_RADIUS),
    "letter": BrandValue(theme.FONT, "Lettertype", A_FONT),
}
KEYS = {value.token: key for key, value in BRAND.items()}
LABELS = {value.token: value.label for value in BRAND.values()} | {
    theme.INK: "Gewone tekst",
    theme.GREY: "Grijze tekst",
    theme.PAPER: "Achtergrond",
    theme.PALE: "Licht vlak",
    theme.NOTICE: "Melding",
}


def tidied_colour(text: str) -> str:
    return "#" + text.strip().removeprefix("#").lower()


def tidied_radius(text: str) -> str:
    """A radius as a style sheet has it: a bare number is in pixels, and a comma is a point."""
    text = text.strip().lower().replace(",", ".")
    return f"{text}px" if A_NUMBER.fullmatch(text) else text


def misread(key: str, text: str) -> Fault:
    label, advice = (HOUSE_LABEL, A_COLOUR) if key == HOUSE_KEY else (BRAND[key].label, BRAND[key].advice)
    return Fault(key, f"“{shortened(text)}” kunnen wij niet gebruiken bij “{label}”. {advice}")


def unreadable(own: Tokens, house: HouseTheme | None = None) -> Iterator[Fault]:
    """Yield a fault for each value in `own` that has too little contrast, about its worst pair.

    `own` overrides what follows from the house colour, and that overrides the site's theme.
    """
    light, dark = (house.light, house.dark) if house else ({}, {})
    worst = {}
    for pair in sorted(theme.unreadable(settings.THEME | light | own, dark), key=lambda pair: -pair.contrast):
        worst[pair.text if pair.text in own else pair.ground] = pair
    for token, pair in worst.items():
        contrast = f"{floor(pair.contrast * 10) / 10:.1f}".replace(".", ",")
        labels = f"“{LABELS[pair.text]}” en “{LABELS[pair.ground]}”"
        yield Fault(KEYS[token], f"Te weinig contrast tussen {labels}: {contrast}. Kies kleuren met minstens 4,5.")
