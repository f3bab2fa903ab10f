"""Ten values are the whole theme; one that is hard to read is refused."""

import json
import re

import pytest

from catalogue import theme
from tests.catalogue.test_settings import PRODUCTION, manage
from tests.proof import sample


@pytest.fixture
def written(tmp_path):
    """Writes a theme and gives its path."""

    def write(values):
        path = tmp_path / "theme.json"
        path.write_text(values if isinstance(values, str) else json.dumps(values))
        return path

    return write


def test_theme_has_ten_values_that_tokens_css_begins_with():
    light = theme.TOKENS.read_text().partition("/* What every theme shares. */")[0]
    names = re.findall(r"^ +(--basis-[\w-]+):", light, re.MULTILINE)
    assert (len(names), set(names)) == (10, set(theme.NAMES))


def test_our_own_colours_are_readable_in_light_and_dark():
    assert theme.unreadable({}) == []


# What one sees without reading: WCAG 2.2, 1.4.11. A ring of focus stands on every ground, a notice has a dark edge.
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("cue", "ground"),
    [
        *((theme.FOCUS, ground) for ground in (theme.PAPER, theme.PALE, theme.SOFT, theme.NOTICE, theme.SAVED)),
        *((theme.NOTICE_EDGE, ground) for ground in (theme.PAPER, theme.NOTICE)),
        *((theme.ON_SAVED, ground) for ground in (theme.PAPER, theme.SAVED)),
    ],
)
def test_cue_stands_out(scheme, cue, ground):
    light, dark = theme.declared()
    tokens = {**light, **(dark | {theme.SOFT: dark[theme.PALE]} if scheme else {})}
    assert theme.contrast(tokens[cue], tokens[ground]) >= 3


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_focus_highlight_saved_and_notice_have_colours_of_their_own(scheme):
    light, dark = theme.declared()
    tokens = light | dark if scheme else light
    cues = [tokens[cue] for cue in (theme.FOCUS, theme.HIGHLIGHT, theme.SAVED, theme.NOTICE, theme.NOTICE_EDGE)]
    assert len(set(cues)) == len(cues)


# The contrast of these pairs is given by WCAG's own working group or follows from the formula by hand.
@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ffffff", 4.0)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert round(theme.contrast(one, other), 2) == pytest.approx(ratio, abs=0.005)
    assert theme.contrast(one, other) == theme.contrast(other, one)


def test_theme_is_read_with_or_without_hyphens(written):
    path = written({"basis-border-radius-md": "0px", theme.HEADER: "#154273"})
    assert theme.read(path) == {"--basis-border-radius-md": "0px", theme.HEADER: "#154273"}


@pytest.mark.parametrize("name", theme.COLOURS)
def test_every_colour_can_make_a_theme_unreadable(name):
    faults = [theme.unreadable({name: grey}) for grey in ("#777777", "#8a8a8a", "#000000", "#ffffff")]
    assert any(any(name in fault for fault in messages) for messages in faults)


def test_the_darkest_link_is_light_enough_in_the_dark():
    assert theme.unreadable({theme.LINK: "#000000"}) == []
    assert theme.lightened("#0b5a73") == "#aac5ce"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ("{", "cannot be read"),
        ("[]", "is not a JSON object"),
        ({"--kleur": "#000000"}, "it may only have"),
        ({theme.HEADER: "red;} body{display:none"}, "does not fit"),
        ({theme.HEADER: 5}, "does not fit"),
        ({"--basis-border-radius-md": "2em"}, "does not fit"),
        ({"--basis-text-font-family-default": "x;}"}, "does not fit"),
        ({"--basis-text-font-family-default": "Arial'"}, "does not fit"),
        ({theme.ON_HEADER: "#0f4c5d"}, "is hard to read"),
    ],
)
def test_bad_theme_is_refused_with_what_to_change(written, values, message):
    with pytest.raises(theme.ThemeError, match=message):
        theme.read(written(values))


def test_missing_theme_stops_the_start_in_one_line(tmp_path):
    done = manage("check", **PRODUCTION, THEME=str(tmp_path / "none.json"))
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("The catalogue cannot start: The theme ")


SHOW = """
from django.test import Client
client = Client(headers={"X-Forwarded-Proto": "https", "Host": "initiatieven.example"})
page = client.get("/privacy/", secure=True).content.decode()
import re
address = re.search(r'href="(/thema.css[^"]*)"', page).group(1)
style = client.get(address, secure=True)
print(style.status_code, style["Content-Type"], style["Cache-Control"], style.content.decode(), sep="|")
"""


def test_theme_stands_behind_the_tokens_on_every_page(written):
    path = written({theme.HEADER: "#154273", "--basis-border-radius-md": "0px"})
    done = manage("shell", "-v0", "-c", SHOW, **PRODUCTION, THEME=str(path))
    assert done.stdout.strip().split("|") == [
        "200",
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
        f"@layer tokens{{:root{{{theme.HEADER}:#154273;--basis-border-radius-md:0px}}}}",
    ], done.stderr


@pytest.mark.django_db
def test_without_a_theme_no_page_asks_for_one(client):
    assert "thema.css" not in client.get("/privacy/").content.decode()


@pytest.mark.parametrize(
    ("family", "is_preloaded"),
    sample([("Verdana, sans-serif", False), ('"Public Sans", Verdana, sans-serif', True)], 1),
)
def test_font_is_loaded_early_only_when_the_theme_uses_it(written, family, is_preloaded):
    path = written({"--basis-text-font-family-default": family})
    show = SHOW.partition("import re")[0] + "print('rel=\"preload\"' in page)"
    done = manage("shell", "-v0", "-c", show, **PRODUCTION, THEME=str(path))
    assert done.stdout.strip() == str(is_preloaded), done.stderr


def test_theme_in_the_manual_can_be_used(written):
    manual = theme.TOKENS.parents[2] / "docs" / "operations.md"
    example = re.search(r"```json\n(.*?)```", manual.read_text(), re.DOTALL)
    assert set(theme.read(written(example.group(1)))) == set(theme.NAMES)
