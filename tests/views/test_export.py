"""A list taken along as a file: exactly what was found, all of it, and nothing else."""

import csv
import io
import re
from datetime import UTC, date, datetime
from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from initiatives import downloads
from initiatives.exports.columns import COLUMNS
from initiatives.exports.sheets import typed
from initiatives.models import Initiative, SlugHistory, TargetGroup
from initiatives.responses import whole_files
from initiatives.search import full_records
from initiatives.search.index import writer
from tests.asking import ask
from tests.factories import make_initiative
from tests.views.pages import text, titles

pytestmark = pytest.mark.django_db
KINDS = ["csv", "xlsx", "ods"]
NAMES = (
    "titel,samenvatting,bereik,regio,gemeenten,provincies,doelgroepen,categorieën,vormen,fase,herkomst,begonnen,gestopt,"
    "organisaties,beschrijving,resultaten,lessen,bronnen,vermeldingen,links,gemeentecodes,inwoners,nagekeken op,"
    "gepubliceerd op,gewijzigd,slug,adres,aanpakken,probleem,vindplaats probleem,deelnemers,vindplaats deelnemers,"
    "nodig,vindplaats nodig,vindplaats resultaten,vindplaats lessen,kosten,vindplaats kosten,onderbouwing,na corona,"
    "vindplaats na corona,overgenomen van,vindplaats overgenomen van,zie ook"
)  # fixed: others rely on them


def content(response):
    assert response.status_code == 200, response.status_code
    return b"".join(response.streaming_content)


def download(client, path):
    """The answer with a file, read, which also closes it."""
    response = client.get(path)
    content(response)
    return response


def table(client, query=""):
    """The rows of the CSV, each by the names of the columns."""
    return list(csv.DictReader(io.StringIO(content(client.get(f"/initiatieven.csv?{query}")).decode(), newline="")))


def slugs_on_pages(client, query):
    """The initiatives on every page of the list, in order."""
    slugs, number = [], 1
    while (response := client.get(f"/initiatieven/?{query}&pagina={number}")).status_code == 200:
        slugs += re.findall(r'<article class="card">.*?href="/initiatieven/([^/"]+)/"', text(response), re.DOTALL)
        number += 1
    return slugs


@pytest.mark.parametrize(
    "query", ["doelgroep=jongeren", "q=eenzame+ouderen+bellen", "sorteer=nieuwste&aantal=100", "q=ruimtevaart"]
)
def test_file_has_what_is_on_all_pages_in_the_same_order(client, query):
    make_initiative("geheim", title="Bellen met eenzame jongeren", target_groups=("jongeren",), status="draft")
    expected = slugs_on_pages(client, query)
    assert [row["slug"] for row in table(client, f"{query}&pagina=2")] == expected
    book = load_workbook(io.BytesIO(content(client.get(f"/initiatieven.xlsx?{query}"))))
    assert [row[25] for row in book["Initiatieven"].iter_rows(min_row=2, values_only=True)] == expected


def test_row_says_everything_of_an_initiative(client):
    shipped = Initiative.objects.get(slug="coronamaatjes-almere")
    row = next(row for row in table(client) if row["slug"] == shipped.slug)
    assert ",".join(row) == NAMES
    assert [row[name] for name in ("titel", "bereik", "gemeenten", "provincies", "gemeentecodes", "inwoners")] == [
        "Coronamaatjes Almere", "Lokaal", "Almere", "Flevoland", "GM0034", "213660"
    ]  # fmt: skip
    assert row["gewijzigd"] == timezone.localtime(shipped.modified).isoformat()
    assert row["adres"] == "http://testserver/initiatieven/coronamaatjes-almere/"
    assert "\nlijst-initiatieven-kwetsbare-doelgroepen | nr. 1 | 1 | Coronamaatjes" in row["vermeldingen"]


def test_csv_by_itself_is_what_the_standard_says(client):
    response = client.get("/initiatieven.csv?doelgroep=jongeren")
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert content(response).startswith(f"{NAMES}\r\n".encode())


@pytest.mark.parametrize(
    ("options", "beginning"),
    [
        ("scheiding=puntkomma", "\ufefftitel;samenvatting;"),
        ("scheiding=puntkomma&bom=nee", "titel;samenvatting;"),
        ("bom=ja", "\ufefftitel,samenvatting,"),
        ("scheiding=komma&bom=nee&scheiding=&scheiding=komma", "titel,samenvatting,"),
    ],
)
def test_csv_as_somebody_wants_it(client, options, beginning):
    assert content(client.get(f"/initiatieven.csv?{options}&doelgroep=jongeren")).decode().startswith(beginning)


