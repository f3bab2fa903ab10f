"""Undoing an import: what it added goes, what it changed comes back, but for what was changed since."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from initiatives.actions.merging.merge import merge
from initiatives.actions.undoing import plan_undoing
from initiatives.choices import ImportStatus, Role, Status
from initiatives.importing import runs
from initiatives.models import Initiative, Organisation
from initiatives.revisions.recording import recorded
from initiatives.revisions.state import state_of
from tests.factories import make_initiative
from tests.importing.tables import SOURCE, line, stamp, table, write

pytestmark = pytest.mark.django_db


def undo(run, by=None):
    assert runs.begin(run, ImportStatus.UNDOING)
    runs.undo(run, by=by or run.user)
    run.refresh_from_db()


def publish(slug):
    with recorded(how="Gepubliceerd"):
        initiative = Initiative.objects.get(slug=slug)
        initiative.status, initiative.published_at = Status.PUBLISHED, timezone.now()
        initiative.save()


def test_who_may_not_publish_does_not_change_what_is_public_by_undoing(imported, no_initiatives):
    draft = make_initiative("concept", title="Eerst", status=Status.DRAFT)
    run = imported(f"slug;titel;gewijzigd\r\nconcept;Daarna;{stamp(draft)}", Role.EDITOR)
    write(run)
    publish("concept")
    assert plan_undoing(run.revision, by=run.user).changes == {}
    undo(run)
    assert run.notes == ["“Daarna” mag u niet (meer) wijzigen."]
    assert Initiative.objects.get().title == "Daarna"


def test_undoing_leaves_what_would_be_too_incomplete_for_the_public(imported, no_initiatives):
    one, two = (make_initiative(slug, status=Status.DRAFT, categories=()) for slug in ("een", "twee"))
    run = imported(f"slug;titel;categorie;gewijzigd\r\neen;Eén;Eenzaamheid;{stamp(one)}\r\ntwee;Anders;;{stamp(two)}")
    write(run)
    publish("een")
    undo(run)
    assert run.status == ImportStatus.UNDONE
    assert run.notes == ["“Eén” blijft zoals het is: Kies minstens één categorie."]
    rows = Initiative.objects.order_by("slug").values_list("title", "categories__slug")
    assert list(rows) == [("Eén", "eenzaamheid"), ("Twee", None)]


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
    plan = plan_undoing(run.revision, by=run.user)
    assert (plan.removed, len(plan.changes)) == (1, 1)
    undo(run)
    assert run.notes == [
        "“Van een ander” is sindsdien gewijzigd: titel.",
        "“Ook van een ander” is sindsdien gewijzigd: titel.",
        "“Buurtsoep” wordt ergens anders gebruikt.",
    ]
    rows = list(Initiative.objects.order_by("slug").values_list("slug", "title", "summary"))
    assert rows == [("een", "Van een ander", "Kort."), ("nieuw", "Ook van een ander", "")]


def test_undoing_keeps_what_something_else_was_merged_into(imported, no_initiatives):
    """Otherwise that merger could not be undone any more."""
    other = make_initiative("ander", title="Soepfiets", status=Status.DRAFT)
    other.mentions.all().delete()
    run = imported(table(line("Soepbus")))
    write(run)
    soup = Initiative.objects.get(slug="soepbus")
    merge(record=other, into=soup)
    undo(run)
    assert run.notes == ["“Soepbus” blijft: iets anders ging erin op."]
    assert Initiative.objects.get() == soup


def test_undoing_takes_no_queries_for_each_row(imported, no_initiatives):
    numbers = []
    for rows in (2, 6):
        run = imported(table(*(line(f"Soepbus {number}") for number in range(rows))))
        write(run)
        with CaptureQueriesContext(connection) as queries:
            undo(run)
        numbers.append(len(queries))
    assert not Initiative.objects.exists()
    assert numbers[0] == numbers[1]
