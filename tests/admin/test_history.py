"""The history of records, and going back in it."""

import pytest
from reversion.models import Version

from initiatives.actions.restoring import deleted_records
from initiatives.models import Category, Event, Initiative, Link, Mention, Organisation, Proposal, SeeAlso, Source
from initiatives.revisions.recording import recorded
from initiatives.revisions.state import state_at, state_of
from initiatives.revisions.versions import changes_in, versions_of
from tests.admin.forms import address, save
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def history_url(record, *version):
    return address(type(record), "history", record.pk) + "".join(f"{key}/" for key in version)


def add_mention(record):
    Mention.objects.create(initiative=record, source=Source.objects.first(), locator="nog een")


def published(record):
    """When it was made and published, to the second."""
    return [moment.replace(microsecond=0) for moment in (fresh(record).created, fresh(record).published_at)]


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def test_history_tells_who_changed_what_from_and_to(editor):
    record = make_initiative()
    organisation = Organisation.objects.first()
    save(editor, record, summary="Een proef met soep.")
    save(editor, record, organisations=[organisation.pk], **{"mentions-0-locator": "nr. 8"})
    page = editor.get(history_url(record)).content.decode()
    assert page.count("Formulier") == 2
    assert "organisaties, vermelding" in page
    last, _ = versions_of(record)
    shown = editor.get(history_url(record, last.pk)).content.decode()
    assert f"<ins>{organisation}</ins>" in shown
    assert "<del>proef</del><ins>8</ins>" in shown


def test_going_back_is_a_new_version_with_relations_and_parts(editor):
    record = make_initiative()
    add_mention(record)
    save(editor, record, summary="Zoals het hoort.")
    before = state_of(fresh(record))
    (version,) = versions_of(record)
    category = Category.objects.get(slug="taal")
    Link.objects.create(initiative=record, url="https://een.example.org/", label="Een")
    save(editor, record, summary="Fout.", categories=[category.pk], **{"mentions-0-DELETE": "on"})
    assert (record.mentions.count(), record.links.count()) == (1, 1)
    number = fresh(record).version
    assert editor.post(history_url(record, version.pk)).status_code == 302
    assert state_of(fresh(record)) == before
    assert fresh(record).version == number + 1
    assert versions_of(record).count() == 3
    assert Event.objects.filter(kind="teruggezet", object_id=record.pk).count() == 1


def test_going_back_on_a_public_record_is_a_proposal_for_who_may_not_publish(editor, signed_in):
    record = make_initiative()
    save(editor, record, summary="Eerst.")
    version = versions_of(record).first()
    save(editor, record, summary="Daarna.")
    assert signed_in("redacteur").post(history_url(record, version.pk)).status_code == 302
    assert fresh(record).summary == "Daarna."
    assert Proposal.objects.get().new == "Eerst."


def test_version_of_another_record_is_not_found(editor):
    record, other = make_initiative(), make_initiative("ander")
    save(editor, other, summary="Anders.")
    version = versions_of(other).first()
    assert editor.get(history_url(record, version.pk)).status_code == 404
    assert editor.post(history_url(record, version.pk)).status_code == 404


def test_version_that_refers_to_something_deleted_says_so_and_keeps_the_rest(editor):
    record = make_initiative()
    with recorded(how="Proef"):
        organisation = Organisation.objects.create(slug="weg", name="Straks Weg")
    save(editor, record, organisations=[organisation.pk])
    version = versions_of(record).first()
    save(editor, record, organisations=[], summary="Zonder.")
    editor.post(address(Organisation, "delete", organisation.pk), {"post": "yes"})
    assert "Straks Weg (verwijderd)" in editor.get(history_url(record, version.pk)).content.decode()
    assert editor.post(history_url(record, version.pk)).status_code == 302
    assert (fresh(record).summary, record.organisations.count()) == ("Een proef.", 0)


def test_deleted_record_comes_back_at_its_addresses(editor, client):
    record = make_initiative()
    save(editor, record, summary="Het begin.")
    save(editor, record, slug="nieuwe-naam")
    page, state = client.get("/initiatieven/nieuwe-naam/").content, state_of(fresh(record))
    kept = published(record)
    editor.post(address(Initiative, "delete", record.pk), {"post": "yes"})
    assert [client.get(f"/initiatieven/{slug}/").status_code for slug in ("proef", "nieuwe-naam")] == [410, 410]
    ((event, version),) = deleted_records()
    assert (event.title, version.object_repr) == ("Proef", "Proef")
    url = "/beheer/verwijderd/"
    assert "Proef" in editor.get(url).content.decode()
    assert editor.post(url, {"version": version.pk}).status_code == 302
    assert state_of(fresh(record)) == state
    assert published(record) == kept
    assert client.get("/initiatieven/nieuwe-naam/").content == page
    assert client.get("/initiatieven/proef/")["Location"] == "/initiatieven/nieuwe-naam/"
    assert deleted_records() == []


@pytest.mark.parametrize("role", ["eindredacteur", "redacteur", "gemeenteredacteur"])
def test_only_a_beheerder_brings_back_what_was_deleted(editor, signed_in, role):
    record = make_initiative()
    save(editor, record, summary="Weg ermee.")
    editor.post(address(Initiative, "delete", record.pk), {"post": "yes"})
    version = Version.objects.get_for_object_reference(Initiative, record.pk).first()
    other = signed_in(role)
    assert other.get("/beheer/verwijderd/").status_code == 403
    assert other.post("/beheer/verwijderd/", {"version": version.pk}).status_code == 403
    assert not Initiative.objects.filter(pk=record.pk).exists()


def test_recovering_what_exists_is_refused(editor):
    record = make_initiative()
    save(editor, record, summary="Er nog.")
    response = editor.post("/beheer/verwijderd/", {"version": versions_of(record).first().pk})
    assert response.status_code == 404
    assert fresh(record).version == 2


def test_deleted_mention_is_in_the_history_of_its_initiative(editor):
    record = make_initiative()
    add_mention(record)
    save(editor, record, summary="Met.")
    save(editor, record, **{"mentions-0-DELETE": "on"})
    assert record.mentions.count() == 1
    assert "vermelding" in editor.get(history_url(record)).content.decode()


def test_column_that_is_newer_than_a_version_is_no_change(editor):
    """A release that adds one changes no record, and a form that was open meanwhile saves as any other."""
    record = make_initiative()
    Link.objects.create(initiative=record, url="https://een.example.org/", label="Een")
    save(editor, record, summary="Eerst.")
    for version in Version.objects.filter(serialized_data__contains='"archived_url": ""'):
        fields = version.serialized_data.replace('"archived_url": "", ', "").replace(', "archived_url": ""', "")
        version.serialized_data = fields
        version.save()
    source = Source.objects.first()
    assert "archived_url" not in Version.objects.get_for_model(Link).first().serialized_data
    assert state_at(versions_of(record).first()) == state_of(fresh(record))
    assert state_at(versions_of(source).first()) == state_of(source)
    save(editor, record, summary="Daarna.")
    assert list(changes_in(versions_of(record).first())) == ["summary"]


def test_deleting_a_record_is_a_version_of_what_loses_a_part_by_it_and_of_nothing_else():
    refers, goes = make_initiative("verwijst"), make_initiative("gaat")
    SeeAlso.objects.create(initiative=refers, other=goes)
    with recorded(how="Verwijderd"):
        Initiative.objects.filter(pk=goes.pk).delete()
    versions = Version.objects.get_for_model(Initiative).filter(revision__comment="Verwijderd")
    assert [version.object for version in versions] == [refers]
