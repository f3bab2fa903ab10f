"""From a package to the file of the map."""

from itertools import pairwise

import pytest
import yaml
from django.core.management import CommandError, call_command

from initiatives.maps.geometry import FILE, outline
from initiatives.maps.prepare import DRAWING
from initiatives.models import Municipality, Province
from tests.maps.plane import rings_of

pytestmark = pytest.mark.django_db


def drawn(path):
    """A path of the map as a package writes it: all steps relative, half as large, elsewhere on the page."""
    found, (left, top) = "", (0, 0)
    for ring in rings_of(path):
        first = ring[0]
        points = [(first[0] - left, first[1] - top)]
        points += [(x - a, y - b) for (a, b), (x, y) in pairwise(ring)]
        found += "m " + " ".join(f"{x / 2},{y / 2}" for x, y in points) + " z "
        left, top = first
    return found


@pytest.fixture
def package(tmp_path):
    """Writes a package with the shipped map in it, without some provinces."""

    def write(without=()):
        shapes = [each for each in outline().provinces if each.name not in without]
        paths = "".join(f'<path name="{each.name}" d="{drawn(each.path)}"/>' for each in shapes)
        (tmp_path / DRAWING).write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{paths}</svg>', encoding="utf-8")
        return tmp_path

    return write


def prepared(package, target):
    """What the command writes for a package."""
    call_command("prepare_outline", package, target=target, verbosity=0)
    return yaml.safe_load(target.read_text(encoding="utf-8"))


def test_prepared_map_prepares_to_itself(package, tmp_path):
    """Also when the drawing is of another size and elsewhere on its page; it may have a few points less."""
    again, shipped = prepared(package(), tmp_path / "outline.yaml"), yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert again["projection"] == pytest.approx(shipped["projection"], rel=1e-3)
    assert again["view_box"] == shipped["view_box"]
    for now, before in zip(again["provinces"], shipped["provinces"], strict=True):
        points, known = ([each for ring in rings_of(shape["path"]) for each in ring] for shape in (now, before))
        assert {**now, "path": ""} == {**before, "path": ""}
        assert set(points) <= set(known)
        assert len(points) > 0.95 * len(known)


def test_missing_province_is_named(package, tmp_path):
    with pytest.raises(CommandError, match="lacks Utrecht, Zeeland"):
        call_command("prepare_outline", package(without=("Zeeland", "Utrecht")), target=tmp_path / "outline.yaml")
    assert not (tmp_path / "outline.yaml").exists()


def test_missing_package_is_told(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("prepare_outline", tmp_path, target=tmp_path / "outline.yaml")


def test_empty_catalogue_is_told(package, tmp_path, no_initiatives):
    Municipality.objects.all().delete()
    Province.objects.all().delete()
    with pytest.raises(CommandError, match="run load_catalogue first"):
        call_command("prepare_outline", package(), target=tmp_path / "outline.yaml")
