"""Counts searches without an answer, and lets editors answer them."""

import re
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone

from catalogue.database import best_effort
from initiatives.actions.log import log
from initiatives.choices import EventKind
from initiatives.models import Synonym, UnansweredQuestion
from initiatives.revisions.recording import recorded
from initiatives.search.language.analysis import fold, name_key

DIGITS = re.compile(r"\d(?:\W?\d){3}")  # a postcode, a telephone number, a date
MAX_LENGTH: Any = UnansweredQuestion._meta.get_field("words").max_length  # characters; longer ones are whole sentences
WEEKLY_LIMIT = 5_000  # different searches, so that nobody can fill the database


def is_countable(words: str) -> bool:
    """Return whether a search may be stored: not when it looks like an address or a number, or is a whole sentence."""
    words = _as_stored(words)
    return len(words) <= MAX_LENGTH and "@" not in words and not DIGITS.search(words)


def count_unanswered(*, words: str, has_partial: bool = False) -> None:
    """Count a search that nothing has all words of, per week, so that editors see what visitors miss.

    For privacy nothing is stored about the visitor, nor words that may be personal. When the database takes no writes,
    nothing is counted.

    Args:
        has_partial: initiatives with a part of the words were shown.
    """
    if not is_countable(words):
        return
    best_effort("a question without an answer", lambda: _count(_as_stored(words), has_partial))


def _count(words: str, has_partial: bool) -> None:
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    this_week = UnansweredQuestion.objects.filter(day=monday)
    is_counted = this_week.filter(words=words).update(times=F("times") + 1, has_partial=has_partial)
    if is_counted or this_week.count() >= WEEKLY_LIMIT:
        return
    question = UnansweredQuestion(day=monday, words=words, has_partial=has_partial)
    UnansweredQuestion.objects.bulk_create([question], ignore_conflicts=True)


def dismiss(*, words: str) -> int:
    """Mark words as looked at, in every week; returns in how many weeks they were asked."""
    return UnansweredQuestion.objects.filter(words=words).update(is_dismissed=True)


def answer_with_synonym(*, words: str, also: str, by: User) -> Synonym:
    """Let a search for these words find what another word finds.

    Raises:
        ValidationError: the words have a synonym already, or one of both cannot be one; in Dutch.
    """
    if name_key(also) in ("", name_key(words)):
        raise ValidationError("Vul een ander woord in.")
    also = Synonym._meta.get_field("also").base_field.clean(also, None)
    with recorded(by=by, how="Synoniem bij een vraag zonder antwoord") as update:
        synonym = Synonym(word=words, also=[also])
        synonym.full_clean()
        synonym.save()
        update.add(Synonym.objects.filter(pk=synonym.pk))
        log(EventKind.ADDED, by=by, about=synonym)
    return synonym


def _as_stored(words: str) -> str:
    return " ".join(fold(words).split())
