"""Tolerant lookup of rows by what somebody typed: a code, another name, a synonym, another form, a typing error."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import IntEnum
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Case, Model, QuerySet, When

from initiatives.models import Approach, Category, Municipality, Organisation, Source, Synonym, TargetGroup
from initiatives.models.base import CatalogueModel
from initiatives.search.language.analysis import name_key, phrase_key
from initiatives.search.words.spelling import LETTERS_PER_FAULT, MAX_FAULTS, MIN_LENGTH, near

MODELS = (Municipality, TargetGroup, Category, Approach, Organisation, Source)
PROPER_NAMES = (Municipality, Organisation, Source)  # have no inflections
MIN_INSIDE = 4  # letters of a word within another: “maatje” in “Coronamaatjes”
IN_BRACKETS = re.compile(r"^(.+?) \(([^()]+)\)$")
# Words that an organisation or municipality is as often called without.
OPTIONAL = re.compile(r"\b(?:stichting|vereniging|st|gemeente|gem|b\.?v\.?|n\.?v\.?|de|het)\b\.?", re.IGNORECASE)
MAX_LENGTH = 200  # characters that are looked at


class How(IntEnum):
    """How a row was recognised, the surest first."""

    label: str

    NAME = 1, "naam"
    CODE = 2, "code of webadres"
    OTHER_NAME = 3, "andere naam"
    VARIANT = 4, "andere schrijfwijze"  # without “Stichting”, in the plural
    LOCALITY = 5, "plaats in de gemeente"
    SYNONYM = 6, "synoniem"
    FORMER = 7, "vroegere gemeente"
    MISSPELLED = 8, "typefout"

    def __new__(cls, value: int, label: str) -> "How":
        member = int.__new__(cls, value)
        member._value_, member.label = value, label
        return member


class Match(NamedTuple):
    """A row, and how it was recognised."""

    row: CatalogueModel
    how: How


class NameIndex:
    """The names of rows of one model, read once; for many lookups, such as those of an import.

    Args:
        rows: of a model in `MODELS`, such as those that an editor may refer to.
    """

    def __init__(self, rows: QuerySet) -> None:
        self.model = rows.model
        self._rows = list(rows.prefetch_related("predecessors") if self.model is Municipality else rows)
        self._by_key: dict[str, list[Match]] = defaultdict(list)
        for row in self._rows:
            for how, name in names_of(row):
                self._by_key[name_key(name)].append(Match(row, how))

    def best(self, text: str) -> Match | None:
        """Return the only row that a text can mean; None when none can, or several equally well."""
        text = text[:MAX_LENGTH].replace("\0", "")
        for matches in (self._exact(text), self._variants_of(text), self._by_synonyms(text), self._misspelled(text)):
            surest = [match for match in matches if match.how == min(other.how for other in matches)]
            if surest:
                return surest[0] if len({match.row.pk for match in surest}) == 1 else None
        return None

    def ranked(self, text: str, limit: int = 50) -> list[Model]:
        """Return the rows that a text, or the beginning of one, can mean, the likeliest first."""
        text = text[:MAX_LENGTH].replace("\0", "")
        places: dict[Model, tuple] = {}
        for place, row in self._placed(text):
            places[row] = min(place, places.get(row, place))
        return sorted(places, key=lambda row: (*places[row], str(row)))[:limit]

    def _placed(self, text: str) -> Iterator[tuple[tuple[int, int, int], Model]]:
        """Yield rows with where they stand in the list: exact, by a beginning, by a word, by other ways."""
        typed = name_key(text)
        for key, matches in self._by_key.items():
            if (group := _group_of(typed, key)) is not None:
                likely = [match for match in matches if group <= 1 or match.how != How.LOCALITY]  # there are thousands
                yield from (((group, match.how, len(key)), match.row) for match in likely)
        for match in (*self._variants_of(text), *self._by_synonyms(text)):
            yield (2, match.how, 0), match.row
        for match in self._misspelled(text, is_beginning=True):
            yield (4, match.how, 0), match.row

    def _exact(self, text: str) -> list[Match]:
        return self._by_key.get(name_key(text), [])

    def _variants_of(self, text: str) -> list[Match]:
        return self._by_variant.get(self._variant(text), [])

    def _by_synonyms(self, text: str) -> list[Match]:
        """What words that mean the same, or are wider, are names of."""
        matches = [
            match for word in self._synonyms.others(text) for match in (*self._exact(word), *self._variants_of(word))
        ]
        return [Match(match.row, How.SYNONYM) for match in matches if match.how != How.LOCALITY]

    def _misspelled(self, text: str, *, is_beginning: bool = False) -> list[Match]:
        """The rows with the fewest typing errors in a name of their own, or in its beginning."""
        typed = name_key(text)
        if len(typed) < MIN_LENGTH:
            return []
        allowed = min(len(typed) // LETTERS_PER_FAULT, MAX_FAULTS)
        keys = {key[: len(typed)] if is_beginning else key for key in self._own_keys}
        faults = near(typed, keys, allowed)
        best = {key for key, count in faults.items() if count == min(faults.values())}
        rows = {match.row for key in best for match in self._matches_from(key, is_beginning=is_beginning)}
        return [Match(row, How.MISSPELLED) for row in rows]

    def _matches_from(self, key: str, *, is_beginning: bool) -> Iterator[Match]:
        for own in self._own_keys if is_beginning else [key]:
            if own.startswith(key):
                yield from (match for match in self._by_key[own] if match.how <= How.OTHER_NAME)

    @cached_property
    def _synonyms(self) -> "Synonyms":
        return Synonyms(Synonym.objects.all())

    @cached_property
    def _own_keys(self) -> list[str]:
        return [key for key, rows in self._by_key.items() if any(match.how <= How.OTHER_NAME for match in rows)]

    @cached_property
    def _by_variant(self) -> dict[str, list[Match]]:
        by_variant: dict[str, list[Match]] = defaultdict(list)
        for row in self._rows:
            for how, name in names_of(row):
                if how in (How.NAME, How.OTHER_NAME, How.SYNONYM):
                    by_variant[self._variant(name)].append(Match(row, max(how, How.VARIANT)))
        by_variant.pop("", None)
        return by_variant

    def _variant(self, name: str) -> str:
        """A name as it is compared where inflection, or a word such as “Stichting”, makes no difference."""
        if self.model in PROPER_NAMES:
            return name_key(OPTIONAL.sub(" ", name)).replace(" ", "")
        return phrase_key(name)


class Synonyms:
    """The sets of words that mean the same, by the `phrase_key` of each word."""

    def __init__(self, rows: Iterable[Synonym]) -> None:
        self._by_word: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            for word in row.same:
                self._by_word[phrase_key(word)].update((*row.same, *row.wider))
            for word in row.narrower:
                self._by_word[phrase_key(word)].update(row.same)

    def others(self, text: str) -> set[str]:
        """Return the words that mean the same as a text, or something wider."""
        return self._by_word.get(phrase_key(text), set())


def best_match(model: type[Model], text: str) -> Match | None:
    """Return the row of a model in `MODELS` that a text means, and how it was recognised; None when that is unsure.

    It reads all names; for many texts make one `NameIndex`.
    """
    return NameIndex(model._default_manager.all()).best(text)


def search(rows: QuerySet, text: str) -> QuerySet:
    """Return the rows that a text, or the beginning of one, can mean, the likeliest first."""
    keys = [row.pk for row in NameIndex(rows).ranked(text)]
    order = Case(*(When(pk=key, then=place) for place, key in enumerate(keys)), default=len(keys))
    return rows.filter(pk__in=keys).order_by(order)


def names_of(row: Any) -> Iterator[tuple[How, str]]:
    """Yield everything that a row is called."""
    yield How.NAME, str(row)
    yield How.CODE, row.slug
    if in_brackets := IN_BRACKETS.match(str(row)):
        whole, part = in_brackets.groups()
        yield from ((How.OTHER_NAME, name) for name in (whole, *([part] if part.isupper() else [])))
    yield from ((How.SYNONYM, word) for word in getattr(row, "synonyms", ()))
    if isinstance(row, Municipality):
        yield How.CODE, row.code
        yield from ((How.OTHER_NAME, name) for name in (row.official_name, *row.aliases))
        yield from ((How.LOCALITY, name) for name in row.localities)
        yield from ((How.FORMER, former.name) for former in row.predecessors.all())
    if isinstance(row, Source) and row.publisher:
        yield How.OTHER_NAME, row.publisher


def _group_of(typed: str, key: str) -> int | None:
    """Where a name stands for what was typed: equal, begins so, has words that begin so, or has it inside."""
    if key == typed:
        return 0
    if key.startswith(typed):
        return 1
    words = key.split()
    if all(any(word.startswith(part) for word in words) for part in typed.split()):
        return 2
    return 3 if len(typed) >= MIN_INSIDE and typed in key else None
