"""From degrees to a place on the map: Mercator, with its scale and corner found from places of known provinces."""

from dataclasses import dataclass
from math import asinh, dist, radians, tan
from operator import mul

from initiatives.maps.shapes import Point, Ring, nearest

ROUNDS = 150  # of fitting; by then it stands still
NEAR = 1.0  # map units outside; nearer is no worse than this
SAY_INSIDE = 0.001  # of a place that is where it should be, beside one that is not


@dataclass(frozen=True)
class Projection:
    """Mercator on a sphere, moved and scaled onto a map whose y grows downwards.

    `scale` is in map units for each radian at the equator; `left` and `top` are where zero degrees would lie.
    """

    scale: float
    left: float
    top: float

    def place(self, latitude: float, longitude: float) -> Point:
        """Where a place lies, in map units.

        Args:
            latitude: degrees north, WGS84.
            longitude: degrees east, WGS84.
        """
        x, y = mercator(latitude, longitude)
        return self.left + self.scale * x, self.top + self.scale * y


def mercator(latitude: float, longitude: float) -> Point:
    """A place in radians of Mercator's projection, y growing southwards.

    Source: J.P. Snyder, Map Projections: A Working Manual (USGS Professional Paper 1395, 1987), equations 7-1 and 7-2;
    the inverse hyperbolic sine of the tangent of the latitude is the logarithm there.

    Args:
        latitude: degrees north, between -90 and 90.
        longitude: degrees east.
    """
    return radians(longitude), -asinh(tan(radians(latitude)))


def fitted(places: list[tuple[float, float, list[Ring]]]) -> Projection:
    """The projection that puts places inside the shapes that they belong to, as nearly as can be.

    Each round moves the map by least squares: a place outside its shape should be at the nearest point of the shape; a
    place inside should stay, but has little say.

    Args:
        places: latitude and longitude in degrees, and the rings of its shape in map units; at least two places.
    """
    known = [mercator(latitude, longitude) for latitude, longitude, _ in places]
    shapes = [rings for _, _, rings in places]
    projection = _least_squares(known, [_middle(rings) for rings in shapes], [1.0] * len(known))
    for _ in range(ROUNDS):
        now = [projection.place(latitude, longitude) for latitude, longitude, _ in places]
        wanted = [nearest(each, rings) for each, rings in zip(now, shapes, strict=True)]
        say = [_say(dist(there, here)) for there, here in zip(wanted, now, strict=True)]
        projection = _least_squares(known, wanted, say)
    return projection


def _say(distance: float) -> float:
    """What a place that is this far outside its shape, in map units, has to say in the next round."""
    return 1 / max(distance, NEAR) if distance else SAY_INSIDE


def _middle(rings: list[Ring]) -> Point:
    points = [point for ring in rings for point in ring]
    return _mean(points, [1.0] * len(points))


def _mean(points: list[Point], say: list[float]) -> Point:
    x, y = (sum(map(mul, say, each)) / sum(say) for each in zip(*points, strict=True))
    return x, y


def _least_squares(known: list[Point], wanted: list[Point], say: list[float]) -> Projection:
    """One scale for both axes, since Mercator keeps angles, and a move."""
    (kx, ky), (wx, wy) = _mean(known, say), _mean(wanted, say)
    pairs = list(zip(say, known, wanted, strict=True))
    shared = sum(much * ((x - kx) * (u - wx) + (y - ky) * (v - wy)) for much, (x, y), (u, v) in pairs)
    scale = shared / sum(much * ((x - kx) ** 2 + (y - ky) ** 2) for much, (x, y), _ in pairs)
    return Projection(scale, wx - scale * kx, wy - scale * ky)
