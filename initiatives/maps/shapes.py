"""Rings of points in a plane, as far as the map needs them."""

from itertools import pairwise
from math import dist

Point = tuple[float, float]
Ring = list[Point]  # closed: after the last point comes the first


def sides(ring: Ring) -> list[tuple[Point, Point]]:
    """The straight lines between the points of a ring, the closing one too."""
    return list(pairwise([*ring, ring[0]]))


def area(ring: Ring) -> float:
    """What a ring encloses, in squares of its unit; negative when it runs the other way around (a hole, or water).

    The shoelace formula: half the sum of the cross products of neighbouring points.
    """
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in sides(ring)) / 2


def inside(point: Point, rings: list[Ring]) -> bool:
    """Whether a point lies in a shape of several rings; within a ring inside another it lies in a hole.

    Counts how many sides a ray to the right crosses: odd is inside (the even-odd rule, as SVG 2 defines it for fills).
    """
    x, y = point
    crossed = False
    for ring in rings:
        for (ax, ay), (bx, by) in sides(ring):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                crossed = not crossed
    return crossed


def nearest(point: Point, rings: list[Ring]) -> Point:
    """The point of a shape that is nearest to another: that point itself when it lies inside."""
    if inside(point, rings):
        return point
    found = (_nearest_on(point, *side) for ring in rings for side in sides(ring))
    return min(found, key=lambda each: dist(point, each))


def _nearest_on(point: Point, start: Point, end: Point) -> Point:
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    if not length:
        return start
    part = ((point[0] - start[0]) * along[0] + (point[1] - start[1]) * along[1]) / length
    part = min(1.0, max(0.0, part))
    return start[0] + part * along[0], start[1] + part * along[1]
