"""Every page type, style sheet and picture against the Nu Html Checker: no error, no warning."""

import tarfile

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from initiatives.responses.error_pages import TEXTS, error_page
from tests.markup.checker import complaints, unpack
from tests.views.pages import EVERY_PAGE
from tests.worlds import undone

# What the browse page shows only with some questions.
STATES = {
    "later_page": "/initiatieven/?pagina=2",
    "whole_list": "/initiatieven/?toon=gemeente",
    "chosen": "/initiatieven/?doelgroep=ouderen&doelgroep=jongeren&gemeente=almere&landelijk=ja&sorteer=nieuwste",
    "markup_asked": "/initiatieven/?q=%3Cb%20id%3D%22q%22%3E%26%27ouderen",
    "idle_words": "/initiatieven/?q=van+de",
    "meant": "/initiatieven/?q=coronamatjes",
    "offered": "/initiatieven/?q=coronamatjes+almere",
}
STATIC = settings.BASE_DIR / "static"


# Faults that the checker must tell of: whatever it reads, it could be silent.
pytestmark = pytest.mark.django_db
FAULTY = {
    "faulty.html": """<!DOCTYPE html>
<html lang="nl"><title>Proef</title><main role="main">
<p id="a">Een<br/>twee
<div id="a"></div></main></html>
""",
    "faulty.svg": '<svg xmlns="http://www.w3.org/2000/svg">\n<rect widht="3"/></svg>',
    "faulty.css": "@layer base {\n  p { colour: red }\n}\n",
}
EXPECTED = {
    "faulty.html": [
        "faulty.html:2: The “main” role is unnecessary for element “main”.",
        "faulty.html:4: Duplicate ID “a”.",
        "faulty.html:3: The first occurrence of ID “a” was here.",
    ],
    "faulty.svg": ["faulty.svg:2: Attribute “widht” not allowed on element “rect” at this point."],
    "faulty.css": ["faulty.css:2: CSS: “colour”: Property “colour” doesn't exist."],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the files of `FAULTY`, read together with ours: Java takes long to start."""
    folder = tmp_path_factory.mktemp("markup")
    for name, content in FAULTY.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def markup_messages(django_db_setup, django_db_blocker, handler, folder):
    """What the checker says of all pages and pictures."""
    client = Client()
    client.handler = handler
    with undone(django_db_blocker):
        pages = {name: client.get(path).content.decode() for name, path in {**EVERY_PAGE, **STATES}.items()}
    request = RequestFactory().get("/")
    pages |= {f"status {status}": error_page(request, status).content.decode() for status in TEXTS}
    for name, page in pages.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return complaints([*sorted(folder.glob("*.html")), folder / "faulty.svg", *STATIC.rglob("*.svg")])


@pytest.fixture(scope="module")
def style_messages(folder):
    """What the checker says of all style sheets."""
    return complaints([folder / "faulty.css", *STATIC.rglob("*.css")], css=True)


def of_ours(messages):
    return [message for message in messages if not message.startswith(tuple(FAULTY))]


def test_pages_and_pictures_are_valid(markup_messages):
    assert of_ours(markup_messages) == [], "\n".join(markup_messages)


def test_style_sheets_are_valid(style_messages):
    """Of newer CSS the checker knows @layer, nesting, @scope, light-dark() and color-mix().

    It does not know @container, @property, @starting-style, @view-transition and anchors: who needs one of those adds
    the message to `UNKNOWN` in checker.py, as for paint-order.
    """
    assert of_ours(style_messages) == [], "\n".join(style_messages)


@pytest.mark.parametrize(("name", "expected"), EXPECTED.items(), ids=["page", "picture", "style sheet"])
def test_checker_tells_of_faults_and_not_of_style(markup_messages, style_messages, name, expected):
    messages = [message for message in (*markup_messages, *style_messages) if message.startswith(name)]
    assert [line[: len(start)] for line, start in zip(messages, expected, strict=True)] == expected


def test_other_package_than_the_pinned_one_is_refused(tmp_path):
    jar = tmp_path / "package/build/dist/vnu.jar"
    jar.parent.mkdir(parents=True)
    jar.write_text("Somebody else's.")
    with tarfile.open(tmp_path / "vnu.tgz", "w:gz") as archive:
        archive.add(jar, "package/build/dist/vnu.jar")
    with pytest.raises(SystemExit, match=r"vnu\.tgz is not the vnu-jar"):
        unpack(tmp_path / "vnu.tgz", tmp_path / "got.jar")
    assert not (tmp_path / "got.jar").exists()
