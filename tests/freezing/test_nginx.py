"""A copy of the site, as nginx shows it while the application is away."""

import os
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.drills.proxy import nginx

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(copy, tmp_path_factory):
    """The address of nginx before a copy and no application."""
    folder = tmp_path_factory.mktemp("nginx") / "own"
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


@pytest.mark.parametrize(
    "path", ["/.lock", "/.new/manifest.json", "/../.lock", "/gemeenten/..%2f.lock", "/static/../.lock", "/%2elock"]
)
def test_other_files_of_the_folder_are_not_shown(site, copy, path):
    assert (copy / ".lock").exists()
    assert ask(site, path)[0].status in (400, 503)
