"""The look of an embedded list, read from its query string."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b

from django.conf import settings
from django.http import QueryDict

from catalogue import theme
from catalogue.house_colour import HouseTheme, house_theme
from catalogue.theme import Tokens
from initiatives.embedding import brand
from initiatives.embedding.brand import BRAND, HOUSE_KEY, KEYS
from initiatives.search.query_string.parameters import Fault, repeated_key, shortened

LAYOUTS = {"lijst": "Lijst", "kaarten": "Kaarten"}
LIGHT, DARK, AUTO = "licht", "donker", "auto"
SCHEMES = {LIGHT: "Licht", DARK: "Donker", AUTO: "Keuze van de bezoeker"}
MAX_HEADING_LENGTH = 120  # characters


@dataclass
class Look:
    """The choices of the embedding page.

    Attributes:
        house_colour: from which all colours follow (#rrggbb), or "" for the site's own colours.
        brand: the values that differ from those.
    """

    layout: str = "lijst"
    heading: str = ""
    scheme: str = LIGHT
    house_colour: str = ""
    brand: Tokens = field(default_factory=dict)
    ignored: list[Fault] = field(default_factory=list)

    def ignore(self, key: str, message: str) -> None:
        self.ignored.append(Fault(key, message))

    @property
    def is_list(self) -> bool:
        return self.layout == "lijst"

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The keys and values of a query string, without defaults."""
        texts = [("kop", self.heading)] if self.heading else []
        layout = [("weergave", self.layout)] if self.layout != "lijst" else []
        return sorted([*texts, *layout, *self.style_parameters])

    @property
    def style_parameters(self) -> list[tuple[str, str]]:
        """Those that the style sheet depends on."""
        scheme = [("thema", self.scheme)] if self.scheme != LIGHT else []
        house = [(HOUSE_KEY, self.house_colour.removeprefix("#"))] if self.house_colour else []
        brand = [(KEYS[token], text.removeprefix("#")) for token, text in self.brand.items()]
        return sorted([*scheme, *house, *brand])

    @property
    def is_light(self) -> bool:
        """Whether a visitor whose device is dark gets a light page; the page says so with a class."""
        return self.scheme == LIGHT

    @property
    def house(self) -> HouseTheme | None:
        return house_theme(self.house_colour) if self.house_colour else None

    def default(self, token: str) -> str:
        """One of the ten values, as it is when nothing is chosen for it."""
        return theme.complete(settings.THEME | (self.house.light if self.house else {}))[token]

    @property
    def tokens(self) -> Tokens:
        """The values that override those of the site."""
        return (self.house.light if self.house else {}) | self.brand

    @property
    def css(self) -> str:
        """The style sheet of this look, or "" when it is that of the site."""
        own = theme.css(self.tokens) if self.tokens else ""
        in_dark = self.house.dark if self.house else {}
        if self.scheme == DARK:
            return own + theme.always_dark(in_dark)
        return own + theme.css_in_dark(in_dark) if self.scheme == AUTO and in_dark else own

    @property
    def css_tag(self) -> str:
        return blake2b(self.css.encode(), digest_size=6).hexdigest()


def read(query: QueryDict) -> Look:
    """Read a look from the keys of `READERS` in a query; `ignored` has a fault for each part left out.

    With too little contrast all colours but the house colour are left out.
    """
    look = Look()
    for key, reader in READERS.items():
        values = [value.replace("\0", "\ufffd") for value in dict.fromkeys(query.getlist(key)) if value.strip()]
        if values:
            reader(look, key, values[-1])
        if len(values) > 1:
            look.ignored.append(repeated_key(key))
    if faults := list(brand.unreadable(look.brand, look.house)):
        look.ignored += faults
        look.brand = {token: value for token, value in look.brand.items() if token not in theme.COLOURS}
    return look


def _read_heading(look: Look, key: str, text: str) -> None:
    text = " ".join(text.split())
    look.heading = text[:MAX_HEADING_LENGTH].strip()
    if len(text) > MAX_HEADING_LENGTH:
        look.ignore(key, f"De kop is ingekort tot {MAX_HEADING_LENGTH} tekens.")


def _read_layout(look: Look, key: str, text: str) -> None:
    if text in LAYOUTS:
        look.layout = text
    else:
        look.ignore(key, f"De weergave “{shortened(text)}” bestaat niet. Kies lijst of kaarten.")


def _read_scheme(look: Look, key: str, text: str) -> None:
    if text in SCHEMES:
        look.scheme = text
    else:
        look.ignore(key, f"Het thema “{shortened(text)}” bestaat niet. Kies licht, donker of auto.")


def _read_house_colour(look: Look, key: str, text: str) -> None:
    colour = brand.tidied_colour(text)
    if theme.COLOUR.fullmatch(colour):
        look.house_colour = colour
    else:
        look.ignored.append(brand.misread(key, text))


def _read_brand(look: Look, key: str, text: str) -> None:
    """Read one of the ten values; the house colour was read before it."""
    token, tidied = BRAND[key].token, BRAND[key].tidied(text)
    if not theme.fits(token, tidied):
        look.ignored.append(brand.misread(key, text))
    elif tidied != look.default(token):
        look.brand[token] = tidied


READERS: dict[str, Callable[[Look, str, str], None]] = {
    "kop": _read_heading,
    "weergave": _read_layout,
    "thema": _read_scheme,
    HOUSE_KEY: _read_house_colour,
    **dict.fromkeys(BRAND, _read_brand),
}
