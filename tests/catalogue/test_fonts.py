"""The web font is made once from its package, small, with every letter that the catalogue uses."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from fontTools.ttLib import TTFont

from catalogue import fonts
from tests.catalogue.test_settings import PRODUCTION, manage

ROOT = Path(__file__).resolve().parents[2]
MAX_BYTES = 40_000
MAKE = "import pathlib, sys; from catalogue.fonts import made_font; print(made_font(pathlib.Path(sys.argv[1])))"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return fonts.made_font(tmp_path_factory.mktemp("fonts"))


@pytest.fixture(scope="module")
def font(folder):
    with TTFont(folder / fonts.FONT) as font:
        yield font


def written_characters():
    """All characters of the contents and the templates."""
    paths = [*(ROOT / "fixtures").rglob("*.yaml"), *(ROOT / "templates").rglob("*.html")]
    return set("".join(path.read_text(encoding="utf-8") for path in paths))


def test_font_is_small_and_has_the_weights_of_text_and_headings(folder, font):
    assert 10_000 < (folder / fonts.FONT).stat().st_size <= MAX_BYTES
    axes = {axis.axisTag: (axis.minValue, axis.defaultValue, axis.maxValue) for axis in font["fvar"].axes}
    assert axes == {"wght": (400, 400, 800)}


def test_every_written_character_that_the_package_has_is_kept(font):
    with TTFont(fonts.SOURCE) as whole:
        missing = {ord(character) for character in written_characters()} & whole.getBestCmap().keys()
    assert {chr(code) for code in missing - font.getBestCmap().keys()} == set()


# Names from the four languages, and what Dutch texts have besides letters.
@pytest.mark.parametrize(
    "text",
    ["Éénoudergezinnen", "Çağrı İşgören", "Łódź, żółw", "Hœuf, garçon", "“a” ‘b’ – € 5 · 2×…"],  # noqa: RUF001
)
def test_names_and_punctuation_can_be_written(font, text):
    assert {character for character in text if ord(character) not in font.getBestCmap()} == set()


def test_kerning_and_figures_of_one_width_are_kept(font):
    tags = {record.FeatureTag for table in ("GSUB", "GPOS") for record in font[table].table.FeatureList.FeatureRecord}
    assert {"kern", "tnum"} <= tags


def test_space_behind_a_hyphen_keeps_its_width(font):
    pairs = [table for lookup in font["GPOS"].table.LookupList.Lookup for table in lookup.SubTable]
    tables = [getattr(table, "ExtSubTable", table) for table in pairs]
    by_class = [table for table in tables if table.LookupType == 2 and table.Format == 2]
    by_glyph = [table for table in tables if table.LookupType == 2 and table.Format == 1]
    assert by_class
    assert all("space" not in table.ClassDef2.classDefs for table in by_class)
    seconds = {pair.SecondGlyph for table in by_glyph for pairs in table.PairSet for pair in pairs.PairValueRecord}
    assert "space" not in seconds


def test_name_and_licence_stay_in_the_font_and_the_licence_reserves_no_name(folder, font):
    licence = (folder / fonts.LICENCE).read_text(encoding="utf-8")
    first = licence.partition("\n")[0]
    assert font["name"].getDebugName(0) == first
    assert "SIL Open Font License" in font["name"].getDebugName(13)
    assert "Reserved Font Name" not in first


def test_two_servers_make_the_same_file(folder, tmp_path):
    fonts.write_font(tmp_path / fonts.FONT)
    assert (tmp_path / fonts.FONT).read_bytes() == (folder / fonts.FONT).read_bytes()


def test_processes_that_start_at_once_make_one_whole_font(tmp_path):
    target = tmp_path / "new" / "fonts"
    command = [sys.executable, "-c", MAKE, str(target)]

    def make(_):
        return subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "catalogue.settings"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    with ThreadPoolExecutor() as pool:
        made = set(pool.map(make, range(3)))
    assert made == {str(fonts.made_font(target))}
    assert [path.name for path in target.iterdir()] == [fonts._tag()]
    assert sorted(path.name for path in (target / fonts._tag()).iterdir()) == sorted(fonts.FILES)


def test_finished_font_is_not_made_again(tmp_path, monkeypatch):
    (tmp_path / fonts._tag()).mkdir()
    monkeypatch.setattr(fonts, "write_font", lambda path: pytest.fail("the font was made again"))
    assert fonts.made_font(tmp_path) == tmp_path / fonts._tag()


def test_other_characters_make_another_font(monkeypatch):
    before = fonts._tag()
    monkeypatch.setattr(fonts, "OTHERS", "€")
    assert fonts._tag() != before


def test_finder_finds_its_files_and_no_others():
    path = finders.find("fonts/public-sans.woff2")
    assert Path(path).read_bytes()[:4] == b"wOF2"
    assert Path(path).is_relative_to(settings.VAR)
    assert finders.find("fonts/public-sans.woff2", find_all=True) == [path]
    assert finders.find("fonts/../fonts/other.woff2") is None
    assert finders.find("public-sans.woff2") is None


def test_collectstatic_alone_collects_font_and_licence(tmp_path):
    others = ("--ignore=admin", "--ignore=css", "--ignore=js")  # compressing them takes some seconds
    done = manage("collectstatic", "--noinput", *others, **PRODUCTION, VAR=str(tmp_path))
    assert done.returncode == 0, done.stderr
    manifest = json.loads((tmp_path / "static" / "staticfiles.json").read_text())["paths"]
    assert {name for name in manifest if name.startswith("fonts/")} == {f"fonts/{name}" for name in fonts.FILES}


@pytest.mark.django_db
def test_font_is_served_to_be_cached_for_ever_with_its_licence_beside_it(client):
    font, licence = (client.get(static(f"fonts/{name}")) for name in fonts.FILES)
    assert (font.status_code, font["Content-Type"]) == (200, "font/woff2")
    assert font["Cache-Control"] == "max-age=315360000, public, immutable"
    assert b"".join(licence.streaming_content).startswith(b"Copyright 2015 The Public Sans Project Authors")
    font.close()
    licence.close()