@pytest.mark.parametrize("kind", KINDS)
def test_file_name_says_what_was_asked_and_when(client, kind):
    response = download(client, f"/initiatieven.{kind}?gemeente=almere&doelgroep=jongeren&q=Op+de+fiets%21%22%0a")
    today = f"{timezone.localdate():%Y-%m-%d}"
    assert response["Content-Disposition"] == (
        f'attachment; filename="initiatieven_jongeren_almere_op-de-fiets_{today}.{kind}"'
    )
    everything = download(client, f"/initiatieven.{kind}")["Content-Disposition"]
    assert everything == f'attachment; filename="initiatieven_{today}.{kind}"'
    places = "&".join(f"gemeente={slug}" for slug in list(ask().search.facet_values.by_slug("gemeente"))[:50])
    assert len(download(client, f"/initiatieven.{kind}?{places}")["Content-Disposition"]) < 170


@pytest.mark.parametrize("kind", KINDS)
def test_question_that_makes_no_sense_gives_no_file_but_every_fault(client, kind):
    response = client.get(f"/initiatieven.{kind}?gemeente=atlantis&kleur=rood&scheiding=spatie&bom=ja&bom=nee")
    assert (response.status_code, titles(response)) == (400, ["Deze vraag klopt niet · Corona-initiatieven"])
    faults = re.findall(r"<li>([^<]*)</li>", text(response).partition("<main")[2].partition("</main>")[0])
    expected = ["Bij gemeente kennen wij “atlantis” niet. Kies iets uit de lijst.", "Het filter “kleur” bestaat niet."]
    options = ["Bij “scheiding” kan alleen “komma” of “puntkomma”.", "Bij “bom” kan alleen “ja” of “nee”."]
    unknown = ["Het filter “bom” bestaat niet.", "Het filter “scheiding” bestaat niet."]
    assert sorted(faults) == sorted(expected + (options if kind == "csv" else unknown))


def test_refusal_says_what_is_wrong_and_of_nothing_that_it_was_used(client):
    page = text(client.get("/initiatieven.csv?q=een&q=" + "a" * 401)).partition("<main")[2].partition("</main>")[0]
    assert re.findall(r"<li>([^<]*)</li>", page) == [
        "De zoekvraag is langer dan 400 tekens.",
        "“q” staat meer dan één keer in het adres.",
    ]
    assert ("gebruikt" in page, "formulier" in page) == (False, False)


def test_file_has_no_pages_so_that_what_is_said_of_them_does_not_matter(client):
    paging = "aantal=10&aantal=veel&pagina=nul"
    assert all(content(client.get(f"/initiatieven.{kind}?gemeente=urk&{paging}")) for kind in (*KINDS, "json"))
    assert table(client, f"doelgroep=jongeren&{paging}") == table(client, "doelgroep=jongeren") != []


@pytest.mark.parametrize(("kind", "options"), [("csv", "&scheiding=puntkomma"), ("xlsx", ""), ("ods", "")])
def test_old_name_is_redirected_once_with_all_that_was_asked(client, kind, options):
    group = TargetGroup.objects.get(slug="jongeren")
    SlugHistory.objects.create(kind="target_group", slug="jeugdigen", target_group=group)
    response = client.get(f"/initiatieven.{kind}?doelgroep=jeugdigen&q=fiets{options}")
    expected = f"/initiatieven.{kind}?doelgroep=jongeren&q=fiets{options}"
    assert (response.status_code, response["Location"]) == (301, expected)
    assert download(client, expected).status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_only_reading_is_answered(client, kind):
    assert client.post(f"/initiatieven.{kind}").status_code == 405
    response = client.head(f"/initiatieven.{kind}?doelgroep=jongeren")
    assert (response.status_code, response.getvalue()) == (200, b"")


