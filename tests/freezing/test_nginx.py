"""A copy of the site, as nginx shows it while the application is away."""

import os
import time
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.browser.running import FRAMED_BY, ROOT
from tests.drills.proxy import nginx

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of nginx, with its logs."""
    return tmp_path_factory.mktemp("nginx") / "own"


@pytest.fixture(scope="module")
def site(copy, folder):
    """The address of nginx before a copy and no application."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("EMBED_HOSTS", FRAMED_BY)
        with nginx(folder, "http://127.0.0.1:9", os.environ["DATABASE_URL"], copy) as address:
            yield address


def ask(site, path, method="GET"):
    connection = HTTPConnection(urlsplit(site).netloc, timeout=20)
    connection.request(method, path)
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


@pytest.mark.parametrize(
    ("path", "file", "media_type"),
    [
        ("/", "index.html", "text/html; charset=utf-8"),
        ("/gemeenten/almere/", "gemeenten/almere/index.html", "text/html; charset=utf-8"),
        ("/initiatieven/?doelgroep=ouderen", "initiatieven/index@doelgroep=ouderen.html", "text/html; charset=utf-8"),
        ("/initiatieven/?&doelgroep=ouderen", "initiatieven/index@doelgroep=ouderen.html", "text/html; charset=utf-8"),
        ("/initiatieven.csv", "initiatieven.csv", "text/csv; charset=utf-8"),
        ("/api/v1/gemeenten", "api/v1/gemeenten.json", "application/json; charset=utf-8"),
        ("/zoeken.html?q=bellen", "zoeken.html", "text/html; charset=utf-8"),
    ],
)
def test_address_is_answered_from_its_file(site, copy, path, file, media_type):
    response, content = ask(site, path)
    assert (response.status, response.headers["Content-Type"]) == (200, media_type)
    assert content == (copy / file).read_bytes()
    assert response.headers["Cache-Control"] == "no-store"
    assert "script-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "location"),
    [
        (
            "/initiatieven/?doelgroep=ouderen&categorie=eenzaamheid",
            "/zoeken.html?categorie=eenzaamheid&doelgroep=ouderen",
        ),
        ("/initiatieven/?q=bellen", "/zoeken.html?q=bellen"),
        ("/initiatieven/?q=bellen&sorteer=naam", "/bevroren.html"),
        ("/bestaat-niet/", "/bevroren.html"),
        ("/gemeenten/almere/index.html", "/gemeenten/almere/"),
        ("/initiatieven/index@doelgroep=ouderen.html", "/initiatieven/?doelgroep=ouderen"),
    ],
)
def test_what_has_no_file_leads_to_what_has(site, path, location):
    response, _ = ask(site, path)
    assert (response.status, urlsplit(response.headers["Location"])._replace(scheme="", netloc="").geturl()) == (
        302,
        location,
    )


@pytest.mark.parametrize(
    "path", ["/beheer/", "/selectie/", "/api/v1/initiatieven?doelgroep=x", "/initiatieven.csv?doelgroep=ouderen"]
)
def test_what_needs_the_application_is_a_dutch_503(site, path):
    response, content = ask(site, path)
    assert (response.status, response.headers["Retry-After"]) == (503, "5")
    assert b"even niet" in content


def framing(response):
    """Who may show a page in a frame: X-Frame-Options and the part of the content policy."""
    policy = response.headers["Content-Security-Policy"].split("; ")
    [ancestors] = [part for part in policy if part.startswith("frame-ancestors ")]
    return response.headers["X-Frame-Options"], ancestors, response.headers["Cross-Origin-Resource-Policy"]


FRAMED = (None, f"frame-ancestors 'self' {FRAMED_BY.replace(',', ' ')}", "cross-origin")


def test_list_in_frames_is_answered_from_its_file_and_may_be_framed(site, copy):
    response, content = ask(site, "/embed/initiatieven/")
    assert response.status == 200
    assert content == (copy / "embed" / "initiatieven" / "index.html").read_bytes()
    assert framing(response) == FRAMED
    assert response.headers["Cache-Control"] == "no-store"


def test_list_in_frames_that_the_copy_does_not_have_says_so_in_its_frame(site):
    response, content = ask(site, "/embed/initiatieven/?gemeente=almere")
    assert (response.status, response.headers["Retry-After"]) == (503, "5")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert framing(response) == FRAMED
    assert b'class="embed' in content
    assert b"even niet" in content


def test_script_of_frames_may_be_loaded_by_other_sites(site):
    response, content = ask(site, "/static/js/embed.js")
    assert (response.status, response.headers["Content-Type"].partition(";")[0]) == (200, "application/javascript")
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert content == (ROOT / "static" / "js" / "embed.js").read_bytes()


@pytest.mark.parametrize("path", ["/", "/zoeken.html", "/beheer/"])
def test_no_other_page_may_be_framed(site, path):
    assert framing(ask(site, path)[0]) == ("DENY", "frame-ancestors 'none'", "same-origin")


@pytest.mark.parametrize("path", ["/", "/embed/initiatieven/", "/embed/initiatieven/?gemeente=almere", "/beheer/"])
def test_answer_of_nginx_has_the_id_of_its_request_in_the_log(site, path, folder):
    response, _ = ask(site, path)
    for _ in range(100):  # the line is written after the answer
        ids = [line.split()[-1] for line in (folder / "access.log").read_text().splitlines()]
        if response.headers["X-Request-Id"] in ids:
            return
        time.sleep(0.02)
    raise AssertionError(ids)


@pytest.mark.parametrize(
    "path", ["/.lock", "/.new/manifest.json", "/../.lock", "/gemeenten/..%2f.lock", "/static/../.lock", "/%2elock"]
)
def test_other_files_of_the_folder_are_not_shown(site, copy, path):
    assert (copy / ".lock").exists()
    assert ask(site, path)[0].status in (400, 503)
