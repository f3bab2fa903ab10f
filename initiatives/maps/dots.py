"""Search results on the map: a dot per municipality, the names of some, and a legend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from initiatives.maps.geometry import MAX_RADIUS, Outline, outline, radius
from initiatives.maps.labels import Box, Circle, Label, place_labels
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.sorting import MUNICIPALITY, RELEVANCE

LEGEND_X, LEGEND_TOP, LEGEND_GAP = 60.0, 20.0, 16.0  # in map units: in the sea, in the north-west
LEGEND_WIDTH = 240.0  # with its numbers
EDGE = 220.0  # in map units from the sides: there a name that is centred on its dot would leave the map
TABLE_ID = "aantallen"  # in components/map_table.html
NAME_GAP = 10.0  # between a dot and the name that appears above it


@dataclass(frozen=True, slots=True)
class Dot:
    """A municipality: its number of initiatives, the address of their list, and its place in map units."""

    label: str
    count: int
    chosen: bool
    url: str
    x: int
    y: int
    radius: float
    population: int

    @property
    def name_y(self) -> int:
        """Where the name that appears stands: above the dot."""
        return round(self.y - self.radius - NAME_GAP)

    @property
    def name_anchor(self) -> str:
        """The part of that name that is above the centre of the dot; empty for its middle."""
        return "start" if self.x < EDGE else "end" if self.x > 1000 - EDGE else ""


@dataclass(frozen=True, slots=True)
class LegendCircle:
    """A circle as large as a dot of so many initiatives."""

    count: int
    x: float
    y: float
    radius: float

    @property
    def text_x(self) -> float:
        """Where its number stands: in one column beside all circles."""
        return self.x + MAX_RADIUS + LEGEND_GAP


@dataclass(frozen=True, slots=True)
class TableSort:
    """An order of the table beside the map, and the address of the page in that order; `direction` is as in ARIA."""

    label: str
    direction: str
    chosen: bool
    url: str


@dataclass(frozen=True)
class Map:
    """The provinces, with a dot for each municipality that has initiatives.

    Largest first, so that small dots are drawn on top. `rows` has the same in the order of the table beside it, which
    is that of the list: by name when that is sorted by municipality, else the largest first.
    """

    outline: Outline
    dots: list[Dot]
    rows: list[Dot]
    labels: tuple[Label, ...]
    legend: list[LegendCircle]
    sorts: tuple[TableSort, TableSort]

    @classmethod
    def of(cls, answer: AnswerPage) -> Map:
        """Return the map of an answer. The count of a dot is that of the facet: as the only municipality chosen."""
        by_name = list(_dots(answer))
        dots = sorted(by_name, key=lambda dot: -dot.count)
        circles = legend(dots[0].count if dots else 0)
        is_by_name = answer.parameters.sort == MUNICIPALITY
        rows = by_name if is_by_name else dots
        return cls(outline(), dots, rows, _labels(dots, circles), circles, _sorts(answer, is_by_name=is_by_name))


def _dots(answer: AnswerPage) -> Iterator[Dot]:
    """Yield the dots in alphabetical order."""
    counts, list_address = answer.search.counts("gemeente"), answer.list_address
    most = max(counts.values(), default=0)
    chosen = answer.parameters.chosen.get("gemeente", [])
    for place in answer.search.facet_values.rows("gemeente"):
        count = counts.get(place.slug)
        if not count or place.latitude is None or not place.is_existing():
            continue
        x, y = outline().place(float(place.latitude), float(place.longitude))
        url = list_address.url(chosen={**answer.parameters.chosen, "gemeente": [place.slug]})
        size = round(radius(count, most), 1)
        yield Dot(place.name, count, place.slug in chosen, url, x, y, size, place.population or 0)


def _sorts(answer: AnswerPage, *, is_by_name: bool) -> tuple[TableSort, TableSort]:
    by_name, by_count = (f"{answer.address.url(sort=sort)}#{TABLE_ID}" for sort in (MUNICIPALITY, RELEVANCE))
    return (
        TableSort("Gemeente (A\u2013Z)", "ascending", is_by_name, by_name),
        TableSort("Aantal", "descending", not is_by_name, by_count),
    )


def _labels(dots: list[Dot], circles: list[LegendCircle]) -> tuple[Label, ...]:
    """Return the names beside dots: what is chosen, the largest dot, then the towns that most people know."""
    left, top, width, height = map(float, outline().view_box.split())
    bottom = max((circle.y + circle.radius for circle in circles), default=top)
    in_order = sorted(dots, key=lambda dot: (not dot.chosen, dot is not dots[0], -dot.population, dot.label))
    places = tuple(Circle(dot.label, dot.x, dot.y, dot.radius, dot.chosen or dot is dots[0]) for dot in in_order)
    return place_labels(places, Box(left, top, left + width, top + height), (Box(left, top, LEGEND_WIDTH, bottom),))


def legend(most: int) -> list[LegendCircle]:
    """Return circles for the largest count, for about a quarter of it (half the radius) and for one, without repeats.

    Args:
        most: the largest count on the map.
    """
    quarter = most / 4
    rounded = int(round(quarter, 1 - len(str(int(quarter)))))  # to one digit: 10 rather than 10.75
    circles, top = [], LEGEND_TOP
    for count in sorted({most, rounded, min(most, 1)} - {0}, reverse=True):
        size = round(radius(count, most), 1)
        circles.append(LegendCircle(count, LEGEND_X, top + size, size))
        top += 2 * size + LEGEND_GAP
    return circles
