"""Reads the query string: what is asked, and what of it makes no sense."""

import re
from dataclasses import dataclass, field

from django.http import QueryDict

from initiatives.search.analysis import words
from initiatives.search.outlets import LIST, Sizes
from initiatives.search.vocabulary import FACETS, Vocabulary

LONGEST_QUESTION = 200  # characters
MOST_WORDS = 12
MOST_VALUES = 50  # of one facet
SORTS = {"relevantie": "Best passend", "nieuwste": "Laatst toegevoegd", "titel": "Titel", "gemeente": "Gemeente"}
NATIONAL_KEY, LITERAL_KEY, YES = "landelijk", "precies", "ja"  # switches
WHOLE_KEY = "toon"  # which long lists of values to show whole
SIZE_KEY = "aantal"  # of results on a page
PLACES = {"gemeente", "provincie", "inwoners"}
REPEATED = "“{}” staat meer dan één keer in het adres. Alleen de laatste is gebruikt."


@dataclass(frozen=True)
class Fault:
    """A part of a query string that was left out: its key, and a Dutch sentence that says why."""

    key: str
    message: str

    def __str__(self) -> str:
        return self.message


@dataclass
class Parameters:
    """A question from the address bar, in order."""

    words: str = ""
    chosen: dict[str, list[str]] = field(default_factory=dict)
    national: bool = False
    literal: bool = False
    sort: str = "relevantie"
    page: int = 1
    sizes: Sizes = LIST
    size: int = LIST.default
    whole: list[str] = field(default_factory=list)
    ignored: list[Fault] = field(default_factory=list)
    moved: dict[str, list[str]] = field(default_factory=dict)

    @property
    def chosen_count(self) -> int:
        """How many values are chosen in all facets."""
        return sum(map(len, self.chosen.values()))

    def ignore(self, key: str, message: str) -> None:
        """Leave a part out, and remember to tell."""
        self.ignored.append(Fault(key, message))


def parse(query: QueryDict, vocabulary: Vocabulary, sizes: Sizes = LIST) -> Parameters:
    """Read a query string.

    Args:
        query: keys and values as they came; anything may stand in it.
        vocabulary: knows the values of each facet.
        sizes: how many results may be asked for at once.

    Returns:
        The question; `ignored` has each part that was left out, `moved` has the values that
        stand instead for a facet in which one is outdated or informal, so that the visitor can be sent there.
    """
    found = Parameters(sizes=sizes, size=sizes.default)
    for key in sorted(query):
        values = [value for value in dict.fromkeys(query.getlist(key)) if value.strip()]
        if key in FACETS:
            _read_values(found, key, values, vocabulary)
        elif values or key not in READERS:
            READERS.get(key, _read_unknown)(found, key, values)
            if key in READERS and len(values) > 1 and key != WHOLE_KEY:
                found.ignore(key, REPEATED.format(key))
    return found


def _read_values(found: Parameters, key: str, values: list[str], vocabulary: Vocabulary) -> None:
    if len(values) > MOST_VALUES:
        found.ignore(key, f"Bij {vocabulary.label(key)} zijn alleen de eerste {MOST_VALUES} keuzes gebruikt.")
    values = values[:MOST_VALUES]
    slugs = {value: vocabulary.resolve(key, value) for value in values}
    for value in values:
        if not slugs[value]:
            found.ignore(key, f"Bij {vocabulary.label(key)} kennen wij “{short(value)}” niet. Kies iets uit de lijst.")
    if chosen := sorted({slug for known in slugs.values() for slug in known}):
        found.chosen[key] = chosen
    if any(known not in ([], [value]) for value, known in slugs.items()):
        found.moved[key] = [slug for value, known in slugs.items() for slug in known or [value]]


def _read_words(found: Parameters, key: str, values: list[str]) -> None:
    text = values[-1].replace("\0", " ").encode("utf-8", "replace").decode()
    text = " ".join(word for word in text.split() if word != "-")
    if "\0" in values[-1]:
        found.ignore(key, "Wij kunnen één teken niet lezen. Dat is weggelaten.")
    if text and not any(words(text)):
        found.ignore(key, f"In “{short(text)}” staat geen woord om op te zoeken.")
        return
    if len(text) > LONGEST_QUESTION:
        found.ignore(key, f"De zoekvraag is ingekort tot {LONGEST_QUESTION} tekens.")
    if len(text[:LONGEST_QUESTION].split()) > MOST_WORDS:
        found.ignore(key, f"Alleen de eerste {MOST_WORDS} woorden van de zoekvraag zijn gebruikt.")
    found.words = shortened(text)


def shortened(text: str) -> str:
    """As much of a question as is searched for."""
    return " ".join(text[:LONGEST_QUESTION].split()[:MOST_WORDS])


def _read_sort(found: Parameters, key: str, values: list[str]) -> None:
    if values[-1] in SORTS:
        found.sort = values[-1]
    else:
        found.ignore(key, f"Sorteren op “{short(values[-1])}” kan niet.")


def _read_page(found: Parameters, key: str, values: list[str]) -> None:
    number = values[-1]
    if number.isascii() and number.isdecimal() and 1 <= len(number) <= 9 and int(number) >= 1:
        found.page = int(number)
    else:
        found.ignore(key, f"Pagina “{short(number)}” bestaat niet; dit is de eerste pagina.")


def _read_size(found: Parameters, key: str, values: list[str]) -> None:
    number = values[-1]
    if re.fullmatch(r"[1-9][0-9]{0,2}", number) and int(number) in found.sizes.allowed:
        found.size = int(number)
    else:
        found.ignore(key, f"“{short(number)}” resultaten op een pagina kan niet. {found.sizes.advice}")


def _read_national(found: Parameters, key: str, values: list[str]) -> None:
    found.national = values[-1] == YES
    if not found.national:
        found.ignore(key, "Bij “landelijk” kan alleen “ja”.")


def _read_literal(found: Parameters, key: str, values: list[str]) -> None:
    found.literal = values[-1] == YES
    if not found.literal:
        found.ignore(key, "Bij “precies” kan alleen “ja”.")


def _read_whole(found: Parameters, key: str, values: list[str]) -> None:
    found.whole = [value for value in values if value in FACETS]
    for value in values:
        if value not in FACETS:
            found.ignore(key, f"Het filter “{short(value)}” bestaat niet.")


def _read_unknown(found: Parameters, key: str, values: list[str]) -> None:
    if key:
        found.ignore(key, f"Het filter “{short(key)}” bestaat niet.")


def short(text: str) -> str:
    """A text that came from outside, not too long to tell of."""
    text = text.replace("\0", "\ufffd")
    return text if len(text) <= 40 else text[:39] + "…"


READERS = {
    "q": _read_words,
    "sorteer": _read_sort,
    "pagina": _read_page,
    SIZE_KEY: _read_size,
    NATIONAL_KEY: _read_national,
    LITERAL_KEY: _read_literal,
    WHOLE_KEY: _read_whole,
}
