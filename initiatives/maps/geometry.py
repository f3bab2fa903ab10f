"""What a page needs to draw the map: the outline, coordinates on it, and the radius of dots."""

from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

import yaml

from initiatives.maps.projection import Projection

FILE = Path(__file__).with_name("outline.yaml")
MIN_RADIUS = 12.0  # in map units: 4 px on a map of 320 px wide
MAX_RADIUS = 42.0  # larger dots would hide the towns around


@dataclass(frozen=True)
class ProvinceShape:
    """A province with its border as the `d` of an SVG path."""

    code: str
    name: str
    slug: str
    path: str


@dataclass(frozen=True)
class Attribution:
    """The attribution of the outline that its licence requires beside the map; `text` is in Dutch."""

    text: str
    url: str
    licence: str
    licence_url: str


@dataclass(frozen=True)
class Outline:
    """The map: its `view_box` as SVG has it, and the provinces, in map units (1000 is the width of the map)."""

    view_box: str
    provinces: tuple[ProvinceShape, ...]
    attribution: Attribution
    projection: Projection

    def place(self, latitude: float, longitude: float) -> tuple[int, int]:
        """Coordinates on the map of degrees in WGS84, in map units: x to the right, y down.

        Whole numbers, since a template in Dutch would write a comma. A place abroad may lie outside the view box.
        """
        x, y = self.projection.place(float(latitude), float(longitude))
        return round(x), round(y)


@cache
def outline() -> Outline:
    """The outline of `outline.yaml`, read once."""
    contents = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Outline(
        view_box=contents["view_box"],
        provinces=tuple(ProvinceShape(**province) for province in contents["provinces"]),
        attribution=Attribution(**contents["attribution"]),
        projection=Projection(**contents["projection"]),
    )


def radius(count: int, most: int) -> float:
    """The radius of a dot, in map units: its area is in proportion to what it counts.

    The common rule for proportional symbols: a radius goes by the square root. People see large dots somewhat too small
    (J.J. Flannery, The relative effectiveness of some common graduated point symbols, The Canadian Cartographer 8,
    1971, who enlarges them); here they are left in true proportion, since the number stands beside them in words.

    Args:
        count: how many a dot stands for.
        most: the largest count on the same map.

    Returns:
        Zero for nothing. Else at least `MIN_RADIUS`, so that one is well seen: where `most` is over
        (MAX_RADIUS / MIN_RADIUS)² = 12, the smallest counts look somewhat larger than they are. At most `MAX_RADIUS`.
        Write it without localization, which would make its point a comma.

    Raises:
        ValueError: a count below zero or above `most`.
    """
    if not 0 <= count <= most:
        raise ValueError(f"{count} is not between 0 and {most}")
    if not count:
        return 0.0
    one = min(MIN_RADIUS, MAX_RADIUS / sqrt(most))
    return max(MIN_RADIUS, one * sqrt(count))