def test_csv_is_read_a_batch_at_a_time(client, monkeypatch, no_initiatives):
    monkeypatch.setattr(full_records, "BATCH_SIZE", 4)
    monkeypatch.setattr(whole_files, "WHOLE_WITHIN", 0)
    for number in range(9):
        make_initiative(f"proef-{number}", searchable=False)
    writer.reindex(Initiative.objects.all())
    client.get("/initiatieven/")
    with CaptureQueriesContext(connection) as begun:
        lines = client.get("/initiatieven.csv").streaming_content
        first = len(begun)
        assert [line.count(b"proef-") > 0 for line in islice(lines, 5)] == [False, True, True, True, True]
        assert len(begun) == first, "the first batch was read before the answer began, and nothing since"
        Initiative.objects.filter(slug="proef-6").update(status="draft")
        rest = b"".join(lines)
        batches = len(begun) - 1 - first
    assert re.findall(rb",(proef-.),", rest) == [b"proef-4", b"proef-5", b"proef-7", b"proef-8"]
    assert 0 < batches < 2 * first


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_spreadsheet_that_would_be_too_long_says_what_to_do(client, monkeypatch, kind):
    monkeypatch.setattr(downloads, "MAX_ROWS", ask().total - 1)
    response = client.get(f"/initiatieven.{kind}?sorteer=nieuwste")
    assert (response.status_code, titles(response)) == (413, ["Deze lijst is te lang · Corona-initiatieven"])
    assert 'href="/initiatieven.csv?sorteer=nieuwste"' in text(response)
    assert download(client, "/initiatieven.csv?sorteer=nieuwste").status_code == 200
    assert download(client, f"/initiatieven.{kind}?doelgroep=jongeren").status_code == 200


def test_workbook_has_typed_cells_and_a_sheet_that_explains(client, no_initiatives):
    moment = datetime(2021, 7, 1, 10, 0, 0, 123456, tzinfo=UTC)
    make_initiative("een", title="=1+1", started=date(2020, 3, 16), published_at=moment, summary="a\x0b_x0041_\r\nb")
    book = load_workbook(io.BytesIO(content(client.get("/initiatieven.xlsx?doelgroep=ouderen"))))
    sheet, explained = book.worksheets
    cells = dict(zip(NAMES.split(","), sheet[2], strict=True))
    assert [cells[name].data_type for name in ("titel", "begonnen", "inwoners", "gestopt")] == ["s", "d", "n", "n"]
    assert [cells[name].value for name in ("titel", "begonnen", "gepubliceerd op", "inwoners")] == [
        "=1+1", datetime(2020, 3, 16), datetime(2021, 7, 1, 12), 213660
    ]  # fmt: skip
    assert cells["samenvatting"].value == "a_x005F_x0041_\nb", "as Excel writes what looks like a sign's number"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:AR2")
    explanation = {row[0]: row[1] for row in explained.iter_rows(values_only=True)}
    assert explanation["Inhoud"] == "1 initiatief voor ouderen"
    assert explanation["Adres"] == "http://testserver/initiatieven/?doelgroep=ouderen"
    assert "CC BY 4.0" in explanation["Licentie"]
    assert [explanation[column.name] for column in COLUMNS] == [column.meaning for column in COLUMNS]


def test_spreadsheet_says_that_a_text_was_cut():
    """No text may be so long any more, but those of before stay."""
    shortened = typed("lang " * 8_000)
    assert len(shortened) == 32_767
    assert shortened.endswith(" la … (ingekort; in het CSV-bestand staat alles)")


def test_list_offers_its_files(client):
    page = text(client.get("/initiatieven/?doelgroep=jongeren&aantal=100&pagina=2"))
    at_the_top, *addresses = re.findall(r'href="(/initiatieven\.[^"]*)"\s+rel="nofollow"\s+download', page)
    assert at_the_top == addresses[0]
    assert addresses == [
        "/initiatieven.xlsx?doelgroep=jongeren",
        "/initiatieven.ods?doelgroep=jongeren",
        "/initiatieven.csv?doelgroep=jongeren&scheiding=puntkomma",
        "/initiatieven.json?doelgroep=jongeren",
    ]
    assert [download(client, address).status_code for address in addresses] == [200, 200, 200, 200]
    assert "/initiatieven.csv" not in text(client.get("/initiatieven/?q=bellen&gemeente=urk"))


def test_open_data_explains_every_column_and_offers_every_file(client):
    page = text(client.get("/over/open-data/"))
    rows = re.findall(r'<th scope="row">([^<]*)</th>\s*<td>([^<]*)</td>\s*<td>([^<]*)</td>', page)
    assert rows == [(column.name, column.meaning, column.kind.value) for column in COLUMNS]
    assert {"xlsx", "ods", "csv", "json", "atom"} - set(re.findall(r'href="/initiatieven\.(\w+)', page)) == set()
    assert 'href="/over/open-data/"' in text(client.get("/over/")), "in the menu below every page"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "json"])
@pytest.mark.parametrize("word", ["%01bellen", "%EF%BF%BFbellen", "%0Cbellen", "%3Cb%3Ebellen"])
def test_question_that_no_file_can_hold_is_answered(client, kind, word):
    assert download(client, f"/initiatieven.{kind}?q={word}").status_code == 200
