"""What a page says of municipalities: those of which the sources tell nothing, and those that were merged."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as date_format

from initiatives.choices import Scope
from initiatives.models import Municipality
from initiatives.search.facets.definitions import PLACE_FACETS
from initiatives.search.page.alternatives import Alternative
from initiatives.search.query_string.address import Address
from initiatives.search.related import MAX_MUNICIPALITIES, similar_municipalities
from initiatives.search.search import Search

MAX_EMPTY_PLACES = 3  # that a page tells of


@dataclass(frozen=True)
class EmptyPlace:
    """A municipality that the question names, without initiatives or without any on its subject; and where to look."""

    municipality: Municipality
    similar: list[Alternative]  # municipalities of its size with initiatives on the subject
    elsewhere: list[Alternative]  # the same question for other initiatives, where there are any
    subject: str = ""  # the other words of the question; empty when there are no initiatives at all

    @property
    def name(self) -> str:
        """The common name, with the official one where that is another: Den Bosch ('s-Hertogenbosch)."""
        name, official = self.municipality.name, self.municipality.official_name
        return name if official in ("", name) else f"{name} ({official})"


def empty_places(search: Search, address: Address) -> list[EmptyPlace]:
    """Return the municipalities without initiatives that are chosen, or that the words name.

    Of those that the words name also the municipalities where no initiative has the other words.
    """
    match = search.text_match
    places = {municipality.slug: municipality for place in match.places for municipality in place.today}
    if chosen := search.parameters.chosen.get("gemeente"):
        places |= {row.slug: row for row in search.facet_values.rows("gemeente") if row.slug in chosen}
    empty = [place for slug, place in places.items() if not search.index.totals["gemeente"].get(slug)]
    without = [municipality for place in match.places_without for municipality in place.today]
    named = [place.term for place in (*match.places, *match.places_without)]
    elsewhere = _Elsewhere(search, address, match.query.words_without(named))
    places_to_tell = [*map(elsewhere.of_empty, empty), *map(elsewhere.without_subject, without)]
    return places_to_tell[:MAX_EMPTY_PLACES]


class _Elsewhere:
    """The same question for other places.

    Args:
        words: the words of the question without the names of places.
    """

    def __init__(self, search: Search, address: Address, words: str) -> None:
        self._search, self._address, self._words = search, address, words
        chosen = search.parameters.chosen.items()
        self._other = {key: slugs for key, slugs in chosen if key not in PLACE_FACETS}

    def of_empty(self, place: Municipality) -> EmptyPlace:
        """Describe a municipality without initiatives: those that are regional or national are not of it either."""
        wider = [self._regional(place), self._question("Landelijk", bereik=[Scope.NATIONAL.value])]
        similar = similar_municipalities(place, self._search.index)
        places = similar.places if similar else []
        links = [Alternative(other.name, count, other.get_absolute_url()) for other, count in places]
        return EmptyPlace(place, links, _useful(wider))

    def without_subject(self, place: Municipality) -> EmptyPlace:
        """Describe a municipality that has initiatives, but none with the other words."""
        province, changes = place.province, {"words": "", "chosen": self._other | {"gemeente": [place.slug]}}
        total = self._search.with_changes(**changes).total
        all_own = Alternative(f"Alles in {place.name}", total, self._address.url(**changes))
        in_province = self._question(f"In de provincie {province.name}", provincie=[province.slug])
        national = self._question("Landelijk", bereik=[Scope.NATIONAL.value])
        return EmptyPlace(place, self._similar(place), _useful([all_own, in_province, national]), self._words)

    def _similar(self, place: Municipality) -> list[Alternative]:
        """The question for municipalities of this size, most initiatives first."""
        others = self._search.facet_values.municipalities_by_size[place.size_class] if place.size_class else []
        questions = [self._question(other.name, gemeente=[other.slug]) for other in others if other.pk != place.pk]
        return sorted(_useful(questions), key=lambda question: -question.count)[:MAX_MUNICIPALITIES]

    def _regional(self, place: Municipality) -> Alternative:
        province = place.province
        near = self._question(
            f"Regionaal, elders in {province.name}", bereik=[Scope.REGIONAL.value], provincie=[province.slug]
        )
        return near if near.count else self._question("Regionaal, elders", bereik=[Scope.REGIONAL.value])

    def _question(self, label: str, **chosen: list[str]) -> Alternative:
        """The question elsewhere; where nothing has all of the words, it counts for nothing."""
        changes = {"words": self._words, "chosen": self._other | chosen}
        there = self._search.with_changes(**changes)
        return Alternative(label, there.total if there.full_total else 0, self._address.url(**changes))


def _useful(alternatives: list[Alternative]) -> list[Alternative]:
    return [alternative for alternative in alternatives if alternative.count]


@dataclass(frozen=True)
class Merger:
    """Where former municipalities belong today; as text the whole sentence."""

    beginning: str  # the sentence up to the names of the successors
    successors: tuple[Municipality, ...]

    def __str__(self) -> str:
        return f"{self.beginning} {joined([place.name for place in self.successors])}."


def mergers(search: Search) -> list[Merger]:
    """Return sentences about the former municipalities that belong to a chosen one today, or that the words name."""
    chosen = search.parameters.chosen.get("gemeente", [])
    named = [place.municipality for place in search.text_match.places if place.municipality.is_abolished()]
    former = [row for slug in chosen for row in search.facet_values.former_municipalities.get(slug, ())]
    return merger_sentences(dict.fromkeys([*former, *named]))


def merger_sentences(former: Collection[Municipality]) -> list[Merger]:
    """Say of abolished municipalities where they belong now, and since when; of one without successors nothing."""
    together: dict[tuple, list[str]] = defaultdict(list)
    for municipality in former:
        successors = tuple(municipality.successors_today())
        if successors:
            together[successors, municipality.merged_on].append(municipality.name)
    return [_merger_sentence(names, successors, day) for (successors, day), names in together.items()]


def _merger_sentence(names: Sequence[str], successors: tuple[Municipality, ...], day: date) -> Merger:
    since = f"sinds {date_format(day, 'j F Y')}"
    is_one, is_split = len(names) == 1, len(successors) > 1
    verb = ("is" if is_one else "zijn") if is_split else ("hoort" if is_one else "horen")
    return Merger(f"{joined(names)} {verb} {since} {'verdeeld over' if is_split else 'bij'}", successors)


def joined(names: Sequence[str]) -> str:
    """Join names as in a sentence: Weesp, Muiden en Naarden; empty without names."""
    *first, last = names or [""]
    return " en ".join(filter(None, [", ".join(first), last]))
