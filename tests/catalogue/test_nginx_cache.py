"""What nginx keeps of the catalogue's responses, for whom, and until when."""

import re
import time
from random import Random
from typing import NamedTuple
from urllib.parse import quote_plus
from urllib.request import Request, urlopen

import psycopg
import pytest

from initiatives.api import filters, query
from initiatives.embedding import look
from initiatives.exports import csv
from initiatives.search.facets.definitions import FACETS
from initiatives.search.query_string.parameters import READERS
from tests import databases
from tests.browser import running
from tests.cache_keys import poisoned
from tests.catalogue.test_nginx import ask, get
from tests.databases import ROOT
from tests.drills.proxy import nginx
from tests.proof import SEED, amount

SCRIPT = ROOT / "deploy" / "nginx" / "catalogue" / "query.js"
RENAME = "UPDATE initiatives_category SET description = %s WHERE slug = 'eenzaamheid'"
AGE = 2.1  # seconds after which nginx knows of a change: it keeps the version for a whole second of its clock
LIST = "/initiatieven/?categorie=eenzaamheid&doelgroep=ouderen"


class Site(NamedTuple):
    """nginx with the web server behind it."""

    address: str
    web_server: str
    database_url: str
    log: str

    def status_of_cache(self, path, headers="", method="GET"):
        """Ask nginx; return what its log says of its cache, and the response."""
        response = ask(self.address, get(path, headers, method))
        return self.latest_status(), response

    def latest_status(self):
        time.sleep(0.05)  # the line is written after the response
        with open(self.log) as log:
            return log.readlines()[-1].split()[-2]

    def hits(self):
        with open(self.log) as log:
            return sum(line.split()[-2] == "HIT" for line in log)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with running.catalogue("nginx_cache") as (address, database_url):
        folder = tmp_path_factory.mktemp("nginx_cache")
        with nginx(folder, address, database_url) as proxied:
            yield Site(proxied, address, database_url, str(folder / "access.log"))


def values_in_script(name):
    text = re.search(rf"const {name} = \[(.*?)\]", SCRIPT.read_text(), re.DOTALL)[1]
    return re.findall(r'"([^"]+)"', text)


def test_script_knows_the_parameters_of_the_application():
    of_lists = {key for found in vars(filters).values() for key in getattr(found, "base_filters", ())}
    others = {*READERS, *look.READERS, *csv.OPTIONS, *query.PAGING, *of_lists, "versie"} - {*FACETS}
    assert values_in_script("FACETS") == sorted(FACETS)
    assert values_in_script("OTHERS") == sorted(others, key=lambda key: (key.lower(), key))


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("br;q=0.0,gzip;q=0", None),
        ("brotli", None),
        ("identity", None),
    ],
)
def test_page_is_kept_in_each_form(site, accepted, coding):
    request = Request(f"{site.address}/over/", headers={"Accept-Encoding": accepted})
    answers = [urlopen(request) for _ in range(2)]
    assert [answer.headers["Content-Encoding"] for answer in answers] == [coding] * 2
    assert len({answer.read() for answer in answers}) == 1
    assert site.latest_status() == "HIT"


@pytest.mark.parametrize(
    "query_string",
    [
        "doelgroep=ouderen&categorie=eenzaamheid",
        "categorie=eenzaamheid&doelgroep=ouderen&q=&sorteer=",
        "categorie=eenzaamheid&doelgroep=ouderen&doelgroep=ouderen",
        "&&doelgroep=%6Fuderen&categorie=eenz%61amheid&",
    ],
)
def test_forms_of_one_query_are_one_page(site, query_string):
    site.status_of_cache(LIST)
    cached, (status, _, page) = site.status_of_cache(f"/initiatieven/?{query_string}")
    assert (cached, status) == ("HIT", 200)
    assert page == ask(site.web_server, get(LIST))[2]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (LIST, "Cookie: sessionid=abc\r\n"),
        (LIST, "Accept: text/html\r\n"),
        (LIST, "Content-Type: text/plain\r\n"),
        (f"{LIST}&x=1", ""),
        (f"{LIST}&q=%ff", ""),
        ("/initiatieven/?q=xqzwxqzw", ""),
        ("/initiatieven/bestaat-niet/", ""),
        ("/initiatieven.csv?x=1", ""),
        ("/selectie/?initiatief=de-bakfiets-alkmaar", ""),
        ("/beheer/account/login/", ""),
        ("/suggesties?q=bel", ""),
        ("/versie", ""),
        ("/healthz", ""),
    ],
)
def test_what_is_of_one_person_or_not_known_is_not_kept(site, path, headers):
    site.status_of_cache(LIST)
    assert {site.status_of_cache(path, headers)[0] for _ in range(3)} <= {"MISS", "BYPASS", "-"}


