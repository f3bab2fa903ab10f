"""Reading the map's paths and finding places in them, apart from the code that made them."""

import re


def rings_of(path):
    """The points of each ring of a path; fails on anything but rings of straight lines in whole numbers."""
    assert re.fullmatch(r"(M\d+ \d+l-?\d+(?:[ -]-?\d+)*z)+", path.replace(" -", "-"))
    return [_ring(part) for part in path.split("z")[:-1]]


def _ring(part):
    numbers = [int(number) for number in re.findall(r"-?\d+", part)]
    assert len(numbers) % 2 == 0
    x = y = 0
    ring = []
    for right, down in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + right, y + down
        ring.append((x, y))
    return ring


def winding(point, ring):
    """How often a ring goes around a point: not zero is inside."""
    x, y = point
    turns = 0
    for (ax, ay), (bx, by) in sides(ring):
        left = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
        if ay <= y < by and left > 0:
            turns += 1
        elif by <= y < ay and left < 0:
            turns -= 1
    return turns


def holds(path, point):
    """Whether a path's fill covers a point, by SVG's own nonzero rule."""
    return sum(winding(point, ring) for ring in rings_of(path)) != 0


def distance(path, point):
    """How far a point is from what a path covers."""
    return 0 if holds(path, point) else min(_from_border(point, ring) for ring in rings_of(path))


def distance_to_ring(point, ring):
    """How far a point is from what one ring encloses."""
    return 0 if winding(point, ring) else _from_border(point, ring)


def sides(ring):
    """The pairs of neighbouring points of a ring, the last and the first too."""
    return zip(ring, ring[1:] + ring[:1], strict=True)


def _from_border(point, ring):
    return min(_from_side(point, a, b) for a, b in sides(ring))


def _from_side(point, a, b):
    start, along, to = complex(*a), complex(*b) - complex(*a), complex(*point) - complex(*a)
    if not along:
        return abs(to)
    part = min(1.0, max(0.0, (to * along.conjugate()).real / abs(along) ** 2))
    return abs(complex(*point) - start - part * along)
