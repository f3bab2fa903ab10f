"""Loading: all or nothing, as often as you like, and never over an editor's work."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.importing.fixture_reader import read
from initiatives.importing.loader import load
from initiatives.importing.summary import CREATED, KEPT, REMOVED, UNCHANGED, UPDATED
from initiatives.models import (
    Category,
    Illustration,
    Initiative,
    Link,
    LoadedRecord,
    Mention,
    Municipality,
    Organisation,
    SlugHistory,
    TargetGroup,
)
from initiatives.models.base import TAKEN
from tests.asking import ask
from tests.few import INITIATIVES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_are_loaded")]

SLUG = "coronamaatjes-almere"


def edit(folder, file, old, new):
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old} does not stand in {file}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def load_folder(folder, **options):
    records, faults = read(folder)
    return load(records, faults, **options)


def outcomes(summary):
    return {outcome: summary.total(outcome) for outcome in (CREATED, UPDATED, KEPT, REMOVED) if summary.total(outcome)}


def snapshot():
    """Everything that a load could change, as it is."""
    models = (Initiative, Mention, Link, Category, TargetGroup, Municipality, LoadedRecord)
    return {model: sorted(map(str, model.objects.values())) for model in models}


def test_second_load_changes_nothing(folder):
    before = snapshot()
    summary = load_folder(folder)
    assert outcomes(summary) == {}
    assert summary.total(UNCHANGED) == len(read(folder)[0])
    assert snapshot() == before


def test_first_load_creates_everything(folder):
    for model in (Initiative, LoadedRecord, TargetGroup, Category):
        model.objects.filter(**({"parent__isnull": False} if model is TargetGroup else {})).delete()
    TargetGroup.objects.all().delete()
    SlugHistory.objects.all().delete()
    summary = load_folder(folder)
    assert summary.faults == []
    assert Initiative.objects.published().count() >= 33
    assert ask(q="kerstdiner").total == 1
    assert set(Initiative.objects.values_list("version", flat=True)) == {1}


def test_changed_fixture_updates_the_row(folder):
    edit(folder, INITIATIVES, "title: Coronamaatjes Almere", "title: Coronamaatjes in Almere")
    version = Initiative.objects.get(slug=SLUG).version
    assert outcomes(load_folder(folder)) == {UPDATED: 1}
    row = Initiative.objects.get(slug=SLUG)
    assert (row.title, row.version) == ("Coronamaatjes in Almere", version + 1)


@pytest.mark.parametrize(
    "edits",
    [
        {"printed_name: Coronamaatjes\n": "printed_name: Maatjes\n"},
        {"locator: nr. 1\n": "locator: rij 1\n", "title: Coronamaatjes Almere": "title: Coronamaatjes in Almere"},
    ],
    ids=["mention", "mentions-and-itself"],
)
def test_fixture_that_changes_a_mention_touches_its_initiative_once_and_no_other(folder, edits):
    before = {row.slug: row for row in Initiative.objects.all()}
    for old, new in edits.items():
        edit(folder, INITIATIVES, old, new)
    assert load_folder(folder).faults == []
    after = {row.slug: row for row in Initiative.objects.all()}
    raised = {slug: row.version - before[slug].version for slug, row in after.items()}
    assert {slug: by for slug, by in raised.items() if by} == {SLUG: 1}
    assert [slug for slug, row in after.items() if row.modified > before[slug].modified] == [SLUG]


def test_changed_relation_in_fixture_updates_the_row(folder):
    edit(folder, INITIATIVES, "[[hulp-en-vrijwilligers], [eenzaamheid]]", "[[taal]]")
    assert outcomes(load_folder(folder)) == {UPDATED: 1}
    assert [category.slug for category in Initiative.objects.get(slug=SLUG).categories.all()] == ["taal"]
    assert SLUG in [result.slug for result in ask(categorie="taal").search.results]


def test_editors_change_survives_a_reload(folder):
    Initiative.objects.filter(slug=SLUG).update(summary="Door de redactie verbeterd.")
    summary = load_folder(folder)
    assert outcomes(summary) == {KEPT: 1}
    assert summary.kept == [f"initiative {SLUG}: summary"]
    assert Initiative.objects.get(slug=SLUG).summary == "Door de redactie verbeterd."


def test_editors_change_survives_a_newer_fixture_and_other_fields_are_updated(folder):
    Initiative.objects.filter(slug=SLUG).update(title="Titel van de redactie")
    edit(folder, INITIATIVES, "title: Coronamaatjes Almere", "title: Nieuwe titel")
    edit(folder, INITIATIVES, "phase: lopend", "phase: afgerond")
    assert outcomes(load_folder(folder)) == {UPDATED: 1}
    row = Initiative.objects.get(slug=SLUG)
    assert (row.title, row.phase) == ("Titel van de redactie", "afgerond")
    assert outcomes(load_folder(folder)) == {KEPT: 1}


def test_editors_relation_survives_a_reload(folder):
    row = Initiative.objects.get(slug=SLUG)
    row.categories.add(Category.objects.get(slug="taal"))
    assert load_folder(folder).kept == [f"initiative {SLUG}: categories"]
    assert row.categories.filter(slug="taal").exists()


def test_editors_new_address_survives_a_reload(folder):
    before = Mention.objects.filter(initiative__slug=SLUG).count()
    Initiative.objects.filter(slug=SLUG).update(slug="nieuw-adres")
    assert load_folder(folder).kept == [f"initiative {SLUG}: slug"]
    assert not Initiative.objects.filter(slug=SLUG).exists()
    assert Mention.objects.filter(initiative__slug="nieuw-adres").count() == before > 0


def test_row_deleted_by_an_editor_stays_deleted(folder):
    link = Link.objects.first()
    link.delete()
    summary = load_folder(folder)
    assert outcomes(summary) == {KEPT: 1}
    assert not Link.objects.filter(url=link.url).exists()


def test_initiative_deleted_by_an_editor_stays_deleted_with_all_that_hung_on_it(folder):
    Initiative.objects.get(slug=SLUG).delete()
    summary = load_folder(folder)
    assert summary.faults == []
    assert not Initiative.objects.filter(slug=SLUG).exists()


def test_new_mention_of_a_deleted_initiative_is_no_fault(folder):
    Initiative.objects.get(slug=SLUG).delete()
    edit(folder, INITIATIVES, "locator: nr. 1\n", "locator: rij 1\n")
    assert load_folder(folder).faults == []
    assert not Mention.objects.filter(locator="rij 1").exists()


def test_category_deleted_by_an_editor_is_no_fault_for_what_refers_to_it(folder):
    Category.objects.get(slug="eenzaamheid").delete()
    summary = load_folder(folder)
    assert summary.faults == []
    assert f"initiative {SLUG}: categories" in summary.kept
    assert not Category.objects.filter(slug="eenzaamheid").exists()


def test_mention_with_two_unknown_relations_has_two_faults(folder):
    edit(folder, INITIATIVES, "initiative: [coronamaatjes-almere]", "initiative: [niets]")
    edit(folder, INITIATIVES, "source: [lijst-initiatieven-kwetsbare-doelgroepen]", "source: [niets]")
    reasons = [fault.reason for fault in load_folder(folder).faults]
    assert reasons == ["initiative: initiatief niets bestaat niet.", "source: bron niets bestaat niet."]


def test_row_that_an_editor_made_is_not_overwritten(folder):
    Organisation.objects.create(slug="nieuw", name="Van de redactie")
    with (folder / "organisations.yaml").open("a", encoding="utf-8") as file:
        file.write("- model: initiatives.organisation\n  fields: {slug: nieuw, name: Uit het bestand}\n")
    assert outcomes(load_folder(folder)) == {KEPT: 1}
    assert Organisation.objects.get(slug="nieuw").name == "Van de redactie"


def test_mention_that_left_the_fixtures_is_removed(folder):
    edit(folder, INITIATIVES, "locator: nr. 1\n", "locator: rij 1\n")
    assert outcomes(load_folder(folder)) == {CREATED: 1, REMOVED: 1}
    locators = [mention.locator for mention in Mention.objects.filter(initiative__slug=SLUG)]
    assert ("rij 1" in locators, "nr. 1" in locators) == (True, False)


def test_edited_mention_that_left_the_fixtures_is_kept(folder):
    mentions = Mention.objects.filter(initiative__slug=SLUG)
    before = mentions.count()
    mentions.filter(locator="nr. 1").update(printed_name="Door de redactie")
    edit(folder, INITIATIVES, "locator: nr. 1\n", "locator: rij 1\n")
    assert outcomes(load_folder(folder)) == {CREATED: 1}
    assert mentions.count() == before + 1


def test_every_fault_is_reported_and_nothing_is_written(folder):
    edit(folder, "categories.yaml", "name: Eenzaamheid", "name: Veranderd")
    edit(folder, INITIATIVES, "phase: lopend", "phase: ooit")
    edit(folder, INITIATIVES, "municipalities: [[GM0772]]", "municipalities: [[GM9999]]")
    edit(
        folder,
        INITIATIVES,
        "    scope: landelijk\n    region: ''\n    municipalities: []",
        "    scope: landelijk\n    region: ''\n    municipalities: [[GM0034]]",
    )
    edit(folder, INITIATIVES, "origin: uitgebreid", "herkomst: uitgebreid")
    before = snapshot()
    faults = [str(fault) for fault in load_folder(folder).faults]
    reasons = " | ".join(faults)
    assert len(faults) == 4
    assert f"{INITIATIVES}:2 initiative {SLUG}: phase: " in reasons
    assert "gemeente GM9999 bestaat niet." in reasons
    assert "Een landelijk initiatief heeft geen gemeenten." in reasons
    assert "herkomst is no field of initiative" in reasons
    assert snapshot() == before


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("published: 2020-12-01", "published: 2020-13-01", "published: "),
        ("slug: de-schoor-in-tijden-van-corona", "slug: De Schoor", "slug: "),
        ("precision: maand", "precision: eeuw", "precision: "),
        ("title: De Schoor in tijden van corona", "title: ''", "title: "),
    ],
)
def test_fault_names_field_and_reason(folder, old, new, reason):
    edit(folder, "sources.yaml", old, new)
    assert any(fault.reason.startswith(reason) for fault in load_folder(folder).faults)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("published: 2020-12-01", "published: 20201201", "published"),
        ("published: 2020-12-01", "published: yes", "published"),
        ("published: 2020-12-01", "published: [2020]", "published"),
        ("publisher: De Schoor", 'publisher: "a\\0b"', "publisher"),
        ("publisher: De Schoor", "publisher: !!set {a}", "publisher"),
    ],
)
def test_value_of_the_wrong_kind_is_a_fault(folder, old, new, field):
    edit(folder, "sources.yaml", old, new)
    assert [fault.reason.partition(":")[0] for fault in load_folder(folder).faults] == [field]


@pytest.mark.parametrize("value", ["digitaal", "null", "5", "[[digitaal]]"])
def test_channels_of_the_wrong_kind_are_a_fault(folder, value):
    edit(folder, INITIATIVES, "channels: [digitaal, telefonisch]", f"channels: {value}")
    assert [fault.reason.partition(":")[0] for fault in load_folder(folder).faults] == ["channels"]


def test_every_broken_rule_of_a_row_is_named_at_once(folder):
    """A wrong choice does not hide the constraints, which are otherwise left to the database."""
    edit(folder, INITIATIVES, "phase: lopend", "phase: ooit")
    edit(folder, INITIATIVES, "region: ''", "region: Hier")
    edit(folder, INITIATIVES, "origin: nieuw", "origin: nieuw\n    started: 2020-05-02\n    ended: 2020-05-01")
    reasons = " ".join(fault.reason for fault in load_folder(folder).faults)
    assert "phase: " in reasons
    assert "Vul de regio in bij een regionaal initiatief, en alleen daar." in reasons
    assert "Een initiatief kan niet gestopt zijn voordat het begon." in reasons


def test_rules_that_only_the_database_holds_are_named_in_dutch(folder):
    edit(folder, INITIATIVES, "region: ''", "region: Hier")
    edit(folder, "organisations.yaml", "name: ANBO", "name: AV070")
    reasons = [fault.reason for fault in load_folder(folder).faults]
    assert "Vul de regio in bij een regionaal initiatief, en alleen daar." in reasons
    assert any("naam" in reason.lower() and "bestaat al" in reason for reason in reasons)


def test_draft_may_be_incomplete_until_it_is_published(folder):
    edit(folder, INITIATIVES, "municipalities: [[GM0034]]", "municipalities: []")
    edit(folder, INITIATIVES, "status: published", "status: draft")
    assert outcomes(load_folder(folder)) == {UPDATED: 1}
    connection.check_constraints()
    edit(folder, INITIATIVES, "status: draft", "status: published")
    fault = f"{INITIATIVES}:2 initiative {SLUG}: municipalities: Kies bij een lokaal initiatief minstens één gemeente."
    assert [str(fault) for fault in load_folder(folder).faults] == [fault]


def test_sound_rows_cost_no_query_for_their_rules(folder):
    """A changed row is one update and its bookkeeping, not a question for every constraint."""
    load_folder(folder)
    edit(folder, INITIATIVES, "title: Coronamaatjes Almere", "title: Coronamaatjes in Almere")
    with CaptureQueriesContext(connection) as queries:
        load_folder(folder)
    asked = [query["sql"] for query in queries if "_check" in query["sql"]]
    assert asked == []


def test_two_rows_that_swap_their_slugs_are_faults_and_no_traceback(folder):
    text = (folder / "provinces.yaml").read_text(encoding="utf-8")
    swapped = text.replace("slug: drenthe", "slug: x").replace("slug: zeeland", "slug: drenthe")
    (folder / "provinces.yaml").write_text(swapped.replace("slug: x", "slug: zeeland"), encoding="utf-8")
    reasons = [fault.reason for fault in load_folder(folder).faults]
    assert reasons
    assert all(reason.startswith("slug: ") for reason in reasons)


def test_slug_that_changes_in_the_fixture_keeps_its_old_address(folder, client):
    edit(folder, "municipalities.yaml", "slug: almere\n", "slug: almere-stad\n")
    assert load_folder(folder).faults == []
    assert client.get("/gemeenten/almere/")["Location"] == "/gemeenten/almere-stad/"


def test_slug_of_before_is_a_fault_for_another(folder):
    Category.objects.create(slug="vierentwintigste", name="De laatste die erbij kan")
    Category.objects.filter(slug="taal").update(slug="taal-en-lezen")
    LoadedRecord.objects.filter(model="category", key=["taal"]).update(key=["taal-en-lezen"])
    reasons = [fault.reason for fault in load_folder(folder).faults]
    assert reasons[0] == "Er kunnen hoogstens 24 categorieën zijn."  # which the old name would be one too many of
    assert reasons[1:] == ["name: Er bestaat al een Categorie met eenzelfde Naam.", f"slug: {TAKEN}"]


def test_field_that_left_the_fixture_is_empty_again(folder):
    edit(folder, INITIATIVES, "    origin: nieuw\n", "")
    assert outcomes(load_folder(folder)) == {UPDATED: 1}
    assert Initiative.objects.get(slug=SLUG).origin == ""
    edit(folder, INITIATIVES, "phase: lopend\n", "phase: lopend\n    origin: uitgebreid\n")
    assert outcomes(load_folder(folder)) == {UPDATED: 1}
    assert Initiative.objects.get(slug=SLUG).origin == "uitgebreid"


def test_no_initiatives_at_all_is_a_fault_and_removes_nothing(folder):
    for path in (folder / "initiatives").iterdir():
        path.unlink()
    before = snapshot()
    assert str(load_folder(folder).faults[0]) == "initiatives/*.yaml:0 file: is missing"
    assert snapshot() == before


def test_initiative_that_left_the_fixtures_keeps_its_mentions(folder):
    before = Mention.objects.filter(initiative__slug=SLUG).count()
    text = (folder / INITIATIVES).read_text(encoding="utf-8")
    second = text.index("- model: initiatives.initiative", text.index("slug: coronamaatjes-almere"))
    (folder / INITIATIVES).write_text(text[second:], encoding="utf-8")
    assert outcomes(load_folder(folder)) == {}
    assert Mention.objects.filter(initiative__slug=SLUG).count() == before > 0


def test_editors_place_stays_whole(folder):
    row = Initiative.objects.get(slug=SLUG)
    row.municipalities.add(Municipality.objects.get(slug="urk"))
    edit(folder, INITIATIVES, "scope: lokaal", "scope: landelijk")
    edit(folder, INITIATIVES, "municipalities: [[GM0034]]", "municipalities: []")
    summary = load_folder(folder)
    assert (summary.faults, summary.kept) == ([], [f"initiative {SLUG}: municipalities, scope"])


def test_dry_run_reports_and_writes_nothing(folder):
    edit(folder, "categories.yaml", "name: Eenzaamheid", "name: Veranderd")
    before = snapshot()
    assert outcomes(load_folder(folder, dry_run=True)) == {UPDATED: 1}
    assert snapshot() == before


def test_command_reports_totals_and_what_was_kept(folder):
    Initiative.objects.filter(slug=SLUG).update(summary="Door de redactie verbeterd.")
    edit(folder, "categories.yaml", "name: Eenzaamheid", "name: Veranderd")
    out = StringIO()
    call_command("load_catalogue", folder=folder, dry_run=True, stdout=out)
    total = len(read(folder)[0])
    assert out.getvalue().splitlines() == [
        f"Would load the catalogue: 0 created, 1 updated, {total - 2} unchanged, 1 kept-because-edited, 0 removed.",
        "  category: 1 updated",
        "  initiative: 1 kept-because-edited",
        f"  kept for an editor: initiative {SLUG}: summary",
    ]


def test_command_can_be_silent(folder):
    out = StringIO()
    call_command("load_catalogue", folder=folder, verbosity=0, stdout=out)
    assert (out.getvalue(), Initiative.objects.filter(slug=SLUG).exists()) == ("", True)


def test_command_ends_with_an_error_after_faults(folder):
    edit(folder, INITIATIVES, "phase: lopend", "phase: ooit")
    errors = StringIO()
    with pytest.raises(CommandError, match="Nothing was loaded: 1 faults"):
        call_command("load_catalogue", folder=folder, stderr=errors)
    assert errors.getvalue().startswith(f"{INITIATIVES}:2 initiative {SLUG}: phase: ")


def test_illustration_that_left_the_fixtures_is_removed(folder):
    path = folder / "recommendations.yaml"
    text = path.read_text(encoding="utf-8")
    first = text.index("- model: initiatives.illustration")
    path.write_text(text[:first] + text[text.index("- model:", first + 1) :], encoding="utf-8")
    before = Illustration.objects.count()
    assert outcomes(load_folder(folder)) == {REMOVED: 1}
    assert Illustration.objects.count() == before - 1


def test_database_without_tables_is_said(folder):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE initiatives_loadedrecord RENAME TO weg")
    with pytest.raises(CommandError, match="run migrate first"):
        call_command("load_catalogue", folder=folder)
