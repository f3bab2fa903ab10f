"""One question, eight outlets: they give the same initiatives in the same order."""

import csv
import io
import json
import re
import zipfile
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.urls import reverse
from lxml import etree
from openpyxl import load_workbook

from initiatives.models import Approach, Category, Initiative, TargetGroup
from initiatives.search.facets.definitions import FACETS, PLACE_FACETS
from initiatives.search.facets.values import FacetValues
from initiatives.search.query_string.outlets import OUTLETS
from initiatives.search.sorting import SORTS
from tests.asking import ask
from tests.factories import make_initiative
from tests.proof import amount, chance

pytestmark = pytest.mark.django_db

FILTERS = amount(3, thorough=300)
TITLE = re.compile(r"<h\d[^>]*>.*?</h\d>", re.S)
LINK = re.compile(r'href="(?:https?://[^/]+)?/initiatieven/([a-z0-9-]+)/"')
ATOM = {"atom": "http://www.w3.org/2005/Atom"}
ODF = {"table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0"}


def body(client, path, query):
    """What an outlet answers, to the last byte."""
    response = client.get(f"{path}?{query}")
    assert response.status_code == 200, (path, query, response.status_code)
    return response.getvalue() if response.streaming else response.content


def in_list(client, path, query, size):
    """The slugs on every page of HTML, by the links in the titles."""
    slugs, number = [], 1
    while True:
        page = body(client, path, f"{query}&aantal={size}&pagina={number}").decode()
        slugs += [slug for title in TITLE.findall(page) for slug in LINK.findall(title)]
        if f"pagina={number + 1}" not in page:
            return slugs
        number += 1


def in_feed(client, query):
    address, slugs = f"/initiatieven.atom?{query}&aantal=100", []
    while address:
        response = client.get(address)
        assert response.status_code == 200, address
        feed = etree.fromstring(response.content)
        links = feed.xpath("atom:entry/atom:link[@rel='alternate' or not(@rel)]/@href", namespaces=ATOM)
        slugs += [link.rstrip("/").rpartition("/")[2] for link in links]
        address = next(iter(feed.xpath("atom:link[@rel='next']/@href", namespaces=ATOM)), None)
    return slugs


def in_csv(client, query):
    text = body(client, "/initiatieven.csv", query).decode("utf-8-sig")
    separator = ";" if text.partition("\n")[0].count(";") > 5 else ","
    return [row["slug"] for row in csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)]


def in_xlsx(client, query):
    sheet = load_workbook(io.BytesIO(body(client, "/initiatieven.xlsx", query)), read_only=True).worksheets[0]
    header, *rows = sheet.iter_rows(values_only=True)
    return [row[header.index("slug")] for row in rows]


def in_ods(client, query):
    with zipfile.ZipFile(io.BytesIO(body(client, "/initiatieven.ods", query))) as archive:
        content = etree.fromstring(archive.read("content.xml"))
    rows = content.find(".//table:table", ODF).iterfind(".//table:table-row", ODF)
    header, *others = [["".join(cell.itertext()) for cell in row.iterfind("table:table-cell", ODF)] for row in rows]
    return [row[header.index("slug")] for row in others]


def in_json(client, query):
    return [initiative["slug"] for initiative in json.loads(body(client, "/initiatieven.json", query))["initiatieven"]]


def in_api(client, query):
    slugs, number = [], 1
    while True:
        answer = json.loads(body(client, "/api/v1/initiatieven", f"{query}&aantal=100&pagina={number}"))
        slugs += [result["slug"] for result in answer["resultaten"]]
        if number >= answer["aantalPaginas"]:
            return slugs
        number += 1


READERS = {
    "browse": lambda client, query: in_list(client, "/initiatieven/", query, 100),
    "embed": lambda client, query: in_list(client, "/embed/initiatieven/", query, 50),
    "feed": in_feed,
    "csv": in_csv,
    "xlsx": in_xlsx,
    "ods": in_ods,
    "json": in_json,
    "api": in_api,
}


def random_queries(number):
    """Queries with any facets, words, sort and switches."""
    draw, facet_values = chance(), FacetValues()
    words = [word for title in Initiative.objects.published().values_list("title", flat=True) for word in title.split()]
    queries = []
    while len(queries) < number:
        pairs = []
        for key in draw.sample(list(FACETS), draw.choice([0, 1, 1, 2, 3])):
            pairs += [
                (key, value) for value in set(draw.choices(list(facet_values.by_slug(key)), k=draw.choice([1, 1, 3])))
            ]
        if draw.random() < 0.4:
            pairs.append(("q", " ".join(draw.sample(words, draw.choice([1, 1, 2])))))
        if draw.random() < 0.5:
            pairs.append(("sorteer", draw.choice(list(SORTS))))
        if draw.random() < 0.3 and PLACE_FACETS & {key for key, _ in pairs}:
            pairs.append(("landelijk", "ja"))
        if is_clear(query := urlencode(pairs)):
            queries.append(query)
    return queries


def is_clear(query):
    """Nothing in it is refused: a title may be a dash."""

    return not ask(query).parameters.faults


def test_every_outlet_is_read_here():
    assert set(READERS) == set(OUTLETS) - {"map", "matrix", "approach_matrix", "builder"}


def test_every_outlet_gives_the_same_initiatives_in_the_same_order(client):
    make_initiative("concept", status="draft", title="Bellen met ouderen")
    differences, numbers = [], []
    for query in ["doelgroep=ouderen", *random_queries(FILTERS)]:
        answers = {name: read(client, query) for name, read in READERS.items()}
        numbers.append(len(answers["browse"]))
        differences += [(query, name) for name, slugs in answers.items() if slugs != answers["browse"]]
    assert differences == []
    assert max(numbers) > 0
    print(f"{len(numbers)} filters, {sum(numbers)} initiatives in all, {len(READERS)} outlets: no differences")  # noqa: T201


def test_all_pages_of_everything_are_in_every_outlet(client):
    answers = {name: sorted(read(client, "")) for name, read in READERS.items()}
    expected = sorted(Initiative.objects.published().values_list("slug", flat=True))
    assert [name for name, slugs in answers.items() if slugs != expected] == []


def test_query_with_a_retired_value_is_redirected_once_at_every_outlet(client):
    """Random queries, 200 in a thorough run, each with a value that is no longer there, at all outlets in turn."""
    draw = chance()
    retired = [
        (key, slug, current)
        for key, facet in FACETS.items()
        if facet.model in (Category, TargetGroup, Approach)
        for slug, current in FacetValues().renamed(key).items()
    ]
    assert ("categorie", "coronadienstverlening", "zorg-en-ondersteuning") in retired
    paths = [*map(reverse, OUTLETS), reverse("api_facets")]
    for number, query in enumerate(random_queries(amount(20, thorough=200))):
        key, slug, current = draw.choice(retired)
        path = paths[number % len(paths)]
        others = [pair for pair in parse_qsl(query) if pair[0] != "sorteer" or path != reverse("builder")]
        response = client.get(f"{path}?{urlencode([*others, (key, slug)])}")
        assert response.status_code == 301, f"{path}?{query}"
        location = urlsplit(response["Location"])
        assert location.path == path
        assert set(parse_qsl(location.query)) == {*others, (key, current)}
        body(client, path, location.query)
