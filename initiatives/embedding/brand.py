"""The ten values of a theme in a query string and in the builder, and their contrast."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import floor

from django.conf import settings

from catalogue import theme
from catalogue.theme import Tokens
from initiatives.search.query_string.parameters import Fault, shortened

A_COLOUR = "Schrijf een kleur als #154273."
A_RADIUS = "Schrijf de ronding als 0px, 8px of 0.5rem."
A_FONT = "Schrijf namen van lettertypen met komma’s ertussen, zoals: Verdana, sans-serif."


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
        return "#" + text.strip().removeprefix("#").lower() if self.is_colour else text.strip()


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


def misread(key: str, text: str) -> Fault:
    return Fault(key, f"“{shortened(text)}” kunnen wij niet gebruiken bij “{BRAND[key].label}”. {BRAND[key].advice}")


def unreadable(own: Tokens) -> Iterator[Fault]:
    """Yield a fault for each value that has too little contrast, about its worst pair; `own` overrides the site's."""
    worst = {}
    for pair in sorted(theme.unreadable(settings.THEME | own), key=lambda pair: -pair.contrast):
        worst[pair.text if pair.text in own else pair.ground] = pair
    for token, pair in worst.items():
        contrast = f"{floor(pair.contrast * 10) / 10:.1f}".replace(".", ",")
        labels = f"“{LABELS[pair.text]}” en “{LABELS[pair.ground]}”"
        yield Fault(KEYS[token], f"Te weinig contrast tussen {labels}: {contrast}. Kies kleuren met minstens 4,5.")
