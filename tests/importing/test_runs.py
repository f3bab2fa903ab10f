"""Imports of tables: a trial run, then all or nothing; as the editor may, with the names that people write."""

from datetime import date

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from reversion.models import Revision, Version

from initiatives.actions.undoing import plan_undoing
from initiatives.choices import ImportStatus, Role, RowOutcome, Status
from initiatives.importing import runs
from initiatives.importing.files.table import FileError
from initiatives.importing.progress import progress_of, told
from initiatives.models import Event, Initiative, Mention, Organisation
from initiatives.revisions.recording import recorded
from initiatives.revisions.state import state_of
from initiatives.tasks import import_step
from tests.asking import ask
from tests.factories import make_initiative
from tests.importing.bad_files import workbook

pytestmark = pytest.mark.django_db
SOURCE = "lijst-initiatieven-kwetsbare-doelgroepen"
HEADER = "titel;samenvatting;gemeente;doelgroep;categorie;aanpak;organisatie;bron;vindplaats;status"


@pytest.fixture
def imported(signed_in):
    """Keep a table as an editor of a role, and try it out."""

    def import_it(text, role=Role.CHIEF, municipalities=()):
        editor = signed_in(role, f"{role}-{timezone.now().timestamp()}", municipalities)
        content = text if isinstance(text, bytes) else text.encode()
        run = runs.add(content=content, file_name="proef.csv", by=editor.user)
        runs.check(run)
        return run

    return import_it


def write(run):
    assert faults(run) == []
    assert runs.begin(run, ImportStatus.WRITING)
    runs.write(run)
    run.refresh_from_db()


def line(title, place="Almere", status="Concept", organisation=""):
    return f"{title};Kort.;{place};Ouderen;Eenzaamheid;Maatje of buddy;{organisation};{SOURCE};nr. 1;{status}"


def table(*lines):
    return "\r\n".join([HEADER, *lines])


def stamp(initiative):
    return timezone.localtime(initiative.modified).isoformat()


def faults(run):
    return [[row.line, *fault] for row in run.rows.all() for fault in row.faults]


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


def test_names_are_recognised_and_guesses_are_told(imported, no_initiatives):
    places = ("Den Haag", "'s-Gravenhage", "GM0518", "s gravenhage", "gemeente den haag", "Den Hag")
    run = imported(table(*(line(f"Proef {number}", place) for number, place in enumerate(places))))
    write(run)
    found = {row.municipalities.get().code for row in Initiative.objects.all()}
    assert (found, Initiative.objects.count()) == ({"GM0518"}, len(places))
    guessed = [len(row.guesses) for row in run.rows.all()]
    assert guessed[0] == guessed[2] == 0
    assert guessed[-1] == 1
    assert "Den Hag” → Den Haag (typefout)" in run.rows.last().guesses[0]


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
    assert "organisatie" in faults(run)[0][3]
    assert not Organisation.objects.filter(name="Buurtsoep").exists()


# Undoing


def undo(run):
    assert runs.begin(run, ImportStatus.UNDOING)
    runs.undo(run, by=run.user)
    run.refresh_from_db()


def test_undone_import_leaves_everything_as_it_was(imported, no_initiatives):
    one = make_initiative("een", title="Eerst")
    before = state_of(one)
    run = imported(
        "slug;titel;vermeldingen;organisaties;gewijzigd\r\n"
        f"een;Daarna;{SOURCE} | nr. 9;Buurtsoep;{stamp(one)}\r\n;Nieuw;{SOURCE} | nr. 8;Buurtsoep;"
    )
    write(run)
    assert Initiative.objects.count() == 2
    undo(run)
    assert (run.status, run.notes) == (ImportStatus.UNDONE, [])
    assert state_of(Initiative.objects.get()) == before
    assert not Organisation.objects.filter(name="Buurtsoep").exists()
    assert not runs.begin(run, ImportStatus.UNDOING)


def test_what_was_changed_since_an_import_stays_and_is_told(imported, no_initiatives):
    one = make_initiative("een", title="Eerst", summary="Kort.")
    run = imported(
        "slug;titel;samenvatting;organisaties;gewijzigd\r\n"
        f"een;Daarna;Langer.;;{stamp(one)}\r\n;Nieuw;;Buurtsoep;\r\n;Ook nieuw;;Buurtsoep;"
    )
    write(run)
    with recorded(how="Formulier"):
        for slug, title in (("een", "Van een ander"), ("nieuw", "Ook van een ander")):
            initiative = Initiative.objects.get(slug=slug)
            initiative.title = title
            initiative.save()
    plan = plan_undoing(run.revision)
    assert (plan.removed, len(plan.changes)) == (1, 1)
    undo(run)
    assert run.notes == [
        "“Van een ander” is sindsdien gewijzigd: titel.",
        "“Ook van een ander” is sindsdien gewijzigd: titel.",
        "“Buurtsoep” wordt ergens anders gebruikt.",
    ]
    rows = list(Initiative.objects.order_by("slug").values_list("slug", "title", "summary"))
    assert rows == [("een", "Van een ander", "Kort."), ("nieuw", "Ook van een ander", "")]


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
