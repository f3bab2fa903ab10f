"""Fewer points in shapes that share borders, so that neighbours stay neighbours."""

from collections import defaultdict
from heapq import heapify, heappop, heappush
from math import dist, floor

from initiatives.maps.shapes import Point, Ring

FEWEST = 4  # points of a ring; an island stays a shape


def simplified(rings: list[Ring], *, same: float, smallest: float) -> list[Ring]:
    """Rings with fewer points; what two rings share stays shared.

    Args:
        rings: of all shapes together.
        same: points as near as this are one, in the unit of the points: neighbours do not quite agree.
        smallest: in squares of that unit; a point goes when its triangle with its neighbours is smaller.

    Returns:
        The rings in the same order.
    """
    mesh = _Mesh(rings, same)
    mesh.thin(smallest)
    return mesh.rings()


class _Mesh:
    """Rings as lists of shared points. A stop is a place in a ring, linked to the stops before and after it."""

    def __init__(self, rings: list[Ring], same: float) -> None:
        merge = _Merger(same)
        self._points = merge.points
        self._point_of: list[int] = []  # by stop
        self._before: list[int] = []
        self._after: list[int] = []
        self._ring_of: list[int] = []
        self._stops: list[set[int]] = []  # by ring
        self._stops_at: dict[int, set[int]] = defaultdict(set)  # by point
        for ring in rings:
            self._add(merge.without_repeats(ring))

    def _add(self, numbers: list[int]) -> None:
        first, length = len(self._point_of), len(numbers)
        for offset, number in enumerate(numbers):
            self._point_of.append(number)
            self._before.append(first + (offset - 1) % length)
            self._after.append(first + (offset + 1) % length)
            self._ring_of.append(len(self._stops))
            self._stops_at[number].add(first + offset)
        self._stops.append(set(range(first, first + length)))

    def thin(self, smallest: float) -> None:
        """Take points away, the least telling first.

        Source: M. Visvalingam and J.D. Whyatt, Line generalisation by repeated elimination of points, The Cartographic
        Journal 30 (1993). Here a point goes from all its rings at once, and only when they all come from and go to the
        same two points; so the points where three shapes meet stay.
        """
        heap = [(weight, number) for number in self._stops_at if (weight := self._weight(number)) is not None]
        heapify(heap)
        while heap and heap[0][0] < smallest:
            weight, number = heappop(heap)
            if self._weight(number) == weight:  # else a neighbour has gone since
                for neighbour in self._remove(number):
                    if (changed := self._weight(neighbour)) is not None:
                        heappush(heap, (changed, neighbour))

    def rings(self) -> list[Ring]:
        """The points that are left."""
        return [[self._points[self._point_of[stop]] for stop in sorted(stops)] for stops in self._stops]

    def _neighbours(self, stop: int) -> frozenset[int]:
        return frozenset({self._point_of[self._before[stop]], self._point_of[self._after[stop]]})

    def _weight(self, number: int) -> float | None:
        """The area of the triangle of a point and its two neighbours; none for a point that has to stay or has gone."""
        stops = self._stops_at[number]
        pairs = {self._neighbours(stop) for stop in stops}
        if len(pairs) != 1 or any(len(self._stops[self._ring_of[stop]]) <= FEWEST for stop in stops):
            return None
        ends = sorted(pairs.pop())
        if len(ends) != 2:  # the tip of a dam without width
            return None
        (ax, ay), (bx, by), (cx, cy) = (self._points[each] for each in (ends[0], number, ends[1]))
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2

    def _remove(self, number: int) -> set[int]:
        """Take a point out of its rings; gives its neighbours."""
        touched = set()
        for stop in self._stops_at[number]:
            touched |= self._neighbours(stop)
            before, after = self._before[stop], self._after[stop]
            self._after[before], self._before[after] = after, before
            self._stops[self._ring_of[stop]].remove(stop)
        self._stops_at[number] = set()
        return touched


class _Merger:
    """Numbers points, with one number for all that are nearly the same."""

    def __init__(self, same: float) -> None:
        self.points: list[Point] = []
        self._same = same
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)

    def without_repeats(self, ring: Ring) -> list[int]:
        """The numbers of a ring's points, without those that follow themselves."""
        numbers = [self._number(point) for point in ring]
        return [number for index, number in enumerate(numbers) if number != numbers[index - 1]]

    def _number(self, point: Point) -> int:
        column, row = (floor(each / self._same) for each in point)
        around = [(column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1)]
        near = [number for cell in around for number in self._cells.get(cell, ())]
        best = min(near, key=lambda number: dist(point, self.points[number]), default=None)
        if best is not None and dist(point, self.points[best]) <= self._same:
            return best
        self.points.append(point)
        self._cells[column, row].append(len(self.points) - 1)
        return len(self.points) - 1
