"""What advisers ask is found: a floor, and how much better than PostgreSQL's own Dutch search."""

import sys
from functools import cache

import pytest

from initiatives.models import Initiative
from tests.search.relevance import HALVES, ask, ask_plain, asked, score

pytestmark = pytest.mark.django_db


def test_questions_are_real():
    questions = [question for half in HALVES for question in asked(half)]
    expected = {slug for question in questions for slug in question["expect"]}
    published = set(Initiative.objects.published().values_list("slug", flat=True))
    assert len(questions) >= 120
    assert len({question["question"] for question in questions}) == len(questions)
    assert expected - published == set()


def test_recall_and_rank_have_a_floor(capsys):
    searches = cache(ask), cache(ask_plain)  # the halves are scored apart and together
    scores = {half: [score(search, half) for search in searches] for half in (*HALVES, None)}
    with capsys.disabled():
        for half, (ours, plain) in scores.items():
            name = half or "both halves"
            sys.stdout.write(f"\n{name} ({ours.questions}): recall@5 {ours.recall:.3f}, MRR {ours.mrr:.3f}")
            sys.stdout.write(f"; plain dutch {plain.recall:.3f}, {plain.mrr:.3f}")
    ours, plain = scores[None]
    assert ours.recall >= 0.97
    assert ours.mrr >= 0.90
    assert ours.recall - plain.recall >= 0.25
