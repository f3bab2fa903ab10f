"""Counts searches without results."""

import re

from django.db.models import F
from django.utils import timezone

from initiatives.models import UnansweredQuestion
from initiatives.search.language.analysis import fold

DIGITS = re.compile(r"\d(?:\W?\d){3}")  # a postcode, a telephone number, a date
MAX_LENGTH = UnansweredQuestion._meta.get_field("words").max_length  # characters; longer ones are whole sentences
DAILY_LIMIT = 1_000  # different searches, so that nobody can fill the database


def count_unanswered(*, words: str) -> None:
    """Count a search without results, per day, so that editors see what visitors miss.

    For privacy nothing is stored about the visitor, and no words that look like an address or a number.
    """
    words = " ".join(fold(words).split())
    if len(words) > MAX_LENGTH or "@" in words or DIGITS.search(words):
        return
    today = UnansweredQuestion.objects.filter(day=timezone.localdate())
    if today.filter(words=words).update(times=F("times") + 1) or today.count() >= DAILY_LIMIT:
        return
    question = UnansweredQuestion(day=timezone.localdate(), words=words)
    UnansweredQuestion.objects.bulk_create([question], ignore_conflicts=True)
