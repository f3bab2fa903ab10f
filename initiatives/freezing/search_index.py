"""The index for searching a copy in the browser: the analysed words of the search rows, as a script that assigns it."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, TextField
from django.urls import reverse

from initiatives.freezing.addresses import Address
from initiatives.models import SearchRow, SearchWord, Synonym
from initiatives.search import weights
from initiatives.search.facets.definitions import FACETS
from initiatives.search.facets.values import FacetAndSlug
from initiatives.search.index.snapshot import Index, current_index
from initiatives.search.index.tsvector import BASE, WEIGHTS
from initiatives.search.language.analysis import Analyser, fillers, stop_words, word, words
from initiatives.search.language.dictionary import zipf
from initiatives.search.sorting import RELEVANCE

Phrase = list[list[int]]  # for each of its words the numbers of its bases

VARIABLE = "FROZEN_INDEX"
MEDIA_TYPE = "text/javascript"
# Facets of which a value has a page of its own, with the name of its URL.
PAGES = {
    "gemeente": "municipality",
    "doelgroep": "target_group",
    "categorie": "category",
    "aanpak": "approach",
    "bron": "source",
}
LEXEMES = Func(F("vector"), function="tsvector_to_array", output_field=ArrayField(TextField()))
# What the script weighs with, from the search of the site.
WEIGHING = {
    "fields": [*weights.FIELD_STRENGTHS.values()],
    "synonym": weights.SYNONYM,
    "parts": weights.SPLIT_COMPOUND,
    "similar": weights.SIMILAR_FORM,
    "name": weights.FACET_VALUE_NAME,
    "nickname": weights.FACET_VALUE_SYNONYM,
    "place": weights.PLACE_NAME,
    "minFull": weights.MIN_FULL_MATCHES,
    "minPartial": weights.MIN_PARTIAL,
    "minShare": weights.MIN_SHARE_OF_BEST,
    "minQuery": weights.MIN_SHARE_OF_QUERY,
}


def script() -> bytes:
    """Return the index of the catalogue as it is now.

    Initiatives, facet values and bases of words are numbers in it: their places in `items`, `values` and `bases`.
    static/js/frozen_search.js reads it.
    """
    content = json.dumps(_SearchIndex(current_index()).content(), ensure_ascii=False, separators=(",", ":"))
    return f"window.{VARIABLE}={content};\n".encode()


class _SearchIndex:
    """Collects the words of the catalogue; a base gets its number when it is first met."""

    def __init__(self, index: Index) -> None:
        self._index, self._values = index, index.facet_values
        everything = index.everything
        self._keys = index.order(RELEVANCE).first(everything, len(everything))
        self._numbers = {key: number for number, key in enumerate(self._keys)}
        self._bases: dict[str, int] = {}
        self._value_numbers = {
            (key, slug): number
            for number, (key, slug) in enumerate((key, slug) for key in FACETS for slug in self._values.by_slug(key))
        }

    def content(self) -> dict[str, Any]:
        """The whole index, of values that JSON knows."""
        rows = {key: (card, lexemes) for key, card, lexemes in SearchRow.objects.values_list("pk", "card", LEXEMES)}
        by_base = self._postings(rows)
        phrases = self._phrases()
        forms = self._forms(phrases)
        synonyms, synonym_phrases = self._synonyms(by_base)
        return {
            "items": [self._item(rows[key][0]) for key in self._keys],
            "values": [*self._facet_values()],
            "forms": forms,
            "parts": self._parts(forms),
            "common": {form: share for form in forms if (share := _telling(form)) < 100},
            "named": self._named(self._values.named),
            "nicknamed": self._named(self._values.nicknamed),
            "places": self._named(self._values.named_places),
            "otherPlaces": self._named(self._values.nicknamed_places),
            "synonyms": synonyms,
            "phrases": synonym_phrases,
            "bases": [*self._bases],
            "postings": [by_base.get(base, []) for base in self._bases],
            "ignored": sorted(stop_words()),
            "fillers": sorted(fillers()),
            "weights": WEIGHING,
        }

    @staticmethod
    def _item(card: dict[str, Any]) -> list[str]:
        path = Address(reverse("initiative", args=[card["slug"]])).file
        return [path, card["title"], card["place"], card["summary"]]

    def _postings(self, rows: dict[int, tuple[Any, list[str]]]) -> dict[str, list[list[int]]]:
        """The initiatives with each base, a list for each weight; empty ones at the end are left out."""
        by_base: dict[str, list[list[int]]] = defaultdict(lambda: [[] for _ in WEIGHTS])
        for number, key in enumerate(self._keys):
            for lexeme in rows[key][1]:
                if lexeme[1:2] == BASE and lexeme[0] in WEIGHTS:
                    by_base[lexeme[2:]][WEIGHTS.index(lexeme[0])].append(number)
        for fields in by_base.values():
            while not fields[-1]:
                fields.pop()
        return by_base

    def _phrases(self) -> Iterator[str]:
        """The names that are looked up by the bases of their words."""
        for facet in FACETS.values():
            if facet.is_recognised and not facet.has_proper_names:
                yield from (value.label for value in self._values.by_slug(facet.key).values())
                yield from (name for row in self._values.rows(facet.key) for name in facet.other_names(row))
        yield from (phrase for row in Synonym.objects.all() for phrase in (*row.same, *row.narrower, *row.wider))

    def _forms(self, phrases: Iterable[str]) -> dict[str, list[int]]:
        """The bases of each word of the catalogue and of the names of facet values."""
        written = [*SearchWord.objects.filter(uses__gt=0).order_by("form").values_list("form", flat=True)]
        written += sorted({part for phrase in phrases for part in words(phrase)})
        analysed = {known.form: known.bases for known in map(word, written)}
        return {form: [self._base(base) for base in bases] for form, bases in analysed.items()}

    def _base(self, base: str) -> int:
        return self._bases.setdefault(base, len(self._bases))

    def _parts(self, forms: dict[str, list[int]]) -> dict[str, Phrase]:
        """The bases of the parts of each compound."""
        analyser = Analyser(frozenset(forms))
        parts = {form: found for form in forms if (found := analyser.word(form).parts)}
        return {
            form: [[self._base(base) for base in word(part).bases] for part in found] for form, found in parts.items()
        }

    def _facet_values(self) -> Iterator[list[Any]]:
        """Facet, slug, label, the page of the value, and its initiatives."""
        for key, slug in self._value_numbers:
            page = Address(reverse(PAGES[key], args=[slug])) if key in PAGES else None
            members = self._index.by_value[key].get(slug, ())
            label = self._values.by_slug(key)[slug].label
            yield [key, slug, label, page.file if page else "", sorted(self._numbers[pk] for pk in members)]

    def _named(self, names: dict[str, list[FacetAndSlug]]) -> dict[str, list[int]]:
        """The values with each name."""
        numbers = {
            name: [self._value_numbers[value] for value in values if value in self._value_numbers]
            for name, values in names.items()
        }
        return {name: found for name, found in numbers.items() if found}

    def _synonyms(self, by_base: Collection[str]) -> tuple[dict[str, list[int]], list[Phrase]]:
        """The synonyms that any initiative can have: for each phrase their numbers, and all of them by number."""
        numbers: dict[str, int] = {}
        phrases: list[Phrase] = []
        by_key: dict[str, list[int]] = {}
        for key, synonyms in self._values.synonyms.items():
            for phrase in synonyms:
                bases = [word(part).bases for part in words(phrase, joined=False)]
                if not all(any(base in by_base for base in alternatives) for alternatives in bases):
                    continue
                if phrase not in numbers:
                    numbers[phrase] = len(phrases)
                    phrases.append([[self._base(base) for base in alternatives] for alternatives in bases])
                by_key.setdefault(key, []).append(numbers[phrase])
        return by_key, phrases


def _telling(form: str) -> int:
    """How much a word says, in hundredths: less when it is common in Dutch (as `QueryTerm.telling`)."""
    share = 1 - (zipf(form) - weights.COMMON) * weights.COMMON_WORD_LOSS
    return round(100 * max(weights.MIN_TELLING, min(1.0, share)))
