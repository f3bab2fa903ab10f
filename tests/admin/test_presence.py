"""Who else has a record open."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from initiatives.models import Initiative, Municipality, Presence
from tests.admin.forms import address
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db

MAX_QUERIES = 8


@pytest.fixture
def record():
    return make_initiative()


def beat(browser, record, tab="a", **values):
    return browser.post(address(Initiative, "aanwezig", record.pk), {"tab": tab, **values})


def text(response):
    return re.sub(r"\d\d:\d\d", "<tijd>", response.json()["text"])


def test_others_are_named_while_they_have_it_open(signed_in, record):
    anna, bert = signed_in("redacteur", "anna"), signed_in("beheerder", "bert")
    anna.user.first_name, anna.user.last_name = "Anna", "de <Vries>"
    anna.user.save()
    assert text(beat(anna, record)) == ""
    assert text(beat(bert, record)) == "Ook geopend door: Anna de <Vries> (sinds <tijd>)."
    assert text(beat(anna, record)) == "Ook geopend door: bert (sinds <tijd>)."
    page = bert.get(address(Initiative, "change", record.pk)).content.decode()
    assert "Ook geopend door: Anna de &lt;Vries&gt; (sinds" in page
    assert beat(anna, record, weg=1).status_code == 204
    assert text(beat(bert, record)) == ""


def test_tab_that_is_silent_is_gone_and_deleted_later(signed_in, record):
    anna, bert = signed_in("redacteur", "anna"), signed_in("beheerder", "bert")
    beat(anna, record)
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=16))
    assert text(beat(bert, record)) == ""
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=61))
    bert.get(address(Initiative, "change", record.pk))
    assert not Presence.objects.exists()


def test_own_second_tab_is_told_when_it_still_beats(signed_in, record):
    anna = signed_in("redacteur", "anna")
    beat(anna, record, "a")
    assert text(beat(anna, record, "b")) == ""  # “a” may be the page that was left for this one
    assert text(beat(anna, record, "a")) == "U hebt dit ook in een ander tabblad open."
    assert text(beat(anna, record, "b")) == "U hebt dit ook in een ander tabblad open."
    beat(anna, record, "a", weg=1)
    assert text(beat(anna, record, "b")) == ""


def test_names_are_told_to_those_only_who_may_see_the_record(signed_in, record):
    record.municipalities.set(Municipality.objects.filter(slug="almere"))
    anna, other = signed_in("redacteur", "anna"), signed_in("gemeenteredacteur", municipalities=("urk",))
    beat(anna, record)
    assert beat(other, record).status_code == 404
    assert other.post(address(Initiative, "aanwezig", 999_999), {"tab": "a"}).status_code == 404
    assert beat(Client(), record).status_code == 302
    assert anna.get(address(Initiative, "aanwezig", record.pk)).status_code == 405
    assert beat(anna, record, "").status_code == 404
    assert Presence.objects.count() == 1


def test_nobody_can_end_the_presence_of_another(signed_in, record):
    anna, bert = signed_in("redacteur", "anna"), signed_in("beheerder", "bert")
    beat(anna, record, "a")
    beat(bert, record, "a", weg=1)
    assert Presence.objects.get().user == anna.user


def test_heartbeat_is_cheap(signed_in, record):
    anna = signed_in("redacteur", "anna")
    beat(anna, record)
    with CaptureQueriesContext(connection) as queries:
        beat(anna, record)
    assert len(queries) <= MAX_QUERIES
