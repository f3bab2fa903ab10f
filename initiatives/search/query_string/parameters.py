"""Reading a query string: the question in it, and what is wrong with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import QueryDict

from initiatives.search.facets.definitions import FACETS
from initiatives.search.facets.values import FacetValues
from initiatives.search.language.analysis import words
from initiatives.search.query_string.outlets import LIST_SIZES, PageSizes
from initiatives.search.sorting import RELEVANCE, SORTS

MAX_QUERY_LENGTH = 400  # characters of free text
MAX_QUERY_WORDS = 60
MAX_VALUES = 50  # of one facet
WORDS_KEY, SORT_KEY = "q", "sorteer"
NATIONAL_KEY, LITERAL_KEY, YES = "landelijk", "precies", "ja"
SWITCHES = {NATIONAL_KEY: "national", LITERAL_KEY: "literal"}  # fields of `Parameters`
EXPANDED_KEY = "toon"  # which long lists of values to show in full
PAGE_KEY, SIZE_KEY = "pagina", "aantal"


@dataclass(frozen=True)
class Fault:
    """Something wrong in a query string, in Dutch."""

    key: str  # of the parameter
    message: str  # what is wrong with it
    remedy: str = ""  # what was done instead, for a page that answers all the same; a refusal shows only the message

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".rstrip()


@dataclass
class Parameters:
    """A question: free text, chosen facet values, sort and page."""

    words: str = ""  # free text, within the limits
    chosen: dict[str, list[str]] = field(default_factory=dict)  # slugs by facet key, in order
    national: bool = False  # national initiatives count for every place
    literal: bool = False  # search without synonyms
    sort: str = RELEVANCE  # a key of `SORTS`
    page: int = 1  # from 1
    sizes: PageSizes = LIST_SIZES  # the page sizes of the outlet
    size: int = LIST_SIZES.default  # results on a page
    expanded: list[str] = field(default_factory=list)  # keys of facets of which a long list is shown in full
    faults: list[Fault] = field(default_factory=list)  # parts of the query string that were left out
    # for each facet with an outdated or informal value, the current values to redirect to
    moved: dict[str, list[str]] = field(default_factory=dict)

    @property
    def chosen_count(self) -> int:
        return sum(map(len, self.chosen.values()))

    def add_fault(self, key: str, message: str, remedy: str = "") -> None:
        self.faults.append(Fault(key, message, remedy))


def parse(query: QueryDict, facet_values: FacetValues, sizes: PageSizes | None = LIST_SIZES) -> Parameters:
    """Read a query string, in which anything may stand; parts that make no sense are left out and listed in `faults`.

    Without page sizes the outlet has no pages, and keys about pages are ignored.
    """
    parameters = Parameters(sizes=sizes, size=sizes.default) if sizes else Parameters()
    for key in sorted(query.keys() if sizes else query.keys() - {PAGE_KEY, SIZE_KEY}):
        values = [value for value in dict.fromkeys(query.getlist(key)) if value.strip()]
        if key in FACETS:
            _read_facet(parameters, key, values, facet_values)
        elif values or key not in READERS:
            READERS.get(key, _read_unknown)(parameters, key, values)
            if key in READERS and len(values) > 1 and key != EXPANDED_KEY:
                parameters.faults.append(repeated_key(key))
    return parameters


def repeated_key(key: str) -> Fault:
    """Return the fault for a key that is repeated although it takes one value."""
    return Fault(key, f"“{key}” staat meer dan één keer in het adres.", "Alleen de laatste is gebruikt.")


def _read_facet(parameters: Parameters, key: str, values: list[str], facet_values: FacetValues) -> None:
    label = FACETS[key].label.lower()
    if len(values) > MAX_VALUES:
        message = f"Bij {label} zijn meer dan {MAX_VALUES} keuzes gemaakt."
        parameters.add_fault(key, message, _only_first(MAX_VALUES))
    slugs = {value: facet_values.resolve(key, value) for value in values[:MAX_VALUES]}
    for value, known in slugs.items():
        if not known:
            message = f"Bij {label} kennen wij “{shortened(value)}” niet. Kies iets uit de lijst."
            parameters.add_fault(key, message)
    if chosen := sorted({slug for known in slugs.values() for slug in known}):
        parameters.chosen[key] = chosen
    if any(known not in ([], [value]) for value, known in slugs.items()):
        parameters.moved[key] = [slug for value, known in slugs.items() for slug in known or [value]]


def _read_words(parameters: Parameters, key: str, values: list[str]) -> None:
    text = values[-1].replace("\0", " ").encode("utf-8", "replace").decode()
    text = " ".join(word for word in text.split() if word != "-")
    if "\0" in values[-1]:
        parameters.add_fault(key, "Wij kunnen één teken niet lezen.", "Dat is weggelaten.")
    if text and not any(words(text)):
        parameters.add_fault(key, f"In “{shortened(text)}” staat geen woord om op te zoeken.")
        return
    if len(text) > MAX_QUERY_LENGTH:
        message = f"De zoekvraag is langer dan {MAX_QUERY_LENGTH} tekens."
        parameters.add_fault(key, message, _only_first(MAX_QUERY_LENGTH))
    if len(text[:MAX_QUERY_LENGTH].split()) > MAX_QUERY_WORDS:
        message = f"De zoekvraag heeft meer dan {MAX_QUERY_WORDS} woorden."
        parameters.add_fault(key, message, _only_first(MAX_QUERY_WORDS))
    parameters.words = within_limits(text)


def _only_first(number: int) -> str:
    return f"Alleen de eerste {number} zijn gebruikt."


def within_limits(text: str) -> str:
    """Return as much of a free text as is searched for."""
    return " ".join(text[:MAX_QUERY_LENGTH].split()[:MAX_QUERY_WORDS])


def _read_sort(parameters: Parameters, key: str, values: list[str]) -> None:
    if values[-1] in SORTS:
        parameters.sort = values[-1]
    else:
        parameters.add_fault(key, f"Sorteren op “{shortened(values[-1])}” kan niet.")


def _read_page(parameters: Parameters, key: str, values: list[str]) -> None:
    number = values[-1]
    if number.isascii() and number.isdecimal() and 1 <= len(number) <= 9 and int(number) >= 1:
        parameters.page = int(number)
    else:
        parameters.add_fault(key, f"Pagina “{shortened(number)}” bestaat niet.", "Dit is de eerste pagina.")


def _read_size(parameters: Parameters, key: str, values: list[str]) -> None:
    number, sizes = values[-1], parameters.sizes
    if re.fullmatch(r"[1-9][0-9]{0,2}", number) and int(number) in sizes.allowed:
        parameters.size = int(number)
    else:
        parameters.add_fault(key, f"“{shortened(number)}” resultaten op een pagina kan niet. {sizes.advice}")


def _read_switch(parameters: Parameters, key: str, values: list[str]) -> None:
    if values[-1] == YES:
        setattr(parameters, SWITCHES[key], True)
    else:
        parameters.add_fault(key, f"Bij “{key}” kan alleen “{YES}”.")


def _read_expanded(parameters: Parameters, key: str, values: list[str]) -> None:
    parameters.expanded = [value for value in values if value in FACETS]
    for value in values:
        if value not in FACETS:
            parameters.add_fault(key, f"Het filter “{shortened(value)}” bestaat niet.")


def _read_unknown(parameters: Parameters, key: str, values: list[str]) -> None:
    if key:
        parameters.add_fault(key, f"Het filter “{shortened(key)}” bestaat niet.")


def shortened(text: str) -> str:
    """Return a text from outside, short enough to quote in a message."""
    text = text.replace("\0", "\ufffd")
    return text if len(text) <= 40 else text[:39] + "…"


READERS: dict[str, Callable[[Parameters, str, list[str]], None]] = {
    WORDS_KEY: _read_words,
    SORT_KEY: _read_sort,
    PAGE_KEY: _read_page,
    SIZE_KEY: _read_size,
    EXPANDED_KEY: _read_expanded,
    **dict.fromkeys(SWITCHES, _read_switch),
}
