"""Names of municipalities on the map: which are written beside their dots, and where."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import hypot

from initiatives.maps.geometry import MAX_RADIUS

MAX_LABELS = 16
MIN_DISTANCE = 70.0  # between labelled dots, in map units: some 19 km, as between Rotterdam and The Hague
FONT_SIZE = 36.0  # in map units: 12 px on a phone of 375 px wide; components.css has no larger one
# Parts of the font size; letters are narrower in the fonts of most systems, DejaVu Sans (a wide one) included.
NARROW, WIDE, LETTER_WIDTH, CAPITAL_WIDTH = 0.42, 1.0, 0.64, 0.78
WIDTHS = dict.fromkeys("fijlrt I'-", NARROW) | dict.fromkeys("mwMW", WIDE)
ASCENT, DESCENT = 0.95, 0.25
CAPITAL, TAIL = 0.73, 0.22  # what is drawn above the line, and below it by the letters in `TAILED`
TAILED = frozenset("gjpqyQ")
GAP = 6.0  # between a dot and its name, in map units
AWAY = (0.0, 8.0, 16.0, 56.0, 72.0)  # more than that, where there is no room
LONGEST_WITHOUT_LINE = 12.0  # of these: from farther away a line leads to the dot
SLIDES = (0.0, 0.25, -0.25, 0.5, -0.5)  # of its own length: how far a name slides along its dot


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in map units."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """The point of it that is nearest to another."""
        return min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)

    def distance(self, x: float, y: float) -> float:
        """How far a point is from it."""
        across = self.left - x if x < self.left else x - self.right if x > self.right else 0.0
        down = self.top - y if y < self.top else y - self.bottom if y > self.bottom else 0.0
        return hypot(across, down)

    def touches(self, x: float, y: float, radius: float) -> bool:
        """Whether a circle reaches into it."""
        return self.distance(x, y) < radius


@dataclass(frozen=True, slots=True)
class Circle:
    """A dot that may get a name; one that stands out gets it however near the others are."""

    name: str
    x: float
    y: float
    radius: float
    stands_out: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two points, in map units."""

    x1: float
    y1: float
    x2: float
    y2: float

    def touches(self, x: float, y: float, radius: float) -> bool:
        """Whether it crosses a circle."""
        right, down = self.x2 - self.x1, self.y2 - self.y1
        along = ((x - self.x1) * right + (y - self.y1) * down) / (right * right + down * down or 1)
        along = min(max(along, 0), 1)
        return hypot(x - self.x1 - along * right, y - self.y1 - along * down) < radius


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map, as SVG places text; `anchor` is the part of the text that is at x.

    `box` has room for every letter, `ink` is only what is drawn of the name.
    """

    name: str
    x: float
    y: float
    anchor: str
    box: Box
    ink: Box
    line: Line | None = None  # to its dot, where it is far from that


@lru_cache(maxsize=100)
def place_labels(circles: tuple[Circle, ...], picture: Box, taken: tuple[Box, ...] = ()) -> tuple[Label, ...]:
    """Return the names to write: of dots that lie apart, and of those that stand out.

    A name that fits nowhere inside the picture, clear of the names before it, of what is `taken` and of the other dots,
    is left out. Only that of a dot that stands out may cover others: as few as it can.

    Args:
        circles: all dots, those to be named first in front.
    """
    labels: list[Label] = []
    labelled: list[Circle] = []
    boxes = list(taken)
    for circle in circles:
        if len(labels) == MAX_LABELS:
            break
        if any(_is_near(circle, other) for other in labelled):
            continue
        best = _best(circle, circles, lambda place: _is_free(place.box, picture, boxes))
        if best:
            labels.append(best)
            labelled.append(circle)
            boxes.append(labels[-1].box)
    return tuple(labels)


def _is_near(circle: Circle, labelled: Circle) -> bool:
    distance = hypot(circle.x - labelled.x, circle.y - labelled.y)
    return distance < MIN_DISTANCE and not circle.stands_out and not labelled.stands_out


def _best(circle: Circle, circles: Iterable[Circle], is_free: Callable[[Label], bool]) -> Label | None:
    """Return the place with the lowest cost, as near to the dot as can be; None if it covers what it may not cover."""
    reach = _width(circle.name) + circle.radius + max(AWAY) + MAX_RADIUS
    around = [other for other in circles if max(abs(other.x - circle.x), abs(other.y - circle.y)) < reach]
    others = sorted(around, key=lambda other: hypot(other.x - circle.x, other.y - circle.y))
    others.remove(circle)
    best, least = None, (len(others) + 1 if circle.stands_out else 1, 0)
    for more in AWAY:
        for place in filter(is_free, _places(circle, more)):
            cost = _cost(place, circle, others, least[0])
            if cost < least:
                best, least = place, cost
        if best and not least[0]:
            break
    return best


def _cost(place: Label, circle: Circle, others: Iterable[Circle], most: int) -> tuple[int, int]:
    """Return how many other dots a name or its line lies over, and to how many it is as near as to its own.

    Args:
        others: nearest first.
        most: of the first number; the rest is not counted.
    """
    ink, line, covered, near = place.ink, place.line, 0, 0
    own = ink.distance(circle.x, circle.y) - circle.radius
    for other in others:
        apart = ink.distance(other.x, other.y) - other.radius
        near += apart < own
        covered += apart < 0 or (line is not None and line.touches(other.x, other.y, other.radius))
        if covered > most:
            break
    return covered, near


def _is_free(box: Box, picture: Box, boxes: Iterable[Box]) -> bool:
    is_inside = picture.left <= box.left and box.right <= picture.right
    is_inside &= picture.top <= box.top and box.bottom <= picture.bottom
    return is_inside and not any(map(box.overlaps, boxes))


def _places(circle: Circle, more: float) -> Iterator[Label]:
    """Yield the places for a name, best first: right of its dot, left, above and below, and slid along.

    The order is the usual one of maps (E. Imhof, Positioning names on maps, The American Cartographer 2, 1975); sliding
    is that of M. van Kreveld, T. Strijk and A. Wolff, Point labeling with sliding labels, Computational Geometry 13,
    1999, in a few steps.

    Args:
        more: how much farther from the dot than `GAP`.
    """
    height, tail, width = CAPITAL * FONT_SIZE, _tail(circle.name) * FONT_SIZE, _width(circle.name)
    away = circle.radius + GAP + more
    for slide in SLIDES:
        level = circle.y + height / 2 + slide * 2 * circle.radius
        yield _label(circle, circle.x + away, level, "start")
        yield _label(circle, circle.x - away, level, "end")
    for slide in SLIDES:
        # A slid name is held at the end that is near its dot: most fonts are narrower than the width reckoned with.
        anchor, held = ("start", -0.5) if slide > 0 else ("end", 0.5) if slide < 0 else ("middle", 0)
        x = circle.x + (slide + held) * width
        yield _label(circle, x, circle.y - away - tail, anchor)
        yield _label(circle, x, circle.y + away + height, anchor)


def _label(circle: Circle, x: float, y: float, anchor: str) -> Label:
    width = _width(circle.name)
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    box, ink = (
        Box(left, y - FONT_SIZE * above, left + width, y + FONT_SIZE * below)
        for above, below in ((ASCENT, DESCENT), (CAPITAL, _tail(circle.name)))
    )
    return Label(circle.name, round(x), round(y), anchor, box, ink, _line(circle, ink))


def _line(circle: Circle, ink: Box) -> Line | None:
    """The line from a name to its dot; none where it is near."""
    distance = ink.distance(circle.x, circle.y)
    if distance <= circle.radius + GAP + LONGEST_WITHOUT_LINE:
        return None
    x, y = ink.nearest(circle.x, circle.y)
    inside = circle.radius / distance  # the part of the way that is inside the dot
    x1, y1 = circle.x + inside * (x - circle.x), circle.y + inside * (y - circle.y)
    return Line(round(x1), round(y1), round(x), round(y))


def _tail(name: str) -> float:
    return TAIL if TAILED & set(name) else 0.0


@lru_cache(maxsize=1000)
def _width(name: str) -> float:
    return FONT_SIZE * sum(WIDTHS.get(letter, CAPITAL_WIDTH if letter.isupper() else LETTER_WIDTH) for letter in name)
