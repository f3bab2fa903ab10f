"""Search results on the map: a dot per municipality."""

from __future__ import annotations

from dataclasses import dataclass

from initiatives.maps.geometry import Outline, outline, radius
from initiatives.search.search import Search


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
    def of(cls, search: Search) -> Map:
        """Return the map of a search; a dot counts as its facet value: as if it were the only municipality chosen."""
        counts = next(facet.counts for facet in search.facets if facet.key == "gemeente")
        most = max(counts.values(), default=0)
        shape = outline()
        chosen = search.asked.chosen.get("gemeente", [])
        dots = []
        for place in search.vocabulary.municipalities:
            count = counts.get(place.slug)
            if not count or place.latitude is None or not place.is_alive():
                continue
            x, y = shape.place(float(place.latitude), float(place.longitude))
            url = search.list_address.url(chosen={**search.asked.chosen, "gemeente": [place.slug]})
            dots.append(Dot(place.name, count, place.slug in chosen, url, x, y, round(radius(count, most), 1)))
        return cls(shape, sorted(dots, key=lambda dot: -dot.count))
