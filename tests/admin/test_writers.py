"""Every writer leaves exactly one version of each record that it changes, in one revision."""

import ast
import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from reversion.models import Revision, Version

from initiatives.actions.archived_copies import keep_copy
from initiatives.actions.doubles import relate
from initiatives.actions.merging.merge import merge
from initiatives.actions.merging.undo import undo
from initiatives.actions.organisations import organisation_named
from initiatives.actions.proposing import decide, propose
from initiatives.actions.reorganisation import NewMunicipality, reorganise
from initiatives.actions.restoring import deleted_records, recover, restore
from initiatives.models import (
    Approach,
    Category,
    Event,
    Initiative,
    Link,
    Mention,
    Organisation,
    Publication,
    SeeAlso,
    Source,
    Synonym,
    TargetGroup,
)
from initiatives.revisions.recording import record_first_versions
from initiatives.revisions.records import MODELS
from initiatives.revisions.versions import versions_of
from tests.admin.forms import address, form_of, save
from tests.admin.test_conflicts import hidden
from tests.admin.watching import new_versions, watching
from tests.factories import make_initiative
from tests.proof import sample

pytestmark = pytest.mark.django_db
LIST = "/beheer/initiatives/initiative/"


@pytest.fixture
def initiative():
    made = make_initiative("een")
    Mention.objects.create(initiative=made, source=Source.objects.last(), locator="nog een")
    return made


# Each writer gets the signed-in editor and an initiative; what it returns is called while the database is watched.


def edits_fields_relations_and_parts(editor, initiative):
    values = {
        "summary": "Anders.",
        "categories": [Category.objects.get(slug="taal").pk],
        "mentions-0-locator": "anders",
        "mentions-1-DELETE": "on",
        "links-TOTAL_FORMS": 1,
        "links-0-url": "https://een.example.org/",
        "links-0-label": "Een",
        "links-0-kind": "website",
    }
    return lambda: save(editor, initiative, **values)


def adds_a_record(editor, initiative):
    url = address(Organisation, "add")
    return lambda: editor.post(url, {**form_of(editor.get(url)), "name": "Nieuw", "slug": "nieuw", "kind": "overig"})


def edits_an_approach_with_findings(editor, initiative):
    approach = initiative.approaches.get()
    return lambda: save(editor, approach, **{"findings-0-initiatives": [initiative.pk], "summary": "Anders."})


def _action(editor, initiative, name, **more):
    data = {"action": name, "_selected_action": [initiative.pk], "post": "yes", **more}
    return lambda: editor.post(LIST, data)


def publishes_from_a_list(editor, initiative):
    Initiative.objects.filter(pk=initiative.pk).update(status="draft")
    return _action(editor, initiative, "publish")


def sends_to_review(editor, initiative):
    Initiative.objects.filter(pk=initiative.pk).update(status="draft")
    return _action(editor, initiative, "send_to_review")


def archives_from_a_list(editor, initiative):
    return _action(editor, initiative, "archive")


def gives_a_category(editor, initiative):
    return _action(editor, initiative, "tag", value=f"category:{Category.objects.get(slug='taal').pk}")


def says_that_it_is_still_right(editor, initiative):
    return lambda: editor.post("/beheer/nakijken/", {"model": "initiative", "key": initiative.pk})


def says_that_a_selection_is_still_right(editor, initiative):
    return _action(editor, initiative, "still_right")


def keeps_the_address_of_a_copy(editor, initiative):
    url = "https://een.example.org/"
    Link.objects.create(initiative=initiative, url=url, label="Een")
    Publication.objects.create(source=Source.objects.first(), title="Een", url=url)
    Source.objects.filter(pk=Source.objects.last().pk).update(url=url)
    record_first_versions()
    return lambda: keep_copy(url=url, archived_url="https://een.example.net/", by=User.objects.get())


def chooses_after_a_conflict(editor, initiative):
    url = address(Initiative, "change", initiative.pk)
    opened = form_of(editor.get(url))
    editor.post(url, {**opened, "description": "De eerste"})
    held = hidden(editor.post(url, {**opened, "description": "De tweede"}))
    return lambda: editor.post(url, {"_held": held, "keuze-description": "mijn"})


def accepts_a_proposal(editor, initiative):
    changes = {
        "summary": (initiative.summary, "Voorgesteld."),
        f"mentions:{initiative.mentions.first().pk}": (None, None),
    }
    proposals = propose(record=initiative, changes=changes, by=None)
    accepted = dict.fromkeys([proposal.pk for proposal in proposals], "")
    return lambda: decide(record=initiative, accepted=accepted, refused={}, by=None)


def restores_a_version(editor, initiative):
    save(editor, initiative, summary="Eerst.", **{"mentions-0-locator": "eerst"})
    version = versions_of(initiative).first()
    save(editor, initiative, summary="Daarna.", **{"mentions-0-DELETE": "on"})
    return lambda: restore(record=Initiative.objects.get(pk=initiative.pk), version=version, by=None)


def deletes_a_record(editor, initiative):
    return lambda: editor.post(address(Initiative, "delete", initiative.pk), {"post": "yes"})


