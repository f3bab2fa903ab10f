"""Reading a drawing and writing paths."""

import pytest

from initiatives.maps.svg import path_data, read
from tests.maps.plane import rings_of

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg">\n<path\n name="Utrecht"\n d="{}"\n/></svg>'


@pytest.fixture
def drawing(tmp_path):
    """Writes a drawing with one path."""

    def write(data):
        path = tmp_path / "drawing.svg"
        path.write_text(DRAWING.format(data), encoding="utf-8")
        return path

    return write


def test_read_follows_relative_steps(drawing):
    assert read(drawing("m 1.5,2 3,0 0,-.5 z")) == {"Utrecht": [[(1.5, 2), (4.5, 2), (4.5, 1.5)]]}


def test_second_ring_begins_from_the_beginning_of_the_first(drawing):
    rings = read(drawing("m 10,10 5,0 0,5 z m 1,1 2,0 0,2e0 z"))["Utrecht"]
    assert rings == [[(10, 10), (15, 10), (15, 15)], [(11, 11), (13, 11), (13, 13)]]


@pytest.mark.parametrize("data", ["M 1,1 2,2 3,3 z", "m 1,1 c 2,2 3,3 4,4 z", "m 1,1 2,2 3,3", ""])
def test_other_commands_are_refused(drawing, data):
    with pytest.raises(ValueError, match="other commands"):
        read(drawing(data))


def test_half_a_point_is_refused(drawing):
    with pytest.raises(ValueError, match="shorter"):
        read(drawing("m 1,1 2,2 3 z"))


def test_what_is_no_drawing_is_refused(tmp_path):
    path = tmp_path / "drawing.svg"
    path.write_text("no drawing")
    with pytest.raises(ValueError, match="is no drawing"):
        read(path)


def test_written_paths_are_short_and_read_back():
    rings = [[(10, 20), (15, 18), (15, 30)], [(0, 0), (4, 0), (4, 4), (0, 4)]]
    assert path_data(rings) == "M10 20l5-2 0 12zM0 0l4 0 0 4-4 0z"
    assert rings_of(path_data(rings)) == rings
