"""No text is an error, whatever is typed; how long the worst takes is measured by `make bench`."""

from urllib.parse import quote

import pytest
from django.http import QueryDict

from initiatives.models import Initiative
from initiatives.search.index import snapshot, writer
from initiatives.search.request import answer_query
from tests.hostile.texts import hostile_texts
from tests.proof import amount, chance
from tests.search.worlds import random_initiatives

pytestmark = pytest.mark.django_db


def asked(text):
    query = QueryDict(mutable=True)
    query["q"] = text
    return answer_query(query, "browse")


def test_every_hostile_text_is_answered_by_words_and_meaning(settings, no_initiatives):
    settings.MEANING = True
    random_initiatives(10, seed=16)
    writer.reindex(Initiative.objects.all())
    snapshot._newest = None
    for text in hostile_texts(amount(40, thorough=1_000), chance()):
        answer = asked(text)
        assert answer.total == len(list(answer.search.results)), text
        assert answer.sentence
        assert [answer.did_you_mean, answer.empty_places, answer.facet_suggestions, answer.relaxed_queries]


def test_every_hostile_text_gets_a_page(client):
    for text in hostile_texts(amount(15, thorough=300), chance()):
        address = "/initiatieven/?q=" + quote(text[:1_000].encode("utf-8", "surrogatepass"))
        assert client.get(address).status_code == 200, text
