"""The ten values of a theme as an address and the builder call them, and whether they can be read together."""

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
    """One of the ten: its name in the style sheets, what people call it, and how to write it."""

    token: str
    label: str
    advice: str = A_COLOUR

    @property
    def is_colour(self) -> bool:
        return self.token in theme.COLOURS

    def tidied(self, text: str) -> str:
        """What somebody typed, as the style sheets write it; an address leaves the sign before a colour out."""
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
    """What to tell of a value that cannot be used."""
    return Fault(key, f"“{shortened(text)}” kunnen wij niet gebruiken bij “{BRAND[key].label}”. {BRAND[key].advice}")


def unreadable(own: Tokens) -> Iterator[Fault]:
    """What cannot be read in these values, on top of the site's own; of each value the worst.

    Args:
        own: values by their names in the style sheets.
    """
    worst = {}
    for found in sorted(theme.unreadable(settings.THEME | own), key=lambda each: -each.contrast):
        worst[found.text if found.text in own else found.ground] = found
    for token, found in worst.items():
        contrast = f"{floor(found.contrast * 10) / 10:.1f}".replace(".", ",")
        pair = f"“{LABELS[found.text]}” en “{LABELS[found.ground]}”"
        yield Fault(KEYS[token], f"Te weinig contrast tussen {pair}: {contrast}. Kies kleuren met minstens 4,5.")
