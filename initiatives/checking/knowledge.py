"""Rules for what is told of an initiative: plans among results, words that date, findings and advice."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from initiatives.checking.language import sentences
from initiatives.checking.texts import texts_of
from initiatives.choices import AdviceKind, Scope
from initiatives.importing.values import Values
from initiatives.models import AdviceExample, Finding, TargetGroup

if TYPE_CHECKING:
    from initiatives.checking.rules import Check

PLAN = re.compile(
    r"\b(zal|zullen|zou|zouden|gaat|gaan|wil|willen|van plan|het plan|bedoeling|hoopt|hopen|verwacht\w*|doel is)\b",
    re.IGNORECASE,
)
PASSING = re.compile(r"\b(nu|straks|binnenkort|momenteel|op dit moment|vandaag)\b", re.IGNORECASE)
SILENCE = re.compile(r"\bbron\w*\b.*\b(niet|geen|niets)\b|\bstaat (er )?niet (bij|in)\b", re.IGNORECASE)
NATIONAL = re.compile(r"landelijk|nederland|\bland\b|ministerie|overal", re.IGNORECASE)


def planned_results(row: Values, check: "Check") -> Iterator[str]:
    yield from (match[0] for match in PLAN.finditer(row["results"]))


def passing_words(row: Values, check: "Check") -> Iterator[str]:
    """Words in a summary that were true on the day of the source."""
    yield from (match[0] for match in PASSING.finditer(row["summary"]))


def told_silence(row: Values, check: "Check") -> Iterator[str]:
    """Sentences about what a source does not tell: the page says that of itself."""
    for name, text in texts_of(row):
        yield from (f"{name}: {sentence}" for sentence in sentences(text) if SILENCE.search(sentence))


def unfounded_national(row: Values, check: "Check") -> Iterator[str]:
    """The texts of a national initiative say that it is."""
    texts = " ".join([row["title"], row["summary"], row["description"]])
    if row["scope"] == Scope.NATIONAL and not NATIONAL.search(texts):
        yield ""


def unsupported(check: "Check") -> Iterator[tuple[str, str]]:
    """Yield findings that rest on nothing, or on an initiative without the approach, as (row, what)."""
    with_approach = {row["slug"]: row["approaches"] for row in check.content.initiatives}
    for row in check.content.rows[Finding]:
        name = f"{row['approach'][0]} / {row['number']}"
        if not row["initiatives"]:
            yield name, "rests on no initiative"
        for (slug,) in row["initiatives"]:
            if row["approach"] not in with_approach.get(slug, []):
                yield name, slug


def unknown_advice(check: "Check") -> Iterator[tuple[str, str]]:
    """Yield examples of advice that the target group does not have, as (row, what)."""
    groups = {row["slug"]: row for row in check.content.rows[TargetGroup]}
    for row in check.content.rows[AdviceExample]:
        group = groups.get(row["target_group"][0], {})
        column = "reach" if row["kind"] == AdviceKind.REACH else "approach"
        if row["advice"] not in group.get(column, ()):
            yield row["initiative"][0], row["advice"]
