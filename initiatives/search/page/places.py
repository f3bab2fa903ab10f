"""What a page says of municipalities: those of which the sources tell nothing, and those that were merged."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.dateformat import format as date_format

from initiatives.choices import Scope
from initiatives.models import Municipality
from initiatives.search.facets.definitions import PLACE_FACETS
from initiatives.search.page.alternatives import Alternative
from initiatives.search.query_string.address import Address
from initiatives.search.related import SimilarMunicipalities, similar_municipalities
from initiatives.search.search import Search

MAX_EMPTY_PLACES = 3  # that a page tells of


@dataclass(frozen=True)
class EmptyPlace:
    """A municipality without initiatives that the question names, with where to look instead."""

    municipality: Municipality
    similar: SimilarMunicipalities | None
    elsewhere: list[Alternative]  # the same question for regional and national initiatives, where there are any

    @property
    def name(self) -> str:
        """The common name, with the official one where that is another: Den Bosch ('s-Hertogenbosch)."""
        name, official = self.municipality.name, self.municipality.official_name
        return name if official in ("", name) else f"{name} ({official})"


def empty_places(search: Search, address: Address) -> list[EmptyPlace]:
    """Return the municipalities without initiatives that are chosen, or that the words name."""
    named = search.text_match.places
    places = {municipality.slug: municipality for place in named for municipality in place.today}
    if chosen := search.parameters.chosen.get("gemeente"):
        places |= {row.slug: row for row in search.facet_values.rows("gemeente") if row.slug in chosen}
    empty = [place for slug, place in places.items() if not search.index.totals["gemeente"].get(slug)]
    words = search.text_match.query.words_without([place.term for place in named])
    return [_empty_place(place, search, address, words) for place in empty[:MAX_EMPTY_PLACES]]


def _empty_place(municipality: Municipality, search: Search, address: Address, words: str) -> EmptyPlace:
    other = {key: slugs for key, slugs in search.parameters.chosen.items() if key not in PLACE_FACETS}
    province = municipality.province

    def alternative(label: str, **chosen: list[str]) -> Alternative:
        changes = {"words": words, "chosen": other | chosen}
        return Alternative(label, search.with_changes(**changes).total, address.url(**changes))

    # None of them is of the municipality itself: the sources tell nothing of it.
    regional = alternative(
        f"Regionaal, elders in {province.name}", bereik=[Scope.REGIONAL.value], provincie=[province.slug]
    )
    if not regional.count:
        regional = alternative("Regionaal, elders", bereik=[Scope.REGIONAL.value])
    elsewhere = [regional, alternative("Landelijk", bereik=[Scope.NATIONAL.value])]
    similar = similar_municipalities(municipality, search.index)
    return EmptyPlace(municipality, similar, [other for other in elsewhere if other.count])


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


def _merger_sentence(names: Sequence[str], successors: tuple[Municipality, ...], day: object) -> Merger:
    since = f"sinds {date_format(day, 'j F Y')}"
    is_one, is_split = len(names) == 1, len(successors) > 1
    verb = ("is" if is_one else "zijn") if is_split else ("hoort" if is_one else "horen")
    return Merger(f"{joined(names)} {verb} {since} {'verdeeld over' if is_split else 'bij'}", successors)


def joined(names: Sequence[str]) -> str:
    """Join names as in a sentence: Weesp, Muiden en Naarden; empty without names."""
    *first, last = names or [""]
    return " en ".join(filter(None, [", ".join(first), last]))
