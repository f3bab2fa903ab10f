"""Search results on the map: a dot per municipality."""

from __future__ import annotations

from dataclasses import dataclass

from initiatives.maps.geometry import Outline, outline, radius
from initiatives.search.page.answer_page import AnswerPage


@dataclass(frozen=True, slots=True)
class Dot:
    """A municipality: its number of initiatives, the address of their list, and its place in map units."""

    label: str
    count: int
    chosen: bool
    url: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Map:
    """The provinces, with a dot for each municipality that has initiatives.

    Largest first, so that small dots are drawn on top.
    """

    outline: Outline
    dots: list[Dot]

    @classmethod
    def of(cls, answer: AnswerPage) -> Map:
        """Return the map of an answer. The count of a dot is that of the facet: as the only municipality chosen."""
        counts, list_address = answer.search.counts("gemeente"), answer.list_address
        most = max(counts.values(), default=0)
        shape = outline()
        chosen = answer.parameters.chosen.get("gemeente", [])
        dots = []
        for place in answer.search.facet_values.rows("gemeente"):
            count = counts.get(place.slug)
            if not count or place.latitude is None or not place.is_existing():
                continue
            x, y = shape.place(float(place.latitude), float(place.longitude))
            url = list_address.url(chosen={**answer.parameters.chosen, "gemeente": [place.slug]})
            dots.append(Dot(place.name, count, place.slug in chosen, url, x, y, round(radius(count, most), 1)))
        return cls(shape, sorted(dots, key=lambda dot: -dot.count))
