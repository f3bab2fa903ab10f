"""The pages of imports: from a file to published initiatives, and what they tell when something is wrong."""

import csv
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from initiatives.choices import ImportStatus, Role, Status
from initiatives.importing import runs
from initiatives.models import Initiative, TableImport
from initiatives.tasks import AT_ONCE
from tests.factories import make_initiative
from tests.importing.bad_files import ods, ods_row, workbook

pytestmark = pytest.mark.django_db
SOURCE = "lijst-initiatieven-kwetsbare-doelgroepen"
HEADER = ("titel", "samenvatting", "gemeente", "doelgroep", "categorie", "aanpak", "bron", "vindplaats")


def row(number, place="Den Haag"):
    return (f"Proef {number}", "Kort.", place, "Ouderen", "Eenzaamheid", "Maatje of buddy", SOURCE, f"nr. {number}")


def upload(browser, content, name="proef.xlsx"):
    return browser.post(reverse("admin:imports"), {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def chief(signed_in):
    return signed_in(Role.CHIEF)


def test_thirty_rows_of_excel_are_published_in_four_posts(chief, no_initiatives):
    """Choose and send a file, read it in, ask to publish, confirm."""
    page = upload(chief, workbook(HEADER, *map(row, range(30)))).url
    assert "Lees het bestand in" in chief.get(page).content.decode()
    assert chief.post(page, {"stap": "inlezen"}).url == page
    done = chief.get(page)
    assert "Publiceer de 30 nieuwe concepten" in done.content.decode()
    fields = {"action": "publish", "_selected_action": [draft.pk for draft in done.context["drafts"]]}
    chief.post(reverse("admin:initiatives_initiative_changelist"), fields | {"post": "yes"})
    assert Initiative.objects.published().count() == 30


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("proef.csv", "\r\n".join(";".join(cells) for cells in (HEADER, row("é"))).encode("cp1252")),
        ("proef.ods", ods(ods_row(*HEADER) + ods_row(*row("é")))),
    ],
)
def test_other_formats_are_read_too(chief, no_initiatives, name, content):
    upload(chief, content, name)
    assert TableImport.objects.get().rows.get().title == "Proef é"


def test_name_of_a_file_may_be_long(chief, no_initiatives):
    page = upload(chief, workbook(HEADER, row(1)), f"{'x' * 240}.xlsx").url
    chief.post(page, {"stap": "inlezen"})
    assert Initiative.objects.count() == 1


def test_page_says_which_files_it_takes(chief):
    assert (
        "Excel (.xlsx), OpenDocument (.ods) of CSV, hoogstens 10.000 rijen."
        in chief.get(reverse("admin:imports")).content.decode()
    )


def test_table_without_rows_cannot_be_read_in(chief, no_initiatives):
    text = chief.get(upload(chief, workbook(HEADER)).url).content.decode()
    assert "staat niets" in text
    assert "Lees het bestand in" not in text


def test_file_that_cannot_be_read_is_told_at_the_field(chief):
    response = upload(chief, b"%PDF-1.7", "verslag.pdf")
    assert response.status_code == 400
    assert "Dit is een PDF." in response.content.decode()
    assert upload(chief, b"").status_code == 400
    assert chief.post(reverse("admin:imports")).status_code == 400
    assert TableImport.objects.count() == 0


def test_faults_can_be_downloaded_and_nothing_is_read_in(chief, no_initiatives):
    page = upload(chief, workbook(HEADER, row(1), row(2, "Atlantis"), row(3, '=cmd|"x"!A1'))).url
    text = chief.get(page).content.decode()
    assert "“Atlantis” kennen wij niet" in text
    assert "Lees het bestand in" not in text
    content = b"".join(chief.get(f"{page}fouten.csv").streaming_content).decode("utf-8-sig")
    lines = list(csv.reader(StringIO(content), delimiter=";"))
    assert [line[:4] for line in lines[:2]] == [
        ["rij", "titel", "kolom", "waarde"],
        ["3", "Proef 2", "gemeenten", "Atlantis"],
    ]
    assert lines[2][3].startswith("'=")
    chief.post(page, {"stap": "inlezen"})
    assert Initiative.objects.count() == 0
    assert TableImport.objects.get().status == ImportStatus.FAULTY


def test_rows_are_paged_and_filtered(chief, no_initiatives):
    make_initiative("bestaat", title="Bestaat")
    rows = [*map(row, range(60)), row("x", "Den Hag")]
    page = upload(chief, workbook(HEADER, *rows)).url
    assert [entry["label"] for entry in chief.get(page).context["filters"]] == ["Alle", "Nieuw", "Namen geraden"]
    assert len(chief.get(page).context["rows"]) == 50
    assert len(chief.get(f"{page}?p=2").context["rows"]) == 11
    assert [entry.title for entry, *_ in chief.get(f"{page}?toon=geraden").context["rows"]] == ["Proef x"]
    assert chief.get(f"{page}?toon=onzin&p=onzin").status_code == 200


