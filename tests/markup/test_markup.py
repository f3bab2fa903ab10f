"""Every page type, style sheet and picture against the Nu Html Checker: no error, no warning."""

import tarfile

import pytest
from django.conf import settings
from django.test import RequestFactory

from initiatives.responses.error_pages import TEXTS, error_page
from tests.markup.checker import complaints, unpack
from tests.views.pages import EVERY_PAGE

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


@pytest.mark.django_db
def test_pages_and_pictures_are_valid(client, tmp_path):
    pages = {name: client.get(path).content.decode() for name, path in {**EVERY_PAGE, **STATES}.items()}
    request = RequestFactory().get("/")
    pages |= {f"status {status}": error_page(request, status).content.decode() for status in TEXTS}
    for name, page in pages.items():
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    messages = complaints([*sorted(tmp_path.iterdir()), *STATIC.rglob("*.svg")])
    assert messages == [], "\n".join(messages)


def test_style_sheets_are_valid():
    """Of newer CSS the checker knows @layer, nesting, @scope, light-dark() and color-mix().

    It does not know @container, @property, @starting-style, @view-transition and anchors: who needs one of those adds
    the message to `UNKNOWN` in checker.py, as for paint-order.
    """
    messages = complaints(STATIC.rglob("*.css"), css=True)
    assert messages == [], "\n".join(messages)


PAGE = """<!DOCTYPE html>
<html lang="nl"><title>Proef</title><main role="main">
<p id="a">Een<br/>twee
<div id="a"></div></main></html>
"""


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "a.html",
            PAGE,
            [
                "a.html:2: The “main” role is unnecessary for element “main”.",
                "a.html:4: Duplicate ID “a”.",
                "a.html:3: The first occurrence of ID “a” was here.",
            ],
        ),
        (
            "a.svg",
            '<svg xmlns="http://www.w3.org/2000/svg">\n<rect widht="3"/></svg>',
            ["a.svg:2: Attribute “widht” not allowed on element “rect” at this point."],
        ),
        (
            "a.css",
            "@layer base {\n  p { colour: red }\n}\n",
            ["a.css:2: CSS: “colour”: Property “colour” doesn't exist."],
        ),
    ],
    ids=["page", "picture", "style sheet"],
)
def test_checker_tells_of_faults_and_not_of_style(tmp_path, name, content, expected):
    (tmp_path / name).write_text(content, encoding="utf-8")
    messages = complaints([tmp_path / name], css=name.endswith(".css"))
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