def test_page_of_an_editor_does_not_become_that_of_visitors(site):
    path = "/categorieen/?q=redactie"
    site.status_of_cache(path, "Cookie: sessionid=abc\r\n")
    cached, (_, headers, _) = site.status_of_cache(path)
    assert (cached, "no-store" in headers["cache-control"]) == ("MISS", False)


def test_client_that_has_the_page_gets_304_from_the_cache(site):
    site.status_of_cache(LIST)
    tag = site.status_of_cache(LIST)[1][1]["etag"]
    cached, (status, headers, content) = site.status_of_cache(LIST, f"If-None-Match: {tag}\r\n")
    assert (cached, status, headers["etag"], content) == ("HIT", 304, tag, "")


def test_no_header_of_one_request_changes_what_others_get_from_nginx(site):
    # nginx takes the title for a parameter of the catalogue; the pages say that they do not know it.
    before = site.hits()
    faults = poisoned(site.address, amount(8, thorough=300), SEED, key="titel")
    assert not faults, "\n".join(faults)
    assert site.hits() > before  # or nothing could be poisoned


def test_change_is_seen_within_two_seconds_by_every_address(site):
    for text in ("Eerst stond hier dit.", "Nu staat hier iets anders."):
        with psycopg.connect(site.database_url, autocommit=True) as database:
            database.execute(RENAME, [text])
        time.sleep(AGE)
        for path in ("/categorieen/eenzaamheid/", "/categorieen/"):
            pages = [ask(site.address, get(path))[2] for _ in range(3)]
            assert [text in page for page in pages] == [True] * 3, path


def test_kept_page_is_what_the_application_says_to_the_same_question(site):
    random = Random(SEED)
    values = {"doelgroep": ["ouderen", "jongeren"], "categorie": ["eenzaamheid"], "gemeente": ["almere", "GM0363", "x"]}
    values |= {"q": ["bellen", "", "samen eten", "é"], "sorteer": ["naam", ""], "pagina": ["1", "2", "abc"]}
    pairs = [(key, value) for key in values for value in values[key]]
    for _ in range(40):
        chosen = [random.choice(pairs) for _ in range(random.randint(1, 5))]
        path = "/initiatieven/?" + "&".join(f"{key}={quote_plus(value)}" for key, value in chosen)
        ours, kept = ask(site.web_server, get(path)), [ask(site.address, get(path)) for _ in range(2)]
        assert [(answer[0], _said(answer[2])) for answer in kept] == [(ours[0], _said(ours[2]))] * 2, path


def _said(page):
    """The page without the addresses of it, in which parameters keep their order."""
    return re.sub(r'(href|action|value|content)="[^"]*"', "", page)


def test_kept_pages_are_given_while_the_application_is_away(tmp_path):
    with databases.copy_of_catalogue("nginx_away") as database_url:
        process, web_server = running.start_gunicorn(database_url, workers=1)
        with nginx(tmp_path, web_server, database_url) as address:
            before = ask(address, get(LIST))
            process.terminate()
            process.wait(30)
            after, other = ask(address, get(LIST)), ask(address, get("/over/"))
    assert (before[0], after[0], after[2], other[0]) == (200, 200, before[2], 503)
