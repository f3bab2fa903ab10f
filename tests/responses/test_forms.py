"""What is sent: the forms of every public page, of files, and of what belongs to one person."""

import re
from http.cookiejar import CookieJar
from itertools import cycle
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import psycopg
import pytest

from initiatives.management.commands.make_editor import USERNAME
from initiatives.responses.etags import SHARED
from tests.proof import sample
from tests.views.pages import ALL_PAGES, EMBEDS, PAGES

FILES = {path: path for path in ("/robots.txt", "/sitemap.xml", "/sitemap-gemeenten.xml", "/initiatieven.atom")}
DATA_FILES = ("/catalogus.ttl", "/catalogus.jsonld", "/datapackage.json", "/tabelschema.json")
DATA = {path: path for path in (*DATA_FILES, "/api/v1/initiatieven?q=bellen")}
PERSONAL = [name for name in PAGES if name.startswith("selection")]
UNTAGGED = (*PERSONAL, "browse_nothing", "not_found")  # a question without an answer is counted each time
TAGGED = {name: path for name, path in (ALL_PAGES | EMBEDS | FILES | DATA).items() if name not in UNTAGGED}
SOME = sample(TAGGED, 5)  # one middleware gives all of them their forms
FOR_EDITORS = [*PAGES.values(), *FILES, "/bestaat-niet/", "/suggesties?q=al"]
CODINGS = ("identity", "br", "gzip")
ACCEPTED = "gzip, deflate, br, zstd"  # as browsers send
CHANGING = ("Date", "Connection")  # headers that are not about the page


def about(answer):
    return {name: value for name, value in answer.headers.items() if name not in CHANGING}


@pytest.mark.parametrize("path", [TAGGED[name] for name in SOME], ids=SOME)
def test_page_has_three_forms_with_the_same_text(site, path):
    forms = {coding: site.ask(path, Accept_Encoding=coding) for coding in CODINGS}
    assert {form.status for form in forms.values()} == {200}
    assert {coding: form.headers["Content-Encoding"] for coding, form in forms.items()} == {
        "identity": None,
        "br": "br",
        "gzip": "gzip",
    }
    assert len({form.text for form in forms.values()}) == 1
    tags = {coding: form.headers["ETag"] for coding, form in forms.items()}
    bare = tags["identity"].strip('"')
    assert tags == {"identity": f'"{bare}"', "br": f'"{bare}-br"', "gzip": f'"{bare}-gzip"'}
    for coding, form in forms.items():
        assert "Accept-Encoding" in form.headers["Vary"].split(", ")
        assert (form.headers["Cache-Control"], int(form.headers["Content-Length"])) == (SHARED, len(form.content))
        for method in ("HEAD", "GET"):  # by either worker, new and kept
            again = site.ask(path, method, Accept_Encoding=coding)
            assert (about(again), again.content) == (about(form), b"" if method == "HEAD" else form.content)


@pytest.mark.parametrize("path", [TAGGED[name] for name in SOME], ids=SOME)
def test_page_that_the_client_has_in_any_form_is_not_sent(site, path):
    tags = {coding: site.ask(path, Accept_Encoding=coding).headers["ETag"] for coding in CODINGS}
    known = (*tags.values(), f"W/{tags['gzip']}", f'"ander", W/{tags["br"]}', "*")
    for if_none_match, (coding, tag) in zip(known, cycle(reversed(tags.items()))):
        answer = site.ask(path, Accept_Encoding=coding, If_None_Match=if_none_match)
        assert (answer.status, answer.headers["ETag"], answer.content) == (304, tag, b"")
        assert (answer.headers["Cache-Control"], "Content-Encoding" in answer.headers) == (SHARED, False)
        assert "Accept-Encoding" in answer.headers["Vary"].split(", ")
    for other in ('"ander"', tags["br"].replace("-br", "-zstd"), tags["br"].strip('"')):
        assert site.ask(path, Accept_Encoding="br", If_None_Match=other).status == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/bestaat-niet/", 404),
        ("/initiatieven/bestaat-niet/", 404),
        ("/initiatieven/?pagina=99", 404),
        ("/sitemap-bestaat-niet.xml", 404),
        ("/initiatieven.atom?kleur=rood", 400),
        ("/api/v1/initiatieven?kleur=rood", 400),
        ("/initiatieven/weg/", 410),
        ("/initiatieven/?q=xqzwxq", 200),
    ],
)
def test_error_and_unanswered_question_have_forms_but_no_tag(site, path, status):
    site.edit("make_initiative('weg').delete()" if status == 410 else "")
    for headers in ({}, {"If_None_Match": "*"}) * 2:
        answer = site.ask(path, Accept_Encoding=ACCEPTED, **headers)
        assert (answer.status, answer.headers["Content-Encoding"]) == (status, "br")
        assert (answer.headers["ETag"], answer.headers["Vary"].split(", ")[-1]) == (None, "Accept-Encoding")
        assert answer.text == site.ask(path).text