def recovers_a_deleted_record(editor, initiative):
    save(editor, initiative, summary="Eerst.")
    editor.post(address(Initiative, "delete", initiative.pk), {"post": "yes"})
    ((_, version),) = deleted_records()
    return lambda: recover(version=version, by=None)


def merges_organisations(editor, initiative):
    old = max(Organisation.objects.all(), key=lambda organisation: organisation.initiatives.count())
    new = Organisation.objects.exclude(pk=old.pk).first()
    return lambda: merge(record=old, into=new)


def merges_groups_that_approaches_and_sub_groups_have(editor, initiative):
    new = TargetGroup.objects.filter(parent=None, children__isnull=False).first()
    old = TargetGroup.objects.create(slug="oud", name="Oud")
    child = TargetGroup.objects.create(slug="kind", name="Kind", parent=old)
    initiative.target_groups.add(old, child)
    initiative.approaches.get().target_groups.add(old)
    record_first_versions()
    return lambda: merge(record=old, into=new)


def merges_initiatives(editor, initiative):
    other = make_initiative("ander", categories=("taal",))
    Mention.objects.create(initiative=other, source=Source.objects.last(), locator="nog een", printed_name="Zo")
    SeeAlso.objects.create(initiative=Initiative.objects.first(), other=other)
    record_first_versions()
    return lambda: merge(record=other, into=initiative)


def merges_synonyms(editor, initiative):
    old, new = Synonym.objects.exclude(also=[])[:2]
    return lambda: merge(record=old, into=new)


def undoes_a_merger_of_initiatives(editor, initiative):
    merger = merges_initiatives(editor, initiative)()
    return lambda: undo(merger=merger)


def undoes_a_merger_of_approaches(editor, initiative):
    old, new = Approach.objects.filter(findings__isnull=False).distinct()[:2]
    merger = merge(record=old, into=new)
    return lambda: undo(merger=merger)


def makes_an_organisation_by_name(editor, initiative):
    return lambda: organisation_named(name="Buurtsupport", by=None)


def relates_two_of_one_project(editor, initiative):
    return lambda: relate(one=initiative, other=Initiative.objects.exclude(pk=initiative.pk).first(), by=None)


def records_a_merger_of_municipalities(editor, initiative):
    new = NewMunicipality("GM9999", "Nieuwstad", "PV24")
    return lambda: reorganise(abolished=["GM0034", "GM0995"], on="2030-01-01", new=new)


def loads_changed_fixtures(editor, initiative):
    folder = Path(settings.VAR) / "changed-fixtures"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(settings.FIXTURE_DIRS[0], folder)
    for name, old, new in (
        ("categories.yaml", "name: Eenzaamheid", "name: Eenzaam zijn"),
        ("organisations.yaml", "kind: welzijn", "kind: zorg"),
    ):
        path = folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
    return lambda: call_command("load_catalogue", folder=folder, verbosity=0)


def loads_a_table(editor, initiative):
    row = "nieuw,Nieuw,Een proef.,Almere"
    path = Path(settings.VAR) / "tabel.csv"
    path.write_text(f"slug,titel,samenvatting,gemeenten\r\n{row}\r\n")
    return lambda: call_command("load_table", path, stdout=StringIO())


WRITERS = [
    edits_fields_relations_and_parts,
    adds_a_record,
    edits_an_approach_with_findings,
    publishes_from_a_list,
    sends_to_review,
    archives_from_a_list,
    gives_a_category,
    says_that_it_is_still_right,
    says_that_a_selection_is_still_right,
    keeps_the_address_of_a_copy,
    chooses_after_a_conflict,
    accepts_a_proposal,
    restores_a_version,
    deletes_a_record,
    recovers_a_deleted_record,
    merges_organisations,
    merges_groups_that_approaches_and_sub_groups_have,
    merges_initiatives,
    merges_synonyms,
    undoes_a_merger_of_initiatives,
    undoes_a_merger_of_approaches,
    makes_an_organisation_by_name,
    relates_two_of_one_project,
    records_a_merger_of_municipalities,
    loads_changed_fixtures,
    loads_a_table,
]


@pytest.mark.parametrize("writer", sample(WRITERS, 8), ids=lambda writer: writer.__name__)
def test_writer_leaves_one_version_of_each_record_that_it_changes(editor, initiative, writer):
    record_first_versions()
    write = writer(editor, initiative)
    newest, revisions = Version.objects.order_by("pk").last().pk, Revision.objects.count()
    with watching() as changed:
        write()
    assert changed
    left = {(model, key) for model, key in changed if MODELS[model].objects.filter(pk=key).exists()}
    assert sorted(new_versions(newest)) == sorted(left)
    assert Revision.objects.count() - revisions == (1 if left else 0)
    gone = {key for _, key in changed - left}
    assert gone <= set(
        Event.objects.filter(kind__in=["verwijderd", "samengevoegd"]).values_list("object_id", flat=True)
    )


def test_only_recorded_changes_open_an_index_update():
    """A writer that updates the index by itself would leave no versions."""
    callers = set()
    for path in Path(settings.BASE_DIR, "initiatives").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and any(alias.name == "index_update" for alias in node.names):
                callers.add(path.relative_to(settings.BASE_DIR).as_posix())
    assert callers == {"initiatives/revisions/recording.py"}
