"""Questions that nothing has all words of are counted by week, without anything personal."""

from datetime import date

import pytest
from django.utils import timezone

from initiatives.actions import unanswered
from initiatives.models import UnansweredQuestion
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def counted():
    return list(UnansweredQuestion.objects.order_by("words").values_list("words", "times", "has_partial"))


@pytest.fixture
def on(monkeypatch):
    """Make it another day."""
    return lambda *day: monkeypatch.setattr(timezone, "localdate", lambda: date(*day))


def test_a_week_is_counted_on_its_monday(on):
    for day in (7, 9, 13, 14):
        on(2026, 12, day)
        unanswered.count_unanswered(words="  Ruimtevaart ")
    rows = UnansweredQuestion.objects.order_by("day").values_list("day", "words", "times")
    assert list(rows) == [(date(2026, 12, 7), "ruimtevaart", 3), (date(2026, 12, 14), "ruimtevaart", 1)]


@pytest.mark.parametrize("words", ["jan@example.nl", "06 12345678", "1234 ab", "a" * 61])
def test_what_may_be_personal_is_not_counted(words):
    assert not unanswered.is_countable(words)
    unanswered.count_unanswered(words=words)
    assert counted() == []


def test_page_counts_what_nothing_has_all_words_of(no_initiatives, client):
    make_initiative("een", title="Zeppelin")
    for words in ("zeppelin", "zeppelin kompas", "xqzw", "xqzw"):
        client.get("/initiatieven/", {"q": words})
    assert counted() == [("xqzw", 2, False), ("zeppelin kompas", 1, True)]


def test_page_of_an_uncounted_question_is_cached_as_any_other(no_initiatives, client):
    long = " ".join(["zeppelinvaarders"] * 5)
    assert client.get("/initiatieven/", {"q": "xqzw"})["Cache-Control"] == "no-cache"
    assert client.get("/initiatieven/", {"q": long}).get("Cache-Control") != "no-cache"


def test_there_is_room_for_a_limited_number_in_a_week(monkeypatch):
    monkeypatch.setattr(unanswered, "WEEKLY_LIMIT", 2)
    for words in ("een", "twee", "drie", "een"):
        unanswered.count_unanswered(words=words)
    assert counted() == [("een", 2, False), ("twee", 1, False)]
