"""Imports of tables: a trial run, then all or nothing; as the editor may, with the names that people write."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from reversion.models import Revision, Version

from initiatives.choices import ImportStatus, Role, RowOutcome, Status
from initiatives.importing import runs
from initiatives.importing.files.table import FileError
from initiatives.importing.progress import progress_of, told
from initiatives.models import Event, Initiative, Mention, Organisation
from initiatives.models.texts import MAX_TEXT
from initiatives.tasks import import_step
from tests.asking import ask
from tests.factories import make_initiative
from tests.importing.bad_files import workbook
from tests.importing.tables import SOURCE, faults, line, stamp, table, write

pytestmark = pytest.mark.django_db


def test_trial_run_tells_what_each_row_would_do_and_writes_nothing(imported, no_initiatives):
    one, two = make_initiative("een", title="Eerst"), make_initiative("twee")
    before = list(Initiative.objects.order_by("pk").values())
    run = imported(
        "slug;titel;doelgroepen;vermeldingen;gewijzigd\r\n"
        f"een;Daarna;Ouderen; Jongeren;x\r\ntwee;Twee;Ouderen;{SOURCE} | nr. twee;{stamp(two)}\r\n;Nieuw;;;\r\n"
    )
    assert (run.status, run.number) == (ImportStatus.FAULTY, 3)
    run = imported(
        "slug,titel,doelgroepen,vermeldingen,gewijzigd\r\n"
        f"een,Daarna,Ouderen; Jongeren,{SOURCE} | nr. 9,{stamp(one)}\r\n"
        f"twee,Twee,Ouderen,{SOURCE} | nr. twee | | twee,{stamp(two)}\r\n,Nieuw,,,\r\n"
    )
    assert run.status == ImportStatus.CHECKED
    assert [(row.line, row.slug, row.outcome, row.changes) for row in run.rows.all()] == [
        (
            2,
            "een",
            RowOutcome.CHANGED,
            [
                ["titel", "Eerst", "Daarna"],
                ["doelgroepen", "Ouderen", "Jongeren; Ouderen"],
                ["vermeldingen", "", f"{SOURCE} | nr. 9"],
                ["vermeldingen", f"{SOURCE} | nr. een", ""],
            ],
        ),
        (3, "twee", RowOutcome.UNCHANGED, []),
        (4, "nieuw", RowOutcome.NEW, []),
    ]
    assert list(Initiative.objects.order_by("pk").values()) == before


def test_text_over_the_limit_is_a_fault_of_its_cell(imported, no_initiatives):
    run = imported(table(line("Lang")).replace("samenvatting", "beschrijving").replace("Kort.", "a" * (MAX_TEXT + 1)))
    ((row, column, _value, reason),) = faults(run)
    assert (run.status, row, column) == (ImportStatus.FAULTY, 2, "beschrijving")
    assert f"{MAX_TEXT} tekens" in reason


def test_writing_is_one_revision_and_search_knows_it(imported, no_initiatives):
    run = imported(table(line("Belmaatjes", status="Gepubliceerd"), line("Soepbus", organisation="Buurtsoep")))
    revisions = Revision.objects.count()
    write(run)
    assert (run.status, Revision.objects.count()) == (ImportStatus.DONE, revisions + 1)
    kinds = Version.objects.filter(revision=run.revision).values_list("content_type__model", flat=True)
    assert sorted(kinds) == ["initiative", "initiative", "mention", "mention", "organisation"]
    assert (run.revision.user, run.revision.comment) == (run.user, "Ingelezen uit proef.csv")
    assert [result.slug for result in ask(q="belmaatjes").search.results] == ["belmaatjes"]
    assert Initiative.objects.get(slug="soepbus").organisations.get().name == "Buurtsoep"
    assert Event.objects.filter(kind="ingelezen", user=run.user).count() == 1


def test_a_table_is_written_once(imported, no_initiatives):
    run = imported(table(line("Belmaatjes")))
    write(run)
    assert not runs.begin(run, ImportStatus.WRITING)
    runs.write(run)
    assert Initiative.objects.count() == 1


def test_address_that_was_taken_since_the_trial_run_is_made_again(imported, no_initiatives):
    first, second = (imported(table(line("Soepbus", "Leiden"))) for _ in range(2))
    write(first)
    write(second)
    assert [run.rows.get().slug for run in (first, second)] == ["soepbus", "soepbus-leiden"]
    assert set(Initiative.objects.values_list("slug", flat=True)) == {"soepbus", "soepbus-leiden"}


def test_addresses_are_made_once_no_other_import_can_take_them(imported, no_initiatives):
    run = imported(table(line("Soepbus")))
    runs.begin(run, ImportStatus.WRITING)
    with CaptureQueriesContext(connection) as queries:
        runs.write(run)
    statements = [query["sql"] for query in queries]
    lock = next(number for number, sql in enumerate(statements) if sql.startswith("LOCK TABLE"))
    read = next(number for number, sql in enumerate(statements) if "slughistory" in sql)
    assert lock < read


def test_slug_is_made_and_differs_from_those_that_are_taken(imported, no_initiatives):
    make_initiative("soepbus")
    run = imported(table(line("Soepbus", "Leiden"), line("Soepbus", "Leiden"), line("Café Ω")))
    assert [row.slug for row in run.rows.all()] == ["soepbus-leiden", "soepbus-leiden-2", "cafe"]


def test_faults_name_row_column_and_value(imported, no_initiatives):
    run = imported(table(line("Goed"), line("Fout", "Atlantis"), line("", status="Klaar")))
    assert run.status == ImportStatus.FAULTY
    assert [fault[:3] for fault in faults(run)] == [
        [3, "gemeenten", "Atlantis"],
        [4, "status", "Klaar"],
        [4, "titel", ""],
    ]
    assert [row.outcome for row in run.rows.all()] == [RowOutcome.NEW, RowOutcome.FAULTY, RowOutcome.FAULTY]


def test_published_row_must_be_complete(imported, no_initiatives):
    run = imported("titel;gemeente;status\r\nSoepbus;Leiden;Gepubliceerd")
    assert "samenvatting" in faults(run)[0][3]


def test_change_since_the_trial_run_is_not_overwritten(imported, no_initiatives):
    initiative = make_initiative("een", title="Eerst")
    run = imported(f"slug;titel;gewijzigd\r\neen;Daarna;{stamp(initiative)}")
    assert run.status == ImportStatus.CHECKED
    Initiative.objects.filter(pk=initiative.pk).update(title="Van een ander", modified=timezone.now())
    write(run)
    assert run.status == ImportStatus.FAULTY
    assert "Download het opnieuw" in faults(run)[0][3]
    assert Initiative.objects.get().title == "Van een ander"


def test_spreadsheet_with_times_to_the_second_is_not_outdated(imported, no_initiatives):
    """As the downloads in XLSX and ODS have them."""
    initiative = make_initiative("een", title="Eerst")
    moment = timezone.localtime(initiative.modified).replace(microsecond=0, tzinfo=None)
    run = imported(workbook(("slug", "titel", "begonnen", "gewijzigd"), ("een", "Daarna", date(2020, 3, 16), moment)))
    write(run)
    initiative.refresh_from_db()
    assert (initiative.title, initiative.started) == ("Daarna", date(2020, 3, 16))


def test_cell_with_a_formula_or_a_cut_text_is_refused(imported, no_initiatives):
    run = imported(workbook(("titel", "samenvatting"), ("Een", '=A1&"!"')))
    assert "formule" in faults(run)[0][3]


def test_file_that_cannot_be_read_is_not_kept(imported):
    with pytest.raises(FileError, match="PDF"):
        imported(b"%PDF-1.7")
    assert runs.TableImport.objects.count() == 0


def test_doubles_of_initiatives_and_of_other_rows_are_flagged(imported, no_initiatives):
    known = make_initiative("belmaatjes", title="Belmaatjes voor ouderen", municipalities=("leiden",))
    run = imported(
        table(line("belmaatje voor Ouderen", "Leiden"), line("Soepbus op het plein"), line("De soepbus, plein"))
    )
    assert [row.doubles for row in run.rows.all()] == [[["initiatief", known.pk]], [], [["rij", 3]]]


# Rights


def test_municipal_editor_imports_only_the_own_municipality(imported, no_initiatives):
    make_initiative("elders", municipalities=("leiden",), status=Status.DRAFT)
    run = imported(
        "slug;titel;gemeente;gewijzigd\r\n;Hier;Almere;\r\n;Daar;Leiden;\r\nelders;Ook daar;Almere;"
        + stamp(Initiative.objects.get()),
        Role.MUNICIPAL,
        ["almere"],
    )
    assert [fault[:2] for fault in faults(run)] == [[3, "gemeenten"], [4, "slug"]]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MUNICIPAL])
def test_who_may_not_publish_neither_publishes_nor_changes_what_is_public(imported, no_initiatives, role):
    public = make_initiative("openbaar")
    draft = make_initiative("concept", status=Status.DRAFT, published_at=None)
    run = imported(
        "slug;titel;gemeente;status;gewijzigd\r\n"
        f"openbaar;Anders;Almere;;{stamp(public)}\r\n"
        f"concept;Anders;Almere;Gepubliceerd;{stamp(draft)}\r\n"
        ";Nieuw;Almere;Gepubliceerd;\r\n;Ook;Almere;Ter beoordeling;",
        role,
        ["almere"],
    )
    assert [fault[:2] for fault in faults(run)] == [[2, "slug"], [3, "status"], [4, "status"]]


def test_archiving_something_public_is_no_way_around(imported, no_initiatives):
    public = make_initiative("openbaar")
    run = imported(f"slug;titel;status;gewijzigd\r\nopenbaar;Anders;Gearchiveerd;{stamp(public)}", Role.EDITOR)
    assert [2, "slug"] in [fault[:2] for fault in faults(run)]


def test_municipal_editor_does_not_make_organisations(imported, no_initiatives):
    run = imported(table(line("Soepbus", organisation="Buurtsoep")), Role.MUNICIPAL, ["almere"])
    assert [fault[:2] for fault in faults(run)] == [[2, "organisaties"]]
    assert faults(run)[0][3] == "“Buurtsoep” kennen wij niet, en u mag geen organisatie toevoegen."
    assert not Organisation.objects.filter(name="Buurtsoep").exists()


def test_municipal_editor_reads_nothing_of_what_is_hidden(imported, no_initiatives):
    """Of a draft elsewhere, by its address and by its former one, it is only told that the address is taken."""
    hidden = make_initiative("verborgen", title="Geheim plan", municipalities=("leiden",))
    hidden.slug = "nieuw-verborgen"
    hidden.save()
    Initiative.objects.update(status=Status.DRAFT)
    lines = "".join(f"{slug};Mijn titel;Almere;{SOURCE} | nr. 4\r\n" for slug in ("verborgen", "nieuw-verborgen"))
    run = imported(f"slug;titel;gemeente;vermeldingen\r\n{lines}", Role.MUNICIPAL, ["almere"])
    assert [fault[:2] for fault in faults(run)] == [[2, "slug"], [3, "slug"]]
    told = str(list(run.rows.values_list("changes", "faults", "guesses")))
    assert not any(secret in told for secret in ("Geheim", "Leiden", "nr. verborgen", stamp(hidden)[:10]))
    assert "nieuw-verborgen" not in str(faults(run)[0])


# In the background


def test_worker_writes_what_was_begun(imported, no_initiatives):
    run = imported(table(line("Belmaatjes")))
    runs.begin(run, ImportStatus.WRITING)
    import_step.enqueue(run.pk, ImportStatus.WRITING.value, run.user.pk)
    assert not runs.has_stopped(run)
    import_step.call(*DBTaskResult.objects.get().args_kwargs["args"])
    run.refresh_from_db()
    assert (run.status, Initiative.objects.count()) == (ImportStatus.DONE, 1)


def test_process_that_ended_half_way_has_stopped_and_can_begin_again(imported, no_initiatives):
    run = imported(table(line("Belmaatjes")))
    runs.begin(run, ImportStatus.WRITING)
    runs.TableImport.objects.filter(pk=run.pk).update(is_started=True)
    run.refresh_from_db()
    assert runs.has_stopped(run)
    write(run)
    assert (run.status, Mention.objects.count()) == (ImportStatus.DONE, 1)


def test_progress_is_told_while_the_block_lasts():
    with told("proef 1") as tell:
        assert progress_of("proef 1") == (0, 0)
        tell(20, 45)
        assert progress_of("proef 1") == (20, 45)
        assert progress_of("proef") is None
        tell(21, 45)
        assert progress_of("proef 1") == (20, 45)
        tell(45, 45)
        assert progress_of("proef 1") == (45, 45)
    assert progress_of("proef 1") is None


def test_day_that_is_yet_to_come_is_no_day_of_checking(imported):
    tomorrow = timezone.localdate() + timedelta(1)
    header, row = table(line("Belmaatjes")).split("\r\n")
    run = imported(f"{header};nagekeken op\r\n{row};{tomorrow}")
    assert faults(run) == [[2, "nagekeken op", f"{tomorrow}", "Deze dag komt nog. Vul een dag in tot en met vandaag."]]