def test_suggestions_are_compressed(site):
    answer = site.ask("/suggesties?q=al", Accept_Encoding=ACCEPTED)
    assert (answer.headers["Content-Encoding"], answer.text) == ("br", site.ask("/suggesties?q=al").text)


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "ods"])
def test_download_is_compressed_if_it_is_text_and_the_same_from_disk(site, kind):
    for accepted in (ACCEPTED, "gzip", "identity"):
        answers = [site.ask(f"/initiatieven.{kind}?q=bellen", Accept_Encoding=accepted) for _ in range(6)]
        assert {answer.status for answer in answers} == {200}
        assert {answer.headers["Content-Length"] for answer in answers} <= {None, str(len(answers[0].content))}
        assert answers[-1].headers["Content-Length"], "both workers send the file that one of them made"
        assert len({(answer.headers["ETag"], answer.content) for answer in answers}) == 1
        coding = {ACCEPTED: "br", "gzip": "gzip", "identity": None}[accepted] if kind in ("csv", "json") else None
        assert answers[0].headers["Content-Encoding"] == coding
        known = {"If_None_Match": answers[0].headers["ETag"], "Accept_Encoding": accepted}
        answer = site.ask(f"/initiatieven.{kind}?aantal=20&q=bellen", **known)
        assert (answer.status, answer.headers["ETag"]) == (304, answers[0].headers["ETag"])


def test_static_file_is_sent_in_brotli_and_gzip(site):
    css = re.search(r'href="(/static/css/[^"]+\.css)"', site.ask("/").text)[1]
    forms = {coding: site.ask(css, Accept_Encoding=coding) for coding in CODINGS}
    assert [form.headers["Content-Encoding"] for form in forms.values()] == [None, "br", "gzip"]
    assert len({form.text for form in forms.values()}) == 1
    assert site.ask(css, Accept_Encoding=ACCEPTED).content == forms["br"].content
    assert len(forms["br"].content) < len(forms["gzip"].content) < len(forms["identity"].content)


def test_version_is_not_read_for_what_is_no_page(site):
    """Whoever reads the version of the catalogue here, waits."""
    css = re.search(r'href="(/static/css/[^"]+\.css)"', site.ask("/").text)[1]
    with psycopg.connect(site.database_url) as connection:
        connection.execute("LOCK TABLE initiatives_catalogueversion")
        for path in ("/healthz", css, "/favicon.ico", "/thema.css", "/beheer/login/"):
            assert site.ask(path, Accept_Encoding="br", timeout=10).status < 500
        with pytest.raises(TimeoutError):
            site.ask("/over/", timeout=1)


# What belongs to one person


@pytest.fixture(scope="module")
def editor(site, tmp_path_factory):
    """The Cookie header of an editor who signed in."""
    file = tmp_path_factory.mktemp("editor") / "password"
    site.edit(
        "from django.core.management import call_command; from pathlib import Path; from io import StringIO;"
        f"call_command('make_editor', password_file=Path({str(file)!r}), stdout=StringIO())"
    )
    jar, address = CookieJar(), f"{site.address}/beheer/account/login/"
    browser = build_opener(HTTPCookieProcessor(jar))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.open(address).read().decode())[1]
    form = {
        "csrfmiddlewaretoken": token,
        "login": USERNAME,
        "password": file.read_text().strip(),
        "next": "/beheer/",
    }
    page = browser.open(Request(address, urlencode(form).encode(), {"Referer": address}))
    assert page.url == f"{site.address}/beheer/"
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def is_plain(answer):
    """Whether a response is neither compressed nor tagged."""
    return "Content-Encoding" not in answer.headers and "ETag" not in answer.headers


@pytest.mark.parametrize("path", sample(FOR_EDITORS, 4))
def test_page_for_an_editor_is_not_kept_and_not_compressed(site, editor, path):
    for _ in range(2):
        answer = site.ask(path, Accept_Encoding=ACCEPTED, Cookie=editor)
        assert (is_plain(answer) or path == PAGES["api"], "Content-Encoding" in answer.headers) == (True, False)
    tag = site.ask(path, Accept_Encoding=ACCEPTED).headers["ETag"]
    if tag and path != PAGES["api"]:
        known = site.ask(path, Accept_Encoding=ACCEPTED, Cookie=editor, If_None_Match=tag)
        assert (known.status, is_plain(known)) == (200, True)


@pytest.mark.parametrize(
    "path", ["", "login/", "initiatives/initiative/", "initiatives/initiative/add/", "bestaat-niet/"]
)
@pytest.mark.parametrize("is_signed_in", [True, False])
def test_editors_pages_are_never_compressed(site, editor, path, is_signed_in):
    cookie = {"Cookie": editor} if is_signed_in else {}
    answer = site.ask(f"/beheer/{path}", Accept_Encoding=ACCEPTED, **cookie)
    assert (is_plain(answer), answer.content != b"") == (True, True)


@pytest.mark.parametrize("path", [*(PAGES[name] for name in PERSONAL), "/selectie.odt?i=coronamaatjes-almere"])
def test_selection_is_never_kept_and_never_compressed(site, path):
    for _ in range(2):
        answer = site.ask(path, Accept_Encoding=ACCEPTED)
        assert (is_plain(answer), answer.headers["Cache-Control"]) == (True, "private")
