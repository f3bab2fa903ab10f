"""Changes of public records by those who may not publish."""

import pytest

from initiatives.models import Category, Event, Initiative, Link, Organisation, Proposal, Source
from initiatives.revisions.state import state_of
from tests.admin.forms import address, errors, form_of, save
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def review_url(record):
    return f"/beheer/initiatives/proposal/{record._meta.model_name}/{record.pk}/"


def proposals(record):
    return Proposal.objects.filter(model=record._meta.model_name, object_id=record.pk, status="open")


@pytest.fixture
def writer(signed_in):
    return signed_in("redacteur")


@pytest.fixture
def chief(signed_in):
    return signed_in("eindredacteur")


def test_change_of_a_public_record_waits_for_approval(writer, chief, client):
    record = make_initiative()
    page, state = client.get(record.get_absolute_url()).content, state_of(record)
    changes = {"summary": "Beter gezegd.", "why": "Het stond er scheef.", "mentions-0-locator": "nr. 7"}
    response = writer.post(
        address(Initiative, "change", record.pk),
        {**form_of(writer.get(address(Initiative, "change", record.pk))), **changes},
        follow=True,
    )
    assert "is bewaard als voorstel" in response.content.decode()
    assert client.get(record.get_absolute_url()).content == page
    assert state_of(Initiative.objects.get(pk=record.pk)) == state
    shown = chief.get(review_url(record)).content.decode()
    assert "Het stond er scheef." in shown
    summary, mention = proposals(record).order_by("-field")
    decisions = {
        f"besluit-{summary.pk}": "overnemen",
        f"besluit-{mention.pk}": "afwijzen",
        f"antwoord-{mention.pk}": "De vindplaats klopte.",
    }
    assert chief.post(review_url(record), decisions).status_code == 302
    after = Initiative.objects.get(pk=record.pk)
    assert (after.summary, after.mentions.get().locator, after.version) == ("Beter gezegd.", "nr. proef", 2)
    assert dict(Proposal.objects.values_list("status", "answer")) == {
        "overgenomen": "",
        "afgewezen": "De vindplaats klopte.",
    }
    kinds = Event.objects.filter(object_id=record.pk).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["voorgesteld", "overgenomen", "afgewezen"]


@pytest.mark.parametrize("part", ["added", "removed"])
def test_parts_can_be_proposed_too(writer, chief, part):
    record = make_initiative()
    Link.objects.create(initiative=record, url="https://een.example.org/", label="Een")
    changes = {
        "added": {
            "links-TOTAL_FORMS": 2,
            "links-1-url": "https://twee.example.org/",
            "links-1-label": "Twee",
            "links-1-kind": "website",
        },
        "removed": {"links-0-DELETE": "on"},
    }[part]
    assert save(writer, record, **changes).status_code == 302
    assert record.links.count() == 1
    (proposal,) = proposals(record)
    chief.post(review_url(record), {f"besluit-{proposal.pk}": "overnemen"})
    assert sorted(record.links.values_list("label", flat=True)) == (["Een", "Twee"] if part == "added" else [])


def test_draft_is_changed_at_once(writer):
    record = make_initiative(status="draft")
    assert save(writer, record, summary="Beter gezegd.").status_code == 302
    assert Initiative.objects.get(pk=record.pk).summary == "Beter gezegd."
    assert not Proposal.objects.exists()


def test_publishing_is_a_right_of_its_own(writer):
    record = make_initiative(status="draft")
    response = save(writer, record, status="published")
    assert "Selecteer een geldige keuze" in " ".join(errors(response))
    writer.post("/beheer/initiatives/initiative/", {"action": "publish", "_selected_action": record.pk, "post": "yes"})
    assert Initiative.objects.get(pk=record.pk).status == "draft"
    assert save(writer, record, status="review").status_code == 302
    assert Initiative.objects.get(pk=record.pk).status == "review"


def test_words_are_public_too(writer):
    category = Category.objects.get(slug="taal")
    assert save(writer, category, description="Anders uitgelegd.").status_code == 302
    assert Category.objects.get(slug="taal").description != "Anders uitgelegd."
    assert proposals(category).get().new == "Anders uitgelegd."
    source = Source.objects.first()
    assert save(writer, source, publisher="Een ander").status_code == 302
    assert proposals(source).get().field == "publisher"


def test_organisation_that_no_public_page_has_is_changed_at_once(writer):
    organisation = Organisation.objects.create(slug="nieuw", name="Nieuw")
    assert save(writer, organisation, website="https://nieuw.example.org/").status_code == 302
    assert Organisation.objects.get(slug="nieuw").website == "https://nieuw.example.org/"


def test_second_proposal_of_one_author_replaces_the_first(writer):
    record = make_initiative()
    for summary in ("Eerst.", "Daarna."):
        save(writer, record, summary=summary)
    assert proposals(record).get().new == "Daarna."


def test_two_proposals_on_one_field_cannot_both_be_accepted(signed_in, chief):
    record = make_initiative()
    for name in ("een", "twee"):
        save(signed_in("redacteur", name), record, summary=f"Van {name}.")
    assert chief.get(review_url(record)).content.decode().count("Er zijn meer voorstellen voor dit veld.") == 2
    decisions = {f"besluit-{proposal.pk}": "overnemen" for proposal in proposals(record)}
    assert "hoogstens één voorstel" in chief.post(review_url(record), decisions).content.decode()
    assert Initiative.objects.get(pk=record.pk).summary == "Een proef."


def test_accepted_proposal_that_no_longer_fits_is_told(writer, chief):
    record = make_initiative()
    save(writer, record, slug="ander-adres")
    make_initiative("ander-adres")
    (proposal,) = proposals(record)
    response = chief.post(review_url(record), {f"besluit-{proposal.pk}": "overnemen"})
    assert response.status_code == 200
    assert "eenzelfde Webadres" in " ".join(errors(response))
    assert (Initiative.objects.get(pk=record.pk).slug, proposals(record).count()) == ("proef", 1)


def test_author_sees_and_withdraws_own_proposals_only(signed_in, writer):
    record, other = make_initiative(), signed_in("redacteur", "ander")
    save(writer, record, summary="Van mij.")
    (proposal,) = proposals(record)
    assert "Van mij." not in other.get(review_url(record)).content.decode()
    other.post(review_url(record), {"intrekken": proposal.pk})
    other.post(review_url(record), {f"besluit-{proposal.pk}": "overnemen"})
    assert proposals(record).exists()
    writer.post(review_url(record), {"intrekken": proposal.pk})
    assert not proposals(record).exists()
    assert Initiative.objects.get(pk=record.pk).summary == "Een proef."
