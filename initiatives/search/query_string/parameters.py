"""Reads the query string: what is asked, and what of it makes no sense."""

import re
from dataclasses import dataclass, field

from django.http import QueryDict

from initiatives.search.facets.values import FACETS, Vocabulary
from initiatives.search.language.analysis import words
from initiatives.search.query_string.outlets import LIST, Sizes

LONGEST_QUESTION = 200  # characters
MOST_WORDS = 12
MOST_VALUES = 50  # of one facet
SORTS = {"relevantie": "Best passend", "nieuwste": "Laatst toegevoegd", "titel": "Titel", "gemeente": "Gemeente"}
NATIONAL_KEY, LITERAL_KEY, YES = "landelijk", "precies", "ja"  # switches
WHOLE_KEY = "toon"  # which long lists of values to show whole
PAGE_KEY, SIZE_KEY = "pagina", "aantal"  # which page, and how many results on it
PLACES = {"gemeente", "provincie", "inwoners"}


@dataclass(frozen=True)
class Fault:
    """A part of a query string that makes no sense: its key, and in Dutch what is wrong with it.

    A page that goes on shows the whole as text: also what was `done` instead. Who refuses has done nothing, and says
    the message alone.
    """

    key: str
    message: str
    done: str = ""

    def __str__(self) -> str:
        return f"{self.message} {self.done}".rstrip()


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

    def ignore(self, key: str, message: str, done: str = "") -> None:
        """Leave a part out, and remember to tell."""
        self.ignored.append(Fault(key, message, done))


def parse(query: QueryDict, vocabulary: Vocabulary, sizes: Sizes | None = LIST) -> Parameters:
    """Read a query string.

    Args:
        query: keys and values as they came; anything may stand in it.
        vocabulary: knows the values of each facet.
        sizes: how many results may be asked for at once; none where there are no pages, and nothing that is said of
            pages matters, right or wrong.

    Returns:
        The question; `ignored` has each part that was left out, `moved` has the values that
        stand instead for a facet in which one is outdated or informal, so that the visitor can be sent there.
    """
    found = Parameters(sizes=sizes, size=sizes.default) if sizes else Parameters()
    for key in sorted(query.keys() if sizes else query.keys() - {PAGE_KEY, SIZE_KEY}):
        values = [value for value in dict.fromkeys(query.getlist(key)) if value.strip()]
        if key in FACETS:
            _read_values(found, key, values, vocabulary)
        elif values or key not in READERS:
            READERS.get(key, _read_unknown)(found, key, values)
            if key in READERS and len(values) > 1 and key != WHOLE_KEY:
                found.ignored.append(repeated(key))
    return found


def repeated(key: str) -> Fault:
    """What is wrong with a key that is there more than once and takes one value."""
    return Fault(key, f"“{key}” staat meer dan één keer in het adres.", "Alleen de laatste is gebruikt.")


def _read_values(found: Parameters, key: str, values: list[str], vocabulary: Vocabulary) -> None:
    if len(values) > MOST_VALUES:
        many = f"Bij {vocabulary.label(key)} zijn meer dan {MOST_VALUES} keuzes gemaakt."
        found.ignore(key, many, _only_first(MOST_VALUES))
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
        found.ignore(key, "Wij kunnen één teken niet lezen.", "Dat is weggelaten.")
    if text and not any(words(text)):
        found.ignore(key, f"In “{short(text)}” staat geen woord om op te zoeken.")
        return
    if len(text) > LONGEST_QUESTION:
        found.ignore(key, f"De zoekvraag is langer dan {LONGEST_QUESTION} tekens.", _only_first(LONGEST_QUESTION))
    if len(text[:LONGEST_QUESTION].split()) > MOST_WORDS:
        found.ignore(key, f"De zoekvraag heeft meer dan {MOST_WORDS} woorden.", _only_first(MOST_WORDS))
    found.words = shortened(text)


def _only_first(number: int) -> str:
    return f"Alleen de eerste {number} zijn gebruikt."


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
        found.ignore(key, f"Pagina “{short(number)}” bestaat niet.", "Dit is de eerste pagina.")


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
    PAGE_KEY: _read_page,
    SIZE_KEY: _read_size,
    NATIONAL_KEY: _read_national,
    LITERAL_KEY: _read_literal,
    WHOLE_KEY: _read_whole,
}
