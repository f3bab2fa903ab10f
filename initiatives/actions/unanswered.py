"""Counts the questions that found nothing."""

import re

from django.db.models import F
from django.utils import timezone

from initiatives.models import UnansweredQuestion
from initiatives.search.language.analysis import fold

DIGITS = re.compile(r"\d(?:\W?\d){3}")  # a postcode, a telephone number, a date
LONGEST_KEPT = 60  # characters of a question without an answer
MOST_A_DAY = 1_000  # different ones, so that nobody can fill the database


def count_unanswered(*, words: str) -> None:
    """Count a question that nothing was found for, by day, so that editors see what is missed.

    Nothing is kept of who asked, nor words that look like somebody's address or number, nor whole sentences.

    Args:
        words: as they were typed.
    """
    words = " ".join(fold(words).split())
    if len(words) > LONGEST_KEPT or "@" in words or DIGITS.search(words):
        return
    today = UnansweredQuestion.objects.filter(day=timezone.localdate())
    if today.filter(words=words).update(times=F("times") + 1) or today.count() >= MOST_A_DAY:
        return
    UnansweredQuestion.objects.bulk_create(
        [UnansweredQuestion(day=timezone.localdate(), words=words)], ignore_conflicts=True
    )
