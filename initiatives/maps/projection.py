"""Mercator's projection: from degrees to coordinates on the map."""

from dataclasses import dataclass
from math import asinh, radians, tan

Point = tuple[float, float]


@dataclass(frozen=True)
class Projection:
    """Mercator on a sphere, scaled and moved onto a map whose y grows downwards.

    `scale` is in map units per radian at the equator; `left` and `top` are the coordinates of zero degrees. How their
    values were found: docs/decisions/0015-map.md.
    """

    scale: float
    left: float
    top: float

    def place(self, latitude: float, longitude: float) -> Point:
        """Coordinates of degrees in WGS84, in map units."""
        x, y = mercator(latitude, longitude)
        return self.left + self.scale * x, self.top + self.scale * y


def mercator(latitude: float, longitude: float) -> Point:
    """Coordinates of degrees (latitude between -90 and 90) in radians of Mercator's projection, y growing southwards.

    Source: J.P. Snyder, Map Projections: A Working Manual (USGS Professional Paper 1395, 1987), equations 7-1 and 7-2;
    the inverse hyperbolic sine of the tangent of the latitude is the logarithm there.
    """
    return radians(longitude), -asinh(tan(radians(latitude)))
