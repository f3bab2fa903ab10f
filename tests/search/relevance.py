"""Questions of advisers with the initiatives that must be found, and how well a search does on them."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F

from initiatives.models import Initiative
from initiatives.search import relevance
from initiatives.search.query_string.parameters import within_limits
from initiatives.search.relevance import Outcome, Question, Score

FOLDER = Path(__file__).with_name("questions")
HALVES = ("before", "after")  # written before, and after, the first ranking was settled
HARD = ("sentence", "typo", "compound", "part", "place", "everyday", "jargon")  # kinds of questions that are hard
PARAPHRASE, UNANSWERABLE = "paraphrase", "unanswerable"

Search = Callable[[Question], Outcome]


@cache
def questions(*names: str) -> tuple[Question, ...]:
    """The questions of some files."""
    return tuple(question for name in names for question in relevance.read_questions(FOLDER / f"{name}.yaml"))


def ask(question: Question) -> Outcome:
    """Ask the catalogue as a visitor does: what is beyond the limits is not read."""
    return relevance.ask(Question(within_limits(question.text), question.expected, question.kind))


def ask_plain(question: Question) -> Outcome:
    """What PostgreSQL's `dutch` finds with all words, best first."""
    texts = ("summary", "description", "results", "lessons")
    vector = SearchVector("title", weight="A", config="dutch") + SearchVector(*texts, weight="C", config="dutch")
    query = SearchQuery(question.text, config="dutch", search_type="websearch")
    matches = Initiative.objects.published().annotate(vector=vector).filter(vector=query)
    ranked = matches.annotate(rank=SearchRank(F("vector"), query)).order_by("-rank", "title")
    slugs = tuple(ranked.values_list("slug", flat=True)[:20])
    return Outcome(question, slugs, len(slugs), 0.0, ())


def ask_any(question: Question) -> Outcome:
    """What PostgreSQL's `dutch` finds with any of the words, best first."""
    words = " or ".join(question.text.replace('"', "").split())
    return ask_plain(Question(words, question.expected, question.kind))


def score(search: Search, *names: str, kinds: tuple[str, ...] = ()) -> Score:
    """How well a search does on the questions of some files, or on those of some kinds."""
    asked = [question for question in questions(*names) if not kinds or question.kind in kinds]
    return Score.of(map(search, asked))
