"""How well search does on questions of which the answer is known."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import yaml

from initiatives.search.search import Search
from initiatives.search.words.evidence import Evidence, evidence

FIRST = 5  # results among which an answer must be
READ = 20  # results in which it is looked for


class QuestionsError(Exception):
    """A file of questions cannot be read; says why, in Dutch."""


@dataclass(frozen=True)
class Question:
    """A question with the slugs of every initiative that must be among the first results; none if it has no answer."""

    text: str
    expected: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class Outcome:
    """What was found for a question."""

    question: Question
    slugs: tuple[str, ...]  # the first results
    total: int
    seconds: float
    evidence: tuple[Evidence, ...]  # for the first initiative that was expected, or else for the first result

    @property
    def rank(self) -> int | None:
        """The place of the first initiative that was expected, from 1."""
        return next((rank for rank, slug in enumerate(self.slugs, 1) if slug in self.question.expected), None)

    @property
    def recall(self) -> float:
        """The share of what was expected that is among the first results."""
        expected = set(self.question.expected)
        return len(expected.intersection(self.slugs[:FIRST])) / len(expected)


@dataclass(frozen=True)
class Score:
    """How many questions, their mean recall in the first results, and the mean reciprocal rank."""

    questions: int
    recall: float
    mrr: float

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> "Score":
        """Score the questions that have an answer."""
        answerable = [outcome for outcome in outcomes if outcome.question.expected]
        count = len(answerable) or 1
        recall = sum(outcome.recall for outcome in answerable) / count
        return cls(len(answerable), recall, sum(1 / outcome.rank for outcome in answerable if outcome.rank) / count)


def read_questions(path: Path) -> list[Question]:
    """Read a file of questions: YAML with `question`, `expect` and `kind`, or plain text with one on each line.

    Raises:
        QuestionsError: the file cannot be read, or has another form.
    """
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix not in (".yaml", ".yml"):
            return [Question(line.strip()) for line in text.splitlines() if line.strip()]
        rows = yaml.safe_load(text) or []
        return [Question(str(row["question"]), tuple(row.get("expect") or ()), row.get("kind", "")) for row in rows]
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsError(f"Wij kunnen {path} niet lezen: {error}.") from None
    except (yaml.YAMLError, TypeError, KeyError, AttributeError) as error:
        raise QuestionsError(f"In {path} staat niet bij elke vraag “question”: {error!r}.") from None


def ask(question: Question) -> Outcome:
    """Ask a question of the whole catalogue."""
    begun = perf_counter()
    search = Search.of(words=question.text)
    results = search.results[:READ]
    seconds = perf_counter() - begun
    shown = next((result for result in results if result.slug in question.expected), next(iter(results), None))
    why = tuple(evidence(search.text_match, shown.key)) if shown else ()
    return Outcome(question, tuple(result.slug for result in results), search.total, seconds, why)
