"""Reading the outline from a package's drawing, and writing it as paths."""

import re
from itertools import accumulate, pairwise
from pathlib import Path
from xml.etree import ElementTree

from initiatives.maps.shapes import Ring

NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")
READABLE = re.compile(r"(?:m[-\d.e, ]+z\s*)+")  # relative moves and straight lines, each ring closed
PATHS = ".//{http://www.w3.org/2000/svg}path"


def read(path: Path) -> dict[str, list[Ring]]:
    """The shapes of a drawing by their names.

    Args:
        path: an SVG file whose paths have a `name`.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not such a drawing, or has a path with other than relative straight lines.
    """
    try:
        drawing = ElementTree.parse(path)  # noqa: S314 (a file that the maintainer chose)
    except ElementTree.ParseError as error:
        raise ValueError(f"{path} is no drawing: {error}") from None
    return {each.get("name", ""): _rings(each.get("d", "")) for each in drawing.iterfind(PATHS)}


def _rings(data: str) -> list[Ring]:
    if not READABLE.fullmatch(data.strip()):
        raise ValueError(f"a path has other commands than m and z: {data[:40]}")
    rings: list[Ring] = []
    for part in data.split("z")[:-1]:
        numbers = [float(each) for each in NUMBER.findall(part)]
        start = rings[-1][0] if rings else (0.0, 0.0)  # after z, a path is back where its ring began
        steps = zip(numbers[::2], numbers[1::2], strict=True)
        rings.append(list(accumulate(steps, lambda a, b: (a[0] + b[0], a[1] + b[1]), initial=start))[1:])
    return rings


def path_data(rings: list[list[tuple[int, int]]]) -> str:
    """Rings as the `d` of a path: where each begins, the steps from point to point, closed."""
    return "".join(_ring_data(ring) for ring in rings)


def _ring_data(ring: list[tuple[int, int]]) -> str:
    steps = [(bx - ax, by - ay) for (ax, ay), (bx, by) in pairwise(ring)]
    return f"M{_joined(ring[:1])}l{_joined(steps)}z"


def _joined(pairs: list[tuple[int, int]]) -> str:
    """Numbers with a space only where no minus sign parts them."""
    return " ".join(str(number) for pair in pairs for number in pair).replace(" -", "-")
