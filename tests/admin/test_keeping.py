"""What editors type and do not save is kept for them, and for nobody else."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client
from django.utils import timezone

from initiatives.actions import keeping
from initiatives.actions.keeping import TICKET, Ticket, kept_inputs
from initiatives.models import Category, Initiative, KeptInput, Mention, Municipality, Proposal, Source
from tests.admin.forms import address, form_of
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db

TEXT = "Zij riep: \"’s Ochtends <b>koffie</b> & 'thee'\"\r\n— tot ziens 👋🏽 \\ {{ x }}"
SAVED = TEXT.replace("\r\n", "\n")  # as the catalogue has it
STORE = "/beheer/bewaren/"


@pytest.fixture
def record():
    return make_initiative()


@pytest.fixture
def writer(signed_in):
    return signed_in("eindredacteur", "anna")


def form_url(record):
    return address(type(record), "change", record.pk)


def opened(browser, url):
    """The values of a form as a browser has them, its ticket included."""
    page = browser.get(url)
    return {**form_of(page), TICKET: page.context["keeping"]["ticket"].signed}


def restored(browser, kept, url=None):
    page = browser.get(f"{url or address(Initiative, 'change', kept.object_id)}?terugzetten={kept.key}")
    return page, form_of(page)


def own(browser):
    return list(kept_inputs(browser.user))


def test_typed_text_is_kept_offered_and_put_back_until_it_is_saved(writer, record):
    url = form_url(record)
    values = {**opened(writer, url), "description": TEXT}
    assert writer.post(STORE, values).json() == {"isKept": True, "isSignedIn": True}
    page = writer.get(url).content.decode()
    assert re.search(r"tekst staan van \d\d:\d\d, die niet is\s+opgeslagen: beschrijving\.", page)
    (kept,) = own(writer)
    page, form = restored(writer, kept)
    assert (form["description"], form["state_seen"]) == (TEXT, values["state_seen"])
    assert "errornote" not in page.content.decode()
    assert Initiative.objects.get(pk=record.pk).description != SAVED
    form[TICKET] = page.context["keeping"]["ticket"].signed
    assert writer.post(url, form).status_code == 302
    assert Initiative.objects.get(pk=record.pk).description == SAVED
    assert own(writer) == []
    assert not KeptInput.objects.exclude(values={}).exists()


def test_rows_and_relations_come_back_too(writer, record):
    url = form_url(record)
    source, category = Source.objects.last(), Category.objects.last()
    rows = {"mentions-TOTAL_FORMS": "2", "mentions-1-source": source.pk, "mentions-1-locator": TEXT}
    writer.post(STORE, {**opened(writer, url), "categories": [category.pk], **rows})
    (kept,) = own(writer)
    assert re.search(r"categorieën, vermeldingen\.", writer.get(url).content.decode())
    page, form = restored(writer, kept)
    assert (form["mentions-1-locator"], form["mentions-1-source"]) == (TEXT, str(source.pk))
    assert str(category) in page.content.decode()
    assert writer.post(url, {**form, TICKET: page.context["keeping"]["ticket"].signed}).status_code == 302
    assert (record.mentions.count(), record.categories.get()) == (2, category)


def test_proposal_is_no_longer_offered(signed_in, record):
    writer, url = signed_in("redacteur"), form_url(record)
    values = {**opened(writer, url), "description": TEXT, "why": "Zo was het."}
    writer.post(STORE, values)
    assert "beschrijving, waarom." in writer.get(url).content.decode()
    assert writer.post(url, values).status_code == 302
    assert (Proposal.objects.get().why, own(writer)) == ("Zo was het.", [])


def test_form_that_is_put_back_after_somebody_elses_change_is_a_conflict(writer, editor, record):
    url = form_url(record)
    writer.post(STORE, {**opened(writer, url), "description": TEXT, "mentions-0-locator": "blz. 9"})
    editor.post(url, {**form_of(editor.get(url)), "description": "Van een ander"})
    record.mentions.get().delete()
    (kept,) = own(writer)
    page, form = restored(writer, kept)
    form[TICKET] = page.context["keeping"]["ticket"].signed
    conflict = writer.post(url, form).content.decode()
    assert "intussen gewijzigd." in conflict
    assert "blz. 9" in conflict
    held = re.search(r'name="_held" value="([^"]+)"', conflict)[1]
    ticket = re.search(r'name="_kept" value="([^"]+)"', conflict)[1]
    names = set(re.findall(r'name="(keuze-[\w:]+)"', conflict))
    answer = {"_held": held, TICKET: ticket} | dict.fromkeys(names, "mijn")
    assert own(writer) != []
    assert writer.post(url, answer).status_code == 302
    assert Initiative.objects.get(pk=record.pk).description == SAVED
    assert own(writer) == []


def test_invalid_form_is_kept_once_and_its_errors_lead_to_their_fields(writer, record):
    url = form_url(record)
    values = {**opened(writer, url), "title": "", "summary": TEXT, "mentions-0-locator": ""}
    for _ in range(2):
        page = writer.post(url, values)
        assert page.status_code == 200
        assert page.context["keeping"]["ticket"] == Ticket.read(values[TICKET], writer.user)
    (kept,) = own(writer)
    assert kept.values["summary"] == [TEXT]
    links = re.findall(r'<a href="#([\w-]+)">([^<]+)</a>', page.content.decode().partition("data-errors")[2])
    assert links[:2] == [("id_title", "Titel"), ("id_mentions-0-locator", "Vermelding 1: vindplaats")]
    assert re.search(
        r'<input[^>]*id="id_title"[^>]* autofocus|<input[^>]* autofocus[^>]*id="id_title"', page.content.decode()
    )


def test_session_that_ended_loses_nothing(writer, record):
    url = form_url(record)
    values = {**opened(writer, url), "description": TEXT}
    visitor = Client()
    response = visitor.post(url, values)
    (kept,) = own(writer)
    login, _, back = response["Location"].partition("?next=")
    assert (response.status_code, login) == (302, "/beheer/login/")
    assert back == f"{url}%3Fterugzetten%3D{kept.key}"
    assert "Wat u had ingevuld, is bewaard" in visitor.get("/beheer/account/login/").content.decode()
    assert restored(writer, kept)[1]["description"] == TEXT
    assert visitor.post(STORE, values | {"description": "Nog meer"}).json() == {"isKept": True, "isSignedIn": False}
    assert own(writer)[0].values["description"] == ["Nog meer"]


def test_new_record_of_an_ended_session_is_kept(writer):
    url = address(Initiative, "add")
    values = {**opened(writer, url), "title": TEXT}
    assert Client().post(url, values).status_code == 302
    (kept,) = own(writer)
    assert restored(writer, kept, url)[1]["title"] == TEXT
    assert "opgeslagen: titel." in writer.get(url).content.decode()


def test_refusal_for_csrf_loses_nothing(writer, record):
    url = form_url(record)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(writer.user)
    response = strict.post(url, {**opened(writer, url), "description": TEXT})
    page = response.content.decode()
    (kept,) = own(writer)
    assert response.status_code == 403
    assert f'<a href="{url}?terugzetten={kept.key}">Verder met uw tekst</a>' in page
    assert restored(writer, kept)[1]["description"] == TEXT


def test_record_that_was_deleted_can_be_made_anew(writer, record):
    url = form_url(record)
    values = {**opened(writer, url), "description": TEXT, "mentions-0-locator": "blz. 9"}
    Mention.objects.filter(initiative=record).delete()
    slug = record.slug
    record.delete()
    response = writer.post(url, values)
    (kept,) = own(writer)
    assert response["Location"] == f"/beheer/bewaard/{kept.key}/"
    page = writer.get(response["Location"]).content.decode()
    assert "Zij riep: &quot;’s Ochtends &lt;b&gt;koffie&lt;/b&gt; &amp; &#x27;thee&#x27;&quot;" in page
    assert "bestaat niet meer" in page
    labels = re.findall(r'<label for="tekst-\d+">([^<]+)</label>', page)
    assert (labels[:2], labels[-1]) == (["Webadres", "Titel"], "Vermelding 1: naam in de bron")
    assert writer.get(url)["Location"] == response["Location"]
    add_url = re.search(r'href="(/beheer/[^"]*/add/\?[^"]*)">Zet in een nieuw formulier', page)[1]
    page = writer.get(add_url)
    form = {**form_of(page), TICKET: page.context["keeping"]["ticket"].signed}
    assert (form["description"], form["mentions-0-locator"]) == (TEXT, "blz. 9")
    assert writer.post(address(Initiative, "add"), form).status_code == 302
    made = Initiative.objects.get(slug__startswith=slug)
    assert (made.description, made.mentions.get().locator) == (SAVED, "blz. 9")
    assert own(writer) == []


def test_right_that_was_taken_away_loses_nothing(writer, record):
    url = form_url(record)
    values = {**opened(writer, url), "description": TEXT}
    writer.user.groups.clear()
    response = writer.post(url, values)
    (kept,) = own(writer)
    assert (response.status_code, f"/beheer/bewaard/{kept.key}/" in response.content.decode()) == (403, True)
    assert "Zij riep" in writer.get(f"/beheer/bewaard/{kept.key}/").content.decode()
    assert "Zet terug" not in writer.get("/beheer/bewaard/").content.decode()


def test_failure_while_saving_keeps_what_was_sent(writer, record, monkeypatch):
    url = form_url(record)
    values = {**opened(writer, url), "description": TEXT}
    monkeypatch.setattr("initiatives.admin.base.digest", lambda state: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        writer.post(url, values)
    assert own(writer)[0].values["description"] == [TEXT]


def test_kept_input_is_seen_by_its_writer_only(writer, signed_in, record):
    url = form_url(record)
    values = {**opened(writer, url), "description": TEXT}
    writer.post(STORE, values)
    (kept,) = own(writer)
    other = signed_in("beheerder", "bert")
    assert "Zij riep" not in other.get(f"{url}?terugzetten={kept.key}").content.decode()
    assert "data-offer>" not in other.get(url).content.decode()
    assert other.get(f"/beheer/bewaard/{kept.key}/").status_code == 404
    assert other.post(f"/beheer/bewaard/{kept.key}/").status_code == 404
    assert Client().get(f"/beheer/bewaard/{kept.key}/").status_code == 302
    # Somebody else who signed in in the same browser: the text stays that of who typed it.
    other.post(STORE, values | {"description": "Van Anna"})
    assert own(other) == []
    assert own(writer)[0].values["description"] == ["Van Anna"]


def test_two_tabs_keep_their_texts_apart(writer):
    url = address(Initiative, "add")
    for text in ("Een", "Twee"):
        writer.post(STORE, {**opened(writer, url), "title": text})
    assert {kept.values["title"][0] for kept in own(writer)} == {"Een", "Twee"}
    assert writer.get(url).content.decode().count("data-offer>") == 2


def test_text_that_arrives_after_saving_is_not_offered(writer, record):
    url = form_url(record)
    values = {**opened(writer, url), "description": TEXT}
    assert writer.post(url, values).status_code == 302
    late = writer.post(STORE, values).json()
    assert (late["isKept"], own(writer)) == (False, [])
    # Whoever goes back to the form and writes on, gets a new ticket.
    assert writer.post(STORE, values | {TICKET: late["ticket"]}).json()["isKept"]
    assert writer.post(url, values | {"title": ""}).status_code == 200
    assert len(own(writer)) == 2


def test_older_text_does_not_replace_a_newer_one(writer, record):
    values = opened(writer, form_url(record))
    now = int(timezone.now().timestamp() * 1000)
    for typed, text in ((now, "Nieuw"), (now - 60_000, "Oud")):
        assert writer.post(STORE, values | {"description": text, "_typed": typed}).status_code == 200
    assert own(writer)[0].values["description"] == ["Nieuw"]


def test_text_can_be_thrown_away(writer, record):
    url = form_url(record)
    writer.post(STORE, {**opened(writer, url), "description": TEXT})
    (kept,) = own(writer)
    assert writer.post(f"/beheer/bewaard/{kept.key}/", {"next": url})["Location"] == url
    assert own(writer) == []
    writer.post(STORE, {**opened(writer, url), "description": TEXT})
    (kept,) = own(writer)
    away = writer.post(f"/beheer/bewaard/{kept.key}/", {"next": "https://elders.example/"})
    assert away["Location"] == "/beheer/bewaard/"


def test_secrets_and_too_much_are_not_kept(writer, record, monkeypatch):
    values = opened(writer, form_url(record))
    extra = {"csrfmiddlewaretoken": "x", "password": "x", "new_password1": "x", "_save": "x", "a-__prefix__-b": "x"}
    writer.post(STORE, {**values, **extra, "description": "nul \0 teken"})
    (kept,) = own(writer)
    assert kept.values.keys().isdisjoint({*extra, TICKET})
    assert kept.values["description"] == ["nul  teken"]
    response = writer.post(STORE, {**values, "description": "x" * 1_000_001})
    assert (response.status_code, "te groot" in response.json()["message"]) == (413, True)
    monkeypatch.setattr(keeping, "MAX_INPUTS", 2)
    for text in "abc":
        writer.post(STORE, {**opened(writer, form_url(record)), "description": text})
    assert [kept.values["description"] for kept in own(writer)] == [["c"], ["b"]]


def test_texts_are_deleted_after_thirty_days(writer, record):
    url = form_url(record)
    writer.post(STORE, {**opened(writer, url), "description": TEXT})
    KeptInput.objects.update(saved_at=timezone.now() - timedelta(days=31))
    assert own(writer) == []
    writer.post(STORE, {**opened(writer, url), "description": "Nieuw"})
    assert KeptInput.objects.get().values["description"] == ["Nieuw"]


ODD_TICKETS = {
    "none": "",
    "no ticket": "x:y:z",
    "too short": signing.dumps([1], salt=keeping.SALT),
    "for something else": signing.dumps([1, "initiative", 1, "abc", ""]),
}


@pytest.mark.parametrize("ticket", ODD_TICKETS.values(), ids=ODD_TICKETS)
def test_ticket_that_is_not_ours_keeps_nothing(writer, record, ticket):
    assert writer.post(STORE, {"description": TEXT, TICKET: ticket}).status_code == 410
    assert Client().post(form_url(record), {"description": TEXT, TICKET: ticket})["Location"].endswith("/change/")
    assert not KeptInput.objects.exists()


def test_ticket_of_an_account_that_was_blocked_or_of_yesterday_keeps_nothing_for_a_visitor(writer, record, monkeypatch):
    url = form_url(record)
    values = opened(writer, url)
    User.objects.update(is_active=False)
    assert "terugzetten" not in Client().post(url, values)["Location"]
    User.objects.update(is_active=True)
    monkeypatch.setattr(keeping, "TICKET_AGE", -1)
    assert "terugzetten" not in Client().post(url, values)["Location"]
    assert writer.post(STORE, values).status_code == 200


def test_odd_kept_values_are_no_server_error(writer, record):
    odd = {
        "categories": ["x", "²", "9" * 40],
        "mentions-TOTAL_FORMS": "x",
        "mentions-0-id": "y",
        "links-TOTAL_FORMS": "3",
    }
    odd |= {"status": "weg", "started": "gisteren", "mentions-0-source": "z", "a": "b", "pk": "1", "versions": "1"}
    for object_id in (record.pk, None):
        ticket = Ticket.new(writer.user, "initiative", object_id).signed
        writer.post(STORE, {**odd, TICKET: ticket})
    for kept in own(writer):
        for url in (address(Initiative, "add"), form_url(record)):
            assert writer.get(f"{url}?terugzetten={kept.key}").status_code == 200
            assert writer.get(url).status_code == 200
        assert writer.get(f"/beheer/bewaard/{kept.key}/").status_code == 200
    assert writer.get(f"{form_url(record)}?terugzetten=%C3%A9").status_code == 200


def test_municipal_editor_without_the_record_learns_nothing(signed_in, record):
    editor = signed_in("gemeenteredacteur", municipalities=("urk",))
    record.municipalities.set(Municipality.objects.filter(slug="almere"))
    ticket = Ticket.new(editor.user, "initiative", record.pk).signed
    pages = []
    for pk in (record.pk, 999_999):
        ticket = Ticket.new(editor.user, "initiative", pk).signed
        response = editor.post(address(Initiative, "change", pk), {"title": TEXT, TICKET: ticket})
        pages.append(editor.get(response["Location"]).content.decode())
    assert record.title not in pages[0]
    assert all("bestaat niet meer" in page for page in pages)
