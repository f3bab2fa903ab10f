"""Stories of the home page: a number that an initiative reached, and what it counts."""

import re
from collections.abc import Iterable

from django.core.validators import RegexValidator
from django.db.models import CheckConstraint, Q

MAX_STORIES = 4  # on the home page
HAS_DIGIT = RegexValidator(r"[0-9]", "Schrijf het getal in cijfers.")
TEXTS = ("summary", "description", "results")  # the fields of an initiative in which its number must occur


def story_constraint() -> CheckConstraint:
    """Constraint: the number of a story and its text are both filled in, or both empty."""
    return CheckConstraint(
        condition=Q(story_figure="", story_text="") | ~Q(story_figure="") & ~Q(story_text=""),
        name="initiative_story",
        violation_error_message="Vul voor de startpagina het getal en de tekst erbij in, of geen van beide.",
    )


def is_in_texts(figure: str, texts: Iterable[str]) -> bool:
    """Whether a number occurs in one of the texts, not as a part of another number or word."""
    pattern = re.compile(rf"(?<![\w.,]){re.escape(_spaced(figure))}(?![\w]|[.,]\d)")
    return any(pattern.search(_spaced(text)) for text in texts)


def _spaced(text: str) -> str:
    """The text with one ordinary space for each run of spaces and line ends."""
    return " ".join(text.split())
