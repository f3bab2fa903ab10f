"""Names of municipalities on the map: which are written beside their dots, and where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot

MAX_LABELS = 13
MIN_DISTANCE = 120.0  # between labelled dots, in map units: some 33 km
FONT_SIZE = 36.0  # in map units: 12 px on a phone of 375 px wide; components.css has no larger one
# Parts of the font size; names of places are narrower in the fonts of most systems, DejaVu Sans (a wide one) included.
LETTER_WIDTH, ASCENT, DESCENT = 0.66, 0.95, 0.25
MIDDLE = 0.32  # height of the middle of a letter
GAP = 6.0  # between a dot and its name, in map units


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

    def touches(self, x: float, y: float, radius: float) -> bool:
        """Whether a circle reaches into it."""
        nearest = min(max(x, self.left), self.right), min(max(y, self.top), self.bottom)
        return hypot(x - nearest[0], y - nearest[1]) < radius


@dataclass(frozen=True, slots=True)
class Circle:
    """A dot that may get a name; one that stands out gets it however near the others are."""

    name: str
    x: float
    y: float
    radius: float
    stands_out: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map, as SVG places text; `anchor` is the part of the text that is at x."""

    name: str
    x: float
    y: float
    anchor: str
    box: Box


def place_labels(circles: Sequence[Circle], picture: Box, taken: Iterable[Box] = ()) -> list[Label]:
    """Return the names to write: of dots that lie apart, and of those that stand out.

    Each stands where it covers the fewest other dots. A name that fits nowhere inside the picture, clear of the names
    before it and of what is `taken`, is left out.

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
        others = [other for other in circles if other is not circle]
        if places := [place for place in _places(circle) if _is_free(place.box, picture, boxes)]:
            labels.append(min(places, key=lambda place: _covered(place.box, others)))
            labelled.append(circle)
            boxes.append(labels[-1].box)
    return labels


def _is_near(circle: Circle, labelled: Circle) -> bool:
    distance = hypot(circle.x - labelled.x, circle.y - labelled.y)
    return distance < MIN_DISTANCE and not circle.stands_out and not labelled.stands_out


def _covered(box: Box, circles: Iterable[Circle]) -> int:
    return sum(box.touches(circle.x, circle.y, circle.radius) for circle in circles)


def _is_free(box: Box, picture: Box, boxes: Iterable[Box]) -> bool:
    is_inside = picture.left <= box.left and box.right <= picture.right
    is_inside &= picture.top <= box.top and box.bottom <= picture.bottom
    return is_inside and not any(map(box.overlaps, boxes))


def _places(circle: Circle) -> list[Label]:
    """The places for a name: right of its dot, left, above and below."""
    away = circle.radius + GAP
    offsets = (
        (away, FONT_SIZE * MIDDLE, "start"),
        (-away, FONT_SIZE * MIDDLE, "end"),
        (0, -away - FONT_SIZE * DESCENT, "middle"),
        (0, away + FONT_SIZE * ASCENT, "middle"),
    )
    return [_label(circle.name, circle.x + right, circle.y + down, anchor) for right, down, anchor in offsets]


def _label(name: str, x: float, y: float, anchor: str) -> Label:
    width = len(name) * FONT_SIZE * LETTER_WIDTH
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    box = Box(left, y - FONT_SIZE * ASCENT, left + width, y + FONT_SIZE * DESCENT)
    return Label(name, round(x), round(y), anchor, box)
