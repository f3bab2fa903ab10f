"""The files of a copy of a small catalogue."""

import json
from argparse import Namespace
from hashlib import sha256

import pytest
from lxml import html
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from initiatives.freezing.links import broken_links
from tests.freezing.world import BASE

pytestmark = pytest.mark.django_db


def read(copy, path):
    return (copy / path).read_text(encoding="utf-8")


def links(copy, path):
    return html.fromstring(read(copy, path)).xpath("//a/@href")


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "initiatieven/boodschappenhulp/index.html",
        "initiatieven/index@doelgroep=ouderen.html",
        "initiatieven/index@gemeente=almere.html",
        "initiatieven/index@inwoners=tot-25000.html",
        "gemeenten/almere/index.html",
        "doelgroepen/ouderen/index.html",
        "categorieen/eenzaamheid/index.html",
        "aanpakken/maatje-of-buddy/index.html",
        "aanpakken/maatje-of-buddy.docx",
        "bronnen/lijst-initiatieven-kwetsbare-doelgroepen/index.html",
        "kaart/index.html",
        "matrix/index.html",
        "matrix/aanpakken/index.html",
        "initiatieven.atom",
        "initiatieven.xlsx",
        "initiatieven@scheiding=puntkomma.csv",
        "api/v1/initiatieven.json",
        "api/v1/initiatieven/praatlijn.json",
        "api/v1/openapi.json",
        "sitemap.xml",
        "robots.txt",
        "catalogus.ttl",
        "favicon.ico",
        "404.html",
    ],
)
def test_copy_has_file(copy, path):
    assert (copy / path).stat().st_size > 0


def test_copy_has_nothing_that_is_not_public(copy):
    names = [path.relative_to(copy).as_posix() for path in copy.rglob("*")]
    assert [name for name in names if name.startswith(("beheer", "selectie", "voorbeeld", "stijl"))] == []
    assert "initiatieven/verborgen/index.html" not in names
    texts = [path.read_text(encoding="utf-8") for path in copy.rglob("*.html")]
    assert [text for text in texts if "Nog een concept" in text] == []


def test_data_are_as_the_site_sends_them(copy, client):
    for path in ("api/v1/initiatieven/praatlijn", "initiatieven.atom", "catalogus.jsonld", "sitemap.xml"):
        file = copy / (path if "." in path else f"{path}.json")
        assert file.read_bytes() == client.get(f"/{path}").content


def test_every_page_tells_its_day_in_a_notice(copy):
    pages = {path: read(copy, path) for path in copy.rglob("*.html")}
    moved = {path for path, text in pages.items() if 'http-equiv="refresh"' in text}
    without = [path for path, text in pages.items() if "U leest een kopie van" not in text]
    assert {*without} == moved
    assert len(moved) < len(pages) / 2


def test_links_are_relative_and_lead_to_files(copy):
    found = links(copy, "initiatieven/boodschappenhulp/index.html")
    assert "../../gemeenten/almere/index.html" in found
    assert [link for link in found if link.startswith("/")] == []
    assert html.fromstring(read(copy, "initiatieven/boodschappenhulp/index.html")).xpath(
        "//link[@rel='canonical']/@href"
    ) == [f"{BASE}/initiatieven/boodschappenhulp/"]


def test_combinations_lead_to_search_and_the_rest_to_the_explanation(copy):
    found = links(copy, "initiatieven/index@doelgroep=ouderen.html")
    assert "../zoeken.html?doelgroep=ouderen&gemeente=almere" in found
    assert "../bevroren.html" in found
    page = html.fromstring(read(copy, "initiatieven/index.html"))
    assert page.xpath("//form/@action") == ["../zoeken.html"]
    assert page.xpath("//*[@data-save] | //script[@type='module'] | //*[@data-suggestions]") == []


def test_only_lists_in_frames_keep_their_script(copy):
    """It tells the page around the frame how high the list is."""
    scripts = {
        path.relative_to(copy).as_posix(): html.fromstring(path.read_bytes()).xpath("//script[@type='module']/@src")
        for path in copy.rglob("*.html")
    }
    [script] = scripts["embed/initiatieven/index.html"]
    assert (copy / "embed" / "initiatieven" / script).resolve().name.startswith("embed_height.")
    assert {path.split("/")[0] for path, found in scripts.items() if found} == {"embed"}


def test_page_for_what_does_not_exist_works_at_any_address(copy):
    assert "/initiatieven/index.html" in links(copy, "404.html")


def test_former_addresses_lead_on(copy):
    for path, target in {
        "gemeenten/weesp/index.html": "../amsterdam/index.html",
        "gemeenten/GM0034/index.html": "../almere/index.html",
        "initiatieven/index@gemeente=weesp.html": "index@gemeente=amsterdam.html",
    }.items():
        assert links(copy, path) == [target]
    lines = read(copy, "redirects.map").splitlines()
    assert '"/gemeenten/weesp/" "/gemeenten/amsterdam/";' in lines
    assert '"/initiatieven/?gemeente=weesp" "/initiatieven/?gemeente=amsterdam";' in lines


def test_manifest_has_every_file_with_its_checksum(copy):
    manifest = json.loads(read(copy, "manifest.json"))
    files = {file["path"]: file for file in manifest["files"]}
    there = {path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()}
    assert there - files.keys() == {"manifest.json", ".lock"}
    assert {path for path in files if sha256((copy / path).read_bytes()).hexdigest() != files[path]["sha256"]} == set()
    assert files["initiatieven/index@gemeente=almere.html"] | {"sha256": "", "bytes": 0} == {
        "path": "initiatieven/index@gemeente=almere.html",
        "sha256": "",
        "bytes": 0,
        "media_type": "text/html",
        "address": "/initiatieven/?gemeente=almere",
        "status": 200,
    }
    assert manifest["source"]["base"] == BASE


def test_link_to_what_is_not_there_leads_to_the_page_that_says_so(copy):
    """A source that the text about a target group names is gone, and so is the example of the API."""
    manifest = json.loads(read(copy, "manifest.json"))
    absent = {file["path"]: file["status"] for file in manifest["files"] if file["status"] not in (200, 301)}
    assert absent == {
        "bronnen/coronapandemie-sociaal-werk/index.html": 404,
        "api/v1/initiatieven/coronamaatjes-almere.json": 404,
    }
    assert "../../index.html" in links(copy, "bronnen/coronapandemie-sociaal-werk/index.html")


def test_no_link_is_broken(copy):
    paths = [path.relative_to(copy).as_posix() for path in copy.rglob("*") if path.is_file()]
    assert list(broken_links(paths, lambda path: (copy / path).read_bytes())) == []


def test_archive_has_each_response_as_it_was_sent(copy, client):
    addresses = {file["address"] for file in json.loads(read(copy, "manifest.json"))["files"]} - {""}
    contents, kinds = {}, []
    with open(copy / "catalogue.warc.gz", "rb") as file:
        for record in ArchiveIterator(file):
            kinds.append(record.rec_type)
            if record.rec_type == "response":
                url = record.rec_headers.get_header("WARC-Target-URI")
                contents[url] = (record.http_headers.get_statuscode(), record.content_stream().read())
    assert kinds[0] == "warcinfo"
    assert contents.keys() == {f"{BASE}{address}" for address in addresses}
    assert contents[f"{BASE}/gemeenten/almere/"] == ("200", client.get("/gemeenten/almere/").content)
    assert contents[f"{BASE}/gemeenten/weesp/"][0] == "301"


def test_archive_is_valid(copy):
    assert Checker(Namespace(inputs=[str(copy / "catalogue.warc.gz")], verbose=False)).process_all() == 0
