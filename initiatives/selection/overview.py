"""The overview of a document: a row of short facts for each initiative."""

import re
from typing import Any

from django.contrib.humanize.templatetags.humanize import intcomma

from initiatives.choices import Phase, Scope
from initiatives.models import Initiative

HEADER = ("Initiatief", "Gemeente", "Inwoners", "Fase en jaar", "Resultaat")
UNKNOWN = "—"
MAX_RESULT_LENGTH = 90  # characters
SENTENCE_END = re.compile(r"[.!?…][”’\"')]*(?=\s+[^a-z\s])")
ABBREVIATION = re.compile(r"(?<!\w)(?:bijv|nr|ca|incl|excl|dr|drs|st|o\.a|m\.n|i\.p\.v|d\.w\.z)\.$", re.IGNORECASE)


def row(initiative: Initiative) -> tuple[str, ...]:
    """Return the texts below `HEADER`, except the first, of an initiative loaded by `for_detail()`."""
    return (
        initiative.place,
        population(initiative),
        phase_and_year(initiative),
        shortened(first_sentence(initiative.results), MAX_RESULT_LENGTH) or UNKNOWN,
    )


def population(initiative: Initiative, about: str = "ongeveer ") -> str:
    """The inhabitants of its municipality, or those of its smallest and its largest one.

    Rounded to hundreds, since the catalogue has no more than the order of magnitude; `about` says so.
    """
    if initiative.scope == Scope.NATIONAL:
        return "landelijk"
    numbers = [place.rounded_population for place in initiative.municipalities.all()]
    rounded = sorted({number for number in numbers if number})
    if not numbers or not all(numbers):
        return UNKNOWN
    ends = " tot ".join(intcomma(number) for number in dict.fromkeys([rounded[0], rounded[-1]]))
    return f"{'per gemeente ' if len(numbers) > 1 else ''}{about}{ends}"


def phase_and_year(initiative: Any) -> str:
    """The phase with the year of the oldest source, in which it was so."""
    label = str(Phase(initiative.phase).label)
    return f"{label} ({initiative.seen_on.year})" if initiative.seen_on else label


def first_sentence(text: str) -> str:
    """The first sentence of a text, which also ends where its line ends."""
    line = text.strip().partition("\n")[0].strip()
    for end in SENTENCE_END.finditer(line):
        if not ABBREVIATION.search(line[: end.start() + 1]):
            return line[: end.end()]
    return line


def shortened(text: str, limit: int) -> str:
    """The text, cut behind a word where it is longer than the limit."""
    if len(text) <= limit:
        return text
    beginning = text[: limit - 2]
    return f"{beginning.rpartition(' ')[0] or beginning} …"
