"""The look of an embedded list, read from its query string."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b

from django.conf import settings
from django.http import QueryDict

from catalogue import theme
from catalogue.theme import Tokens
from initiatives.embedding import brand
from initiatives.embedding.brand import BRAND
from initiatives.search.query_string.parameters import Fault, repeated_key, shortened

LAYOUTS = {"lijst": "Lijst", "kaarten": "Kaarten"}
SCHEMES = {"auto": "Keuze van de bezoeker", "licht": "Altijd licht", "donker": "Altijd donker"}
FORCED = {"licht": "light", "donker": "dark"}
MAX_HEADING_LENGTH = 120  # characters


@dataclass
class Look:
    """The choices of the embedding page; `brand` has the values that differ from the site's."""

    layout: str = "lijst"
    heading: str = ""
    scheme: str = "auto"
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
        scheme = [("thema", self.scheme)] if self.scheme != "auto" else []
        return sorted([*scheme, *((brand.KEYS[token], text.removeprefix("#")) for token, text in self.brand.items())])

    @property
    def css(self) -> str:
        """The style sheet of this look, or "" when it is that of the site."""
        own = theme.css(self.brand) if self.brand else ""
        return own + theme.forced(FORCED[self.scheme]) if self.scheme in FORCED else own

    @property
    def css_tag(self) -> str:
        return blake2b(self.css.encode(), digest_size=6).hexdigest()


def read(query: QueryDict) -> Look:
    """Read a look from the keys of `READERS` in a query; `ignored` has a fault for each part left out.

    With too little contrast all colours are left out.
    """
    look = Look()
    for key, reader in READERS.items():
        values = [value.replace("\0", "\ufffd") for value in dict.fromkeys(query.getlist(key)) if value.strip()]
        if values:
            reader(look, key, values[-1])
        if len(values) > 1:
            look.ignored.append(repeated_key(key))
    if faults := list(brand.unreadable(look.brand)):
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
        look.ignore(key, f"Het thema “{shortened(text)}” bestaat niet. Kies auto, licht of donker.")


def _read_brand(look: Look, key: str, text: str) -> None:
    token, tidied = BRAND[key].token, BRAND[key].tidied(text)
    if not theme.fits(token, tidied):
        look.ignored.append(brand.misread(key, text))
    elif tidied != theme.complete(settings.THEME)[token]:
        look.brand[token] = tidied


READERS: dict[str, Callable[[Look, str, str], None]] = {
    "kop": _read_heading,
    "weergave": _read_layout,
    "thema": _read_scheme,
    **dict.fromkeys(BRAND, _read_brand),
}
