"""Makes `outline.yaml` from the drawing in a package: done once, by hand."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from initiatives.maps import svg
from initiatives.maps.projection import Projection, fitted
from initiatives.maps.shapes import Ring, area
from initiatives.maps.simplify import simplified
from initiatives.models import Municipality, Province

DRAWING = "netherlands.svg"
WIDTH = 1000  # map units; on a screen of 600 px one of them is 0.6 px
MARGIN = 20  # map units around the land, for dots on the coast
SAME = 0.5  # map units; the drawing's neighbours differ by less than this
SMALLEST_TRIANGLE = 5.0  # square map units: what a point must add to be kept
SMALLEST_RING = 45.0  # square map units; sandbanks and Baarle-Hertog are smaller, the inhabited islands larger
CHANGED_PROVINCE = "GM1961"  # Vijfheerenlanden went to Utrecht in 2019; the drawing is older
DIGITS = 3  # of the projection, in map units
ATTRIBUTION = {
    "text": "Kaart van MapSVG, bewerkt door Zubayer Rahman (svg-maps) en voor deze site vereenvoudigd.",
    "url": "https://github.com/VictorCazanave/svg-maps/tree/master/packages/netherlands",
    "licence": "CC BY 4.0",
    "licence_url": "https://creativecommons.org/licenses/by/4.0/deed.nl",
}
HEADING = (
    "# Written by `manage.py prepare_outline` from the npm package @svg-maps/netherlands 1.0.0; not for editing.\n"
)
Shapes = dict[str, list[Ring]]  # by the name of the province


def write_outline(package: Path, target: Path) -> int:
    """Prepare the outline of the provinces in the database and write it.

    Args:
        package: the unpacked npm package @svg-maps/netherlands.
        target: the file to write.

    Returns:
        How many bytes all paths have together.

    Raises:
        OSError: a file cannot be read or written.
        ValueError: the drawing cannot be understood or lacks a province, or the catalogue is not loaded.
    """
    provinces = _provinces()
    shapes = prepared(svg.read(package / DRAWING), [each.name for each in provinces])
    contents = {
        "view_box": f"0 0 {WIDTH} {_height(shapes)}",
        "projection": _rounded(fitted(list(_places(shapes)))),
        "attribution": ATTRIBUTION,
        "provinces": [_written(each, shapes) for each in provinces],
    }
    written = yaml.safe_dump(contents, allow_unicode=True, sort_keys=False, width=118)
    target.write_text(HEADING + written, encoding="utf-8")
    return sum(len(each["path"]) for each in contents["provinces"])


def prepared(shapes: Shapes, names: Iterable[str]) -> Shapes:
    """The shapes of some provinces in whole map units, without what is too small to see.

    Args:
        shapes: in the unit of their drawing.
        names: of the provinces.

    Raises:
        ValueError: a province is missing.
    """
    names = list(names)
    if missing := set(names) - set(shapes):
        raise ValueError(f"the drawing lacks {', '.join(sorted(missing))}")
    owned = [(name, ring) for name in names for ring in _scaled(shapes)[name] if abs(area(ring)) >= SMALLEST_RING]
    joined = simplified([ring for _, ring in owned], same=SAME, smallest=0)
    thin = simplified([_whole(ring) for ring in joined], same=SAME, smallest=SMALLEST_TRIANGLE)
    found: Shapes = {name: [] for name in names}
    for (name, _), ring in zip(owned, thin, strict=True):
        found[name].append(ring)
    return found


def _scaled(shapes: Shapes) -> Shapes:
    """The shapes in map units, with the margin around all of them."""
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    scale = (WIDTH - 2 * MARGIN) / (max(x for x, _ in points) - left)
    return {
        name: [[(MARGIN + scale * (x - left), MARGIN + scale * (y - top)) for x, y in ring] for ring in rings]
        for name, rings in shapes.items()
    }


def _whole(ring: Ring) -> list[tuple[int, int]]:
    points = [(round(x), round(y)) for x, y in ring]
    return [point for index, point in enumerate(points) if point != points[index - 1]]


def _height(shapes: Shapes) -> int:
    return max(y for rings in shapes.values() for ring in rings for _, y in ring) + MARGIN


def _places(shapes: Shapes) -> Iterable[tuple[float, float, list[Ring]]]:
    known = Municipality.objects.filter(latitude__isnull=False, longitude__isnull=False).exclude(code=CHANGED_PROVINCE)
    for latitude, longitude, name in known.values_list("latitude", "longitude", "province__name"):
        yield float(latitude), float(longitude), shapes[name]


def _provinces() -> list[Province]:
    if provinces := list(Province.objects.order_by("code")):
        return provinces
    raise ValueError("the database has no provinces: run load_catalogue first")


def _written(province: Province, shapes: Shapes) -> dict[str, str]:
    path = svg.path_data(shapes[province.name])
    return {"code": province.code, "name": province.name, "slug": province.slug, "path": path}


def _rounded(projection: Projection) -> dict[str, float]:
    return {name: round(number, DIGITS) for name, number in vars(projection).items()}
