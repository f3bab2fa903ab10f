"""The command that asks a file of questions: rank, evidence and time of each, and a score for each kind."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from initiatives.search.relevance import Outcome, Question, Score
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def told(path):
    out = StringIO()
    call_command("ask", path, stdout=out)
    return [line.split("\t") for line in out.getvalue().splitlines()]


@pytest.fixture
def questions(tmp_path, no_initiatives):
    """Two initiatives, and a file with questions for which one of them is expected, or none."""
    make_initiative("een", title="Zeppelinvaart voor senioren")
    make_initiative("twee", title="Kompas")
    path = tmp_path / "vragen.yaml"
    path.write_text(
        "- {question: zeppelinvaart, expect: [een], kind: woord}\n"
        "- {question: kompassen, expect: [twee], kind: woord}\n"
        "- {question: pelinvaart, expect: [een], kind: deel}\n"
        "- {question: kompas, expect: [een], kind: mis}\n"
        "- {question: xqzwx}\n"
    )
    return path


def test_each_question_has_rank_total_evidence_and_first_result(questions):
    rows = told(questions)[:5]
    assert [(rank, total, why, slug, text) for rank, total, _, why, slug, text in rows] == [
        ("plaats 1", "1", "woord", "een", "zeppelinvaart"),
        ("plaats 1", "1", "lemma", "twee", "kompassen"),
        ("plaats 1", "1", "trigram", "een", "pelinvaart"),
        ("niet gevonden", "1", "woord", "twee", "kompas"),
        ("-", "0", "-", "niets", "xqzwx"),
    ]
    assert all(row[2].endswith(" ms") for row in rows)


def test_each_kind_has_a_score(questions):
    scores = [row[0].rpartition(",")[0] for row in told(questions)[5:]]
    assert scores == [
        "deel: 1 vragen, in de eerste vijf 1.000, MRR 1.000",
        "mis: 1 vragen, in de eerste vijf 0.000, MRR 0.000",
        "woord: 2 vragen, in de eerste vijf 1.000, MRR 1.000",
        "samen: 4 vragen, in de eerste vijf 0.750, MRR 0.750",
    ]


def test_plain_text_has_a_question_on_each_line(tmp_path, questions):
    path = tmp_path / "vragen.txt"
    path.write_text("kompas\n\nzeppelinvaart\n")
    assert [row[-1] for row in told(path)[:2]] == ["kompas", "zeppelinvaart"]
    assert told(path)[2][0].startswith("samen: 2 vragen zonder verwachting, mediaan 1 resultaten")


@pytest.mark.parametrize("content", ["- vraag: a\n", "a: [", "- een\n", b"\xff\xfe\x00q"])
def test_file_that_is_no_list_of_questions_is_refused_in_a_line(tmp_path, content):
    path = tmp_path / "vragen.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CommandError, match=r"vragen\.yaml"):
        call_command("ask", path)
    with pytest.raises(CommandError, match="niet lezen"):
        call_command("ask", tmp_path / "weg.yaml")


def test_score_counts_what_is_in_the_first_five():
    first, sixth = Question("a", ("x", "y")), Question("b", ("z",))
    outcomes = [
        Outcome(first, ("x", "b", "c", "d", "e", "y"), 6, 0.0, ()),
        Outcome(sixth, ("a", "b", "c", "d", "e", "z"), 6, 0.0, ()),
        Outcome(Question("c"), ("a",), 1, 0.0, ()),
    ]
    assert Score.of(outcomes) == Score(2, 0.25, (1 + 1 / 6) / 2)
