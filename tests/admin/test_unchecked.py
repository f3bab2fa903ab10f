"""“Nog juist”: the queue, the button in a form, a selection; and what the page says of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from initiatives.admin.unchecked import count_unchecked
from initiatives.choices import Role
from initiatives.models import Event, Initiative, LinkCheck, Proposal, Source
from tests.factories import make_initiative
from tests.views.pages import text

pytestmark = pytest.mark.django_db
QUEUE = "/beheer/nakijken/"
LIST = "/beheer/initiatives/initiative/"


@pytest.fixture
def few(no_initiatives):
    """Four published initiatives of which the first three were not checked for a year, and a draft."""
    today = timezone.localdate()
    made = [
        make_initiative("nooit", source="lijst-initiatieven-kwetsbare-doelgroepen"),  # of 2020
        make_initiative("lang-geleden", checked_on=date(2022, 3, 4)),
        make_initiative("vorig-jaar", checked_on=today - timedelta(366), municipalities=("urk",)),
        make_initiative("kort-geleden", checked_on=today - timedelta(364)),
        make_initiative("concept", status="draft"),
    ]
    Source.objects.update(url_seen_on=today)
    return made


def confirm(browser, record, **more):
    return browser.post(QUEUE, {"model": record._meta.model_name, "key": record.pk, **more})


def test_queue_begins_with_what_was_checked_longest_ago(signed_in, few):
    page = signed_in(Role.CHIEF).get(QUEUE)
    assert [initiative.slug for initiative in page.context["page"]] == ["nooit", "lang-geleden", "vorig-jaar"]
    assert "Nooit nagekeken, bron van" in page.text
    assert "Nagekeken op 4 maart 2022" in page.text


@pytest.mark.parametrize(("role", "number"), [(Role.CHIEF, 4), (Role.EDITOR, 4), (Role.MUNICIPAL, 2)])
def test_queue_has_what_one_may_see_and_as_many_as_is_counted(signed_in, few, role, number):
    source = Source.objects.exclude(url="").first()
    Source.objects.filter(pk=source.pk).update(url_seen_on=None)
    LinkCheck.objects.create(
        url=source.url, state="onzeker", problem="De website staat uit.", checked_at=timezone.now()
    )
    browser = signed_in(role, municipalities=["almere"] if role == Role.MUNICIPAL else [])
    page = browser.get(QUEUE)
    assert len(page.context["page"]) + len(page.context["sources"]) == count_unchecked(browser.user) == number
    assert (source.url in page.text) == ("De website staat uit." in page.text) == (role != Role.MUNICIPAL)


def test_sources_that_were_found_and_never_seen_come_first(signed_in, few):
    Source.objects.update(url_seen_on=None)
    page = signed_in(Role.CHIEF).get(QUEUE)
    assert [source for source, *_ in page.context["sources"]] == list(Source.objects.exclude(url=""))
    assert page.text.index("gevonden, niet nagekeken") < page.text.index("Nooit nagekeken")


def test_one_click_dates_a_record_today_and_its_page_says_so(signed_in, client, few):
    first, today = few[0], timezone.localdate()
    response = confirm(signed_in(Role.CHIEF), first, next=f"{LIST}{first.pk}/change/")
    assert response["Location"] == f"{LIST}{first.pk}/change/"
    now = Initiative.objects.get(pk=first.pk)
    assert (now.checked_on, now.version) == (today, first.version + 1)
    assert [event.detail for event in Event.objects.filter(object_id=first.pk, model="initiative")] == ["nog juist"]
    confirm(signed_in(Role.CHIEF, "nog iemand"), first)
    assert Event.objects.filter(object_id=first.pk, model="initiative").count() == 1
    date_told = f"Voor het laatst nagekeken op {today.day} "
    assert date_told in text(client.get(first.get_absolute_url()))
    assert "Voor het laatst nagekeken" not in text(client.get(make_initiative("ander").get_absolute_url()))


def test_source_is_seen_by_one_click(signed_in, client):
    source = Source.objects.exclude(url="").first()
    assert "gevonden, niet nagekeken" in text(client.get(source.get_absolute_url()))
    confirm(signed_in(Role.CHIEF), source)
    assert Source.objects.get(pk=source.pk).url_seen_on == timezone.localdate()
    assert f"nagekeken op {timezone.localdate().day} " in text(client.get(source.get_absolute_url()))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MUNICIPAL])
def test_who_may_not_publish_proposes(signed_in, few, role):
    browser = signed_in(role, municipalities=["almere"] if role == Role.MUNICIPAL else [])
    response = browser.post(QUEUE, {"model": "initiative", "key": few[0].pk}, follow=True)
    assert "Voorgesteld: Nooit. Een eindredacteur beslist." in response.text
    assert Initiative.objects.get(pk=few[0].pk).checked_on is None
    proposal = Proposal.objects.get()
    assert (proposal.field, proposal.new) == ("checked_on", timezone.localdate().isoformat())
    key = f"besluit-{proposal.pk}"
    signed_in(Role.CHIEF).post(f"/beheer/initiatives/proposal/initiative/{few[0].pk}/", {key: "overnemen"})
    assert Initiative.objects.get(pk=few[0].pk).checked_on == timezone.localdate()


def test_municipal_editor_cannot_confirm_elsewhere_nor_a_source(signed_in, few):
    browser = signed_in(Role.MUNICIPAL, municipalities=["almere"])
    assert confirm(browser, few[2]).status_code == 404
    confirm(browser, Source.objects.exclude(url="").first())
    assert not Proposal.objects.exists()


def test_forged_posts_get_a_404_and_no_other_site_as_their_end(signed_in, few):
    browser = signed_in(Role.CHIEF)
    forged = [{}, {"model": "user", "key": "1"}, {"model": "source", "key": "x"}, {"model": "source", "key": "9" * 30}]
    assert [browser.post(QUEUE, data).status_code for data in forged] == [404] * 4
    assert confirm(browser, few[0], next="https://elders.nl/")["Location"] == QUEUE


@pytest.mark.parametrize(("slug", "has_button"), [("nooit", True), ("concept", False)])
def test_button_stands_in_the_form_of_what_is_public(signed_in, few, slug, has_button):
    initiative = Initiative.objects.get(slug=slug)
    page = signed_in(Role.EDITOR).get(f"{LIST}{initiative.pk}/change/").text
    assert (f'aria-label="Nog juist: {initiative}"' in page) == has_button


def test_selection_is_named_before_it_is_dated(signed_in, few):
    data = {"action": "still_right", "_selected_action": [few[0].pk, few[1].pk]}
    chief, editor = signed_in(Role.CHIEF), signed_in(Role.EDITOR)
    asked = chief.post(LIST, data).text
    assert "Zijn deze initiatieven nog juist?" in asked
    assert all(str(initiative) in asked for initiative in few[:2])
    assert "dit wordt een voorstel" not in asked
    assert "dit wordt een voorstel" in editor.post(LIST, data).text
    assert not Initiative.objects.filter(checked_on=timezone.localdate()).exists()
    response = chief.post(LIST, data | {"post": "yes"}, follow=True)
    assert f"Nagekeken op {timezone.localdate():%d-%m-%Y}: 2." in response.text
    assert Initiative.objects.filter(checked_on=timezone.localdate()).count() == 2