def test_large_table_is_done_in_the_background(chief, no_initiatives):
    page = upload(chief, workbook(HEADER, *map(row, range(AT_ONCE + 1)))).url
    run = TableImport.objects.get()
    assert (run.status, DBTaskResult.objects.count()) == (ImportStatus.CHECKING, 1)
    text = chief.get(page).content.decode()
    assert "data-follow" in text
    assert "Wordt nagekeken" in text
    runs.check(run)
    chief.post(page, {"stap": "inlezen"})
    run.refresh_from_db()
    assert (run.status, DBTaskResult.objects.count(), Initiative.objects.count()) == (ImportStatus.WRITING, 2, 0)
    runs.write(run)
    assert Initiative.objects.count() == AT_ONCE + 1


def test_import_that_was_stopped_says_so_and_begins_again(chief, no_initiatives):
    page = upload(chief, workbook(HEADER, row(1))).url
    TableImport.objects.update(status=ImportStatus.WRITING, is_started=True)
    text = chief.get(page).content.decode()
    assert "Er is niets gewijzigd." in text
    chief.post(page, {"stap": "inlezen"})
    assert Initiative.objects.count() == 1


def test_import_is_seen_by_its_editor_and_by_who_leads(signed_in, no_initiatives):
    municipal = signed_in(Role.MUNICIPAL, municipalities=["den-haag"])
    page = upload(municipal, workbook(HEADER, row(1))).url
    assert municipal.get(page).status_code == 200
    assert signed_in(Role.CHIEF).get(page).status_code == 200
    other = signed_in(Role.EDITOR)
    assert other.get(page).status_code == 404
    assert other.get(f"{page}fouten.csv").status_code == 404
    assert other.get(reverse("admin:imports")).context["imports"].count() == 0


def test_import_is_undone_after_a_page_that_says_what_happens(chief, no_initiatives):
    page = upload(chief, workbook(HEADER, row(1), row(2))).url
    chief.post(page, {"stap": "inlezen"})
    assert "verdwijnen 2 van wat" in chief.get(f"{page}?terugdraaien=1").content.decode()
    chief.post(page, {"stap": "terugdraaien"})
    assert "Teruggedraaid." in chief.get(page).content.decode()
    assert Initiative.objects.count() == 0


def test_unknown_step_is_refused(chief, no_initiatives):
    page = upload(chief, workbook(HEADER, row(1))).url
    assert chief.post(page, {"stap": "alles"}).status_code == 400
    assert chief.post(page, {"stap": "inlezen"}).status_code == 302
    assert chief.post(page, {"stap": "inlezen"}, follow=True).status_code == 200
    assert Initiative.objects.count() == 1


def test_template_is_a_table_that_can_be_read(chief):
    content = b"".join(chief.get(reverse("admin:import_template")).streaming_content)
    book = load_workbook(BytesIO(content))
    header = [cell.value for cell in book.worksheets[0][1]]
    assert header[:6] == ["titel", "samenvatting", "beschrijving", "bereik", "regio", "gemeenten"]
    assert [line[0].value for line in book["Toelichting"].iter_rows(min_row=2)] == header
    assert "Ouderen" in [line[0].value for line in book["Namen"].iter_rows()]
    upload(chief, content)
    assert (TableImport.objects.get().status, TableImport.objects.get().number) == (ImportStatus.CHECKED, 0)


# Downloads of lists


@pytest.mark.parametrize("extension", ["csv", "xlsx", "ods"])
def test_download_of_a_list_that_is_read_in_again_changes_nothing(chief, extension):
    """With drafts, the filters of the list, and every column."""
    make_initiative("concept", status=Status.DRAFT, published_at=None)
    address = reverse("admin:initiatives_initiative_download", args=[extension])
    response = chief.get(address, {"municipalities__province__id__exact": _province("almere")})
    content = b"".join(response.streaming_content)
    page = upload(chief, content, f"lijst.{extension}").url
    run = TableImport.objects.get()
    assert run.number > 5
    assert set(run.rows.values_list("outcome", flat=True)) == {"gelijk"}, [r.faults + r.changes for r in run.rows.all()]
    assert chief.get(page).status_code == 200


def test_other_lists_have_a_download_with_their_fields(chief):
    content = b"".join(chief.get(reverse("admin:initiatives_category_download", args=["csv"])).streaming_content)
    lines = list(csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0][:2] == ["webadres", "naam"]
    assert len(lines) > 10


@pytest.mark.parametrize(
    "model", ["proposal", "unansweredquestion", "municipality", "source", "synonym", "recommendation"]
)
def test_every_list_of_editors_has_a_download(chief, model):
    response = chief.get(reverse(f"admin:initiatives_{model}_changelist"))
    (csv_url, *_) = [url for _, url in response.context["downloads"]]
    number = response.context["cl"].result_count
    content = b"".join(chief.get(csv_url).streaming_content).decode("utf-8-sig")
    assert len(list(csv.reader(StringIO(content), delimiter=";"))) == number + 1


def _province(slug):
    return Initiative.objects.filter(municipalities__slug=slug).values_list("municipalities__province", flat=True)[0]
