"""What advisers ask is found: floors for each kind of question, with words alone and with the meaning of texts too."""

import sys
from functools import cache
from statistics import median

import pytest

from initiatives.models import Initiative
from initiatives.search.index import snapshot, writer
from initiatives.search.relevance import Score
from tests.proof import only_in_proof
from tests.search.relevance import (
    HALVES,
    HARD,
    PARAPHRASE,
    UNANSWERABLE,
    ask,
    ask_plain,
    questions,
    score,
)

pytestmark = pytest.mark.django_db
NEW = ("tuned", "tuned_later", "kept", "kept_later")


@pytest.fixture
def told(capsys):
    """Write figures among the dots of the tests."""

    def tell(name: str, scored: Score) -> Score:
        with capsys.disabled():
            sys.stdout.write(f"\n{name} ({scored.questions}): recall@5 {scored.recall:.3f}, MRR {scored.mrr:.3f}")
        return scored

    return tell


def test_questions_are_real():
    asked = questions(*HALVES, *NEW)
    expected = {slug for question in asked for slug in question.expected}
    assert expected - set(Initiative.objects.published().values_list("slug", flat=True)) == set()
    assert len({question.text for question in asked}) == len(asked) >= 570
    for half in ("tuned", "kept"):
        kinds = [question.kind for question in questions(half)]
        assert min(kinds.count(kind) for kind in HARD) >= 11
    assert {bool(question.expected) for question in asked if question.kind != UNANSWERABLE} == {True}


def test_words_alone_find_what_is_asked_for(told):
    searches = {"words alone": cache(ask), "plain dutch": cache(ask_plain)}
    scores = {name: told(f"{name}, first questions", score(search, *HALVES)) for name, search in searches.items()}
    assert scores["words alone"].recall >= 0.97
    assert scores["words alone"].mrr >= 0.94
    assert scores["words alone"].recall - scores["plain dutch"].recall >= 0.25
    hard = told("words alone, hard questions", score(ask, *NEW, kinds=HARD))
    assert (hard.recall >= 0.90, hard.mrr >= 0.85) == (True, True)


def test_question_without_an_answer_gives_a_handful():
    unanswerable = [question for question in questions("tuned", "kept") if question.kind == UNANSWERABLE]
    assert median(ask(question).total for question in unanswerable) <= 10


@only_in_proof  # the vectors of all texts take half a minute
def test_meaning_finds_what_words_do_not(settings, told):
    settings.MEANING = True
    writer.reindex(Initiative.objects.all())
    snapshot._newest = None
    first = told("with meaning, first questions", score(ask, *HALVES))
    assert (first.recall >= 0.98, first.mrr >= 0.94) == (True, True)
    hard = told("with meaning, hard questions", score(ask, *NEW, kinds=HARD))
    assert (hard.recall >= 0.95, hard.mrr >= 0.87) == (True, True)
    for name in NEW:
        told(f"with meaning, {name}", score(ask, name, kinds=HARD))
    for kind in (*HARD, PARAPHRASE):
        recall = told(f"with meaning, {kind}", score(ask, *NEW, kinds=(kind,))).recall
        assert recall >= 0.85 or kind == PARAPHRASE
    unanswerable = [question for question in questions("tuned", "kept") if question.kind == UNANSWERABLE]
    assert median(ask(question).total for question in unanswerable) <= 15
