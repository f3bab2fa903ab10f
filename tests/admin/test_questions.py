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
