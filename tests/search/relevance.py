"""Questions of advisers with the initiatives that must be found, and how well a search does on them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import yaml
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F
from django.http import QueryDict

from initiatives.models import Initiative
from initiatives.search.request import answer_query

FOLDER = Path(__file__).with_name("questions")
HALVES = ("before", "after")  # written before, and after, the ranking was settled
FIRST = 5


@dataclass(frozen=True)
class Score:
    """How many questions, the share of what must be found that stands in the first five, the mean reciprocal rank."""

    questions: int
    recall: float
    mrr: float


@cache
def asked(half: str) -> list[dict]:
    """The questions of one half."""
    return yaml.safe_load((FOLDER / f"{half}.yaml").read_text(encoding="utf-8"))


def ask(question: str) -> list[str]:
    """The slugs that search finds, best first."""
    answer = answer_query(QueryDict(urlencode({"q": question})), "browse")
    return [result.slug for result in answer.search.results[:20]]


def ask_plain(question: str) -> list[str]:
    """The slugs that PostgreSQL's `dutch` finds with all words, best first."""
    texts = ("summary", "description", "results", "lessons")
    vector = SearchVector("title", weight="A", config="dutch") + SearchVector(*texts, weight="C", config="dutch")
    query = SearchQuery(question, config="dutch", search_type="websearch")
    matches = Initiative.objects.published().annotate(vector=vector).filter(vector=query)
    ranked = matches.annotate(rank=SearchRank(F("vector"), query)).order_by("-rank", "title")
    return list(ranked.values_list("slug", flat=True)[:20])


def ask_any(question: str) -> list[str]:
    """The slugs that PostgreSQL's `dutch` finds with any of the words, best first."""
    return ask_plain(" or ".join(question.replace('"', "").split()))


def score(search: Callable[[str], list[str]], half: str | None = None) -> Score:
    """How well a search does on one half of the questions, or on both."""
    questions = asked(half) if half else [question for name in HALVES for question in asked(name)]
    recalls, ranks = [], []
    for question in questions:
        slugs, expected = search(question["question"]), set(question["expect"])
        recalls.append(len(expected.intersection(slugs[:FIRST])) / len(expected))
        ranks.append(next((1 / place for place, slug in enumerate(slugs, 1) if slug in expected), 0.0))
    return Score(len(questions), sum(recalls) / len(questions), sum(ranks) / len(questions))
