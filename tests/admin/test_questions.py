"""Questions without an answer, as editors use them."""

from datetime import date

import pytest

from initiatives.models import Synonym, UnansweredQuestion

pytestmark = pytest.mark.django_db


def test_editor_makes_a_synonym_of_a_question_in_one_click(editor):
    question = UnansweredQuestion.objects.create(day=date(2026, 12, 7), words="zweefsigaar")
    page = editor.get("/beheer/initiatives/unansweredquestion/").content.decode()
    address = "/beheer/initiatives/synonym/add/?word=zweefsigaar"
    assert f'<a href="{address}">Maak synoniem</a>' in page
    assert 'name="word" value="zweefsigaar"' in editor.get(address).content.decode()
    made = Synonym.objects.create(word=question.words, also=["luchtschip"])
    page = editor.get("/beheer/initiatives/unansweredquestion/").content.decode()
    assert f'<a href="/beheer/initiatives/synonym/{made.pk}/change/">Bekijk synoniem</a>' in page


QUESTIONS = "/beheer/vragen/"


def ask(words, day=date(2026, 12, 7), times=1):
    UnansweredQuestion.objects.create(day=day, words=words, times=times)


def test_questions_are_counted_over_the_weeks_and_most_asked_comes_first(editor):
    ask("zweefsigaar", times=2)
    ask("ruimtevaart", date(2026, 11, 30), times=2)
    ask("ruimtevaart", times=3)
    rows = [question for question, _ in editor.get(QUESTIONS).context["rows"]]
    assert rows == [
        {"words": "ruimtevaart", "times": 5, "last": date(2026, 12, 7)},
        {"words": "zweefsigaar", "times": 2, "last": date(2026, 12, 7)},
    ]


def test_suggested_word_becomes_a_synonym_in_one_click(editor):
    ask("eenzaamhied")
    ((_, suggestion),) = editor.get(QUESTIONS).context["rows"]
    assert suggestion == "Eenzaamheid"
    editor.post(QUESTIONS, {"words": "eenzaamhied", "also": suggestion})
    assert Synonym.objects.get(word="eenzaamhied").also == ["Eenzaamheid"]
    assert editor.get(QUESTIONS).context["rows"] == []


def test_dismissed_question_does_not_come_back_next_week(editor):
    ask("bitcoin")
    editor.post(QUESTIONS, {"words": "bitcoin", "dismiss": "ja"})
    ask("bitcoin", date(2026, 12, 14))
    assert editor.get(QUESTIONS).context["rows"] == []


@pytest.mark.parametrize(
    ("also", "reason"),
    [
        (" ", "Vul een ander woord in."),
        ("\0", "Vul een ander woord in."),
        ("Zweef-Sigaar", "Vul een ander woord in."),
        ("x" * 101, "Zorg dat deze waarde niet meer dan 100 tekens bevat (het zijn er nu 101)."),
    ],
)
def test_what_is_no_synonym_is_refused_with_a_reason(editor, also, reason):
    ask("zweef sigaar")
    response = editor.post(QUESTIONS, {"words": "zweef sigaar", "also": also}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [f"“zweef sigaar”: {reason}"]
    assert not Synonym.objects.filter(word="zweef sigaar").exists()


@pytest.mark.parametrize("words", ["nooit gevraagd", "\0", ""])
def test_words_that_nobody_asked_are_refused(editor, words):
    ask("zweefsigaar")
    assert editor.post(QUESTIONS, {"words": words, "also": "x"}).status_code == 400
    assert editor.post(QUESTIONS, {"words": words, "dismiss": "ja"}).status_code == 400
