"""The form of the builder: what somebody chooses or types for a list on their own site, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from catalogue import theme
from initiatives.embedding.brand import BRAND, HOUSE_KEY, HOUSE_LABEL, tidied_colour
from initiatives.embedding.embed import Embed
from initiatives.embedding.look import LAYOUTS, SCHEMES
from initiatives.search.facets.counted import CountedFacet
from initiatives.search.facets.definitions import FACETS
from initiatives.search.query_string.outlets import EMBED_SIZES
from initiatives.search.query_string.parameters import SIZE_KEY, Fault

HEADING_HINT = "Niet verplicht. Zonder kop staat er wat de lijst toont."
HOUSE_HINT = "Niet verplicht. Alle kleuren van de lijst volgen uit deze ene kleur. Schrijf een kleur als #154273."
DARKENED = "Wij maakten uw kleur {} donkerder ({}), zodat tekst leesbaar blijft."
MUCH_DARKER = 2.0  # contrast between a colour and what was made of it, from which nobody would call them alike


@dataclass(frozen=True)
class Field:
    """One thing to choose or to type: what is chosen, or what was typed, and what is wrong with it."""

    key: str
    label: str
    value: str
    fault: str = ""
    hint: str = ""
    note: str | None = None  # what was done with the value; None when nothing ever is
    placeholder: str = ""  # what holds when nothing is typed
    choices: tuple[tuple[str, str], ...] = ()  # values with their labels
    is_colour: bool = False


class Form:
    """All fields, with what the query string of the embed has for them."""

    def __init__(self, embed: Embed, query: QueryDict) -> None:
        self._embed, self._query = embed, query
        self._faults = {fault.key: str(fault) for fault in reversed(embed.faults)}

    @property
    def question(self) -> list[Field]:
        """What the list is about; a facet of which more is chosen already has no field."""
        facets = [self._embed.answer.facet(facet.key) for facet in FACETS.values() if facet.is_prominent]
        return [self._facet(facet) for facet in facets if facet.chosen < 2]

    @property
    def shape(self) -> list[Field]:
        """What the list looks like, whatever its colours."""
        look, size = self._embed.look, str(self._embed.answer.parameters.size)
        sizes = {str(number): str(number) for number in EMBED_SIZES.allowed}
        return [
            self._text("kop", "Kop", hint=HEADING_HINT),
            self._choice("weergave", "Weergave", look.layout, LAYOUTS),
            self._choice(SIZE_KEY, "Aantal per pagina", size, sizes),
            self._choice("thema", "Licht of donker", look.scheme, SCHEMES),
        ]

    @property
    def house_colour(self) -> Field:
        """The one colour from which the others follow."""
        look = self._embed.look
        note = ""
        if look.house is not None and look.house.accent != look.house_colour:
            is_much = theme.contrast(look.house_colour, look.house.accent) >= MUCH_DARKER
            note = DARKENED.format("veel" if is_much else "iets", look.house.accent)
        return self._text(
            HOUSE_KEY, HOUSE_LABEL, hint=HOUSE_HINT, note=note, placeholder=look.default(theme.HEADER), is_colour=True
        )

    @property
    def brand(self) -> list[Field]:
        """The ten values of the theme; empty where they are those of the site, or follow from the house colour."""
        default = self._embed.look.default
        return [
            self._text(key, value.label, placeholder=default(value.token), is_colour=value.is_colour)
            for key, value in BRAND.items()
        ]

    @property
    def has_own_brand(self) -> bool:
        """Whether anything of the theme was changed, rightly or not."""
        return bool(self._embed.look.brand) or any(field.fault for field in self.brand)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What else is asked, to carry along."""
        fields = {field.key for field in (*self.question, *self.shape)}
        return [(key, value) for key, value in self._embed.answer.address.own_pairs if key not in fields]

    @property
    def other_faults(self) -> list[Fault]:
        """What is wrong with parts of the address that have no field."""
        fields = {field.key for field in (*self.question, self.house_colour, *self.shape, *self.brand)}
        return [fault for fault in self._embed.faults if fault.key not in fields]

    def _facet(self, facet: CountedFacet) -> Field:
        """A facet as a list of its values that have initiatives, or are chosen."""
        choices = {option.value: option.label for option in facet.options if not option.is_disabled}
        return self._choice(facet.key, facet.label, "".join(facet.values_chosen), {"": "Alle", **choices})

    def _choice(self, key: str, label: str, value: str, choices: Mapping[str, str]) -> Field:
        return Field(key, label, value, self._faults.get(key, ""), choices=tuple(choices.items()))

    def _text(self, key: str, label: str, *, placeholder: str = "", **kind: Any) -> Field:
        """A text as it was typed, right or wrong; one of the ten values is empty when it holds without it."""
        value = _tidied(key, (self._query.get(key) or "").strip().replace("\0", "\ufffd"))
        if key in BRAND and value == placeholder:
            value = ""
        return Field(key, label, value, self._faults.get(key, ""), placeholder=placeholder, **kind)


def _tidied(key: str, typed: str) -> str:
    """What was typed as a value of a style sheet, or as it is where it makes no sense."""
    if key == HOUSE_KEY:
        colour = tidied_colour(typed)
        return colour if theme.COLOUR.fullmatch(colour) else typed
    if key in BRAND and theme.fits(BRAND[key].token, BRAND[key].tidied(typed)):
        return BRAND[key].tidied(typed)
    return typed
