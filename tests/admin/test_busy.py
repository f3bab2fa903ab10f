"""Somebody else keeps the catalogue busy: an editor does not wait for long, and loses nothing."""

import psycopg
import pytest
from django.db import connection
from lxml import html

from initiatives.actions.keeping import TICKET, kept_inputs
from initiatives.models import Initiative, Synonym
from initiatives.search.index.lock import LOCK, impatient
from tests.admin.forms import address, form_of

pytestmark = pytest.mark.django_db
TEXT = "Regel een\r\n<b>Regel</b> twee"
SAVED = TEXT.replace("\r\n", "\n")
HELD = {
    "index": f"SELECT pg_advisory_xact_lock({LOCK})",
    "row": "SELECT FROM initiatives_initiative ORDER BY id LIMIT 1 FOR UPDATE",
}


@pytest.fixture
def another(db):
    """A session of somebody else; what it locks is free again after `rollback`."""
    with psycopg.connect(**connection.get_connection_params()) as session:
        yield session
        session.rollback()


@pytest.fixture
def writer(signed_in):
    return signed_in("eindredacteur")


def opened(page):
    return {**form_of(page), TICKET: page.context["keeping"]["ticket"].signed}


@pytest.mark.parametrize("held", HELD.values(), ids=HELD)
def test_form_of_a_record_comes_back_with_what_was_typed(writer, another, held):
    record = Initiative.objects.order_by("pk").first()
    url, before = address(Initiative, "change", record.pk), record.description
    values = {**opened(writer.get(url)), "description": TEXT}
    another.execute(held)
    with impatient(50):
        page = writer.post(url, values)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Er is nog niets opgeslagen" in page.content.decode()
    assert Initiative.objects.get(pk=record.pk).description == before
    form = opened(page)
    assert form["description"] == TEXT
    another.rollback()
    assert writer.post(url, form).status_code == 302
    assert Initiative.objects.get(pk=record.pk).description == SAVED
    assert not kept_inputs(writer.user).exists()


def test_new_record_comes_back_with_what_was_typed(writer, another):
    url = address(Synonym, "add")
    values = {**opened(writer.get(url)), "word": "zeppelin", "also": "luchtschip"}
    another.execute(HELD["index"])
    with impatient(50):
        page = writer.post(url, values)
    assert page.status_code == 503
    another.rollback()
    assert writer.post(url, opened(page)).status_code == 302
    assert Synonym.objects.get(word="zeppelin").also == ["luchtschip"]


def test_any_other_form_can_be_sent_again_from_the_page(writer, another):
    record = Initiative.objects.published().first()
    values = {"action": "archive", "_selected_action": [record.pk], "reason": TEXT, "post": "yes"}
    url = address(Initiative, "")
    another.execute(HELD["index"])
    with impatient(50):
        page = writer.post(url, values)
    assert page.status_code == 503
    (form,) = (form for form in html.fromstring(page.content.decode()).forms if "reason" in form.fields)
    sent = dict(form.form_values())
    sent.pop("csrfmiddlewaretoken", None)
    assert sent == {**values, "_selected_action": str(record.pk), "reason": SAVED}
    another.rollback()
    assert writer.post(url, sent).status_code == 302
    record.refresh_from_db()
    assert record.status == "archived"
