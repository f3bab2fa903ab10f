"""Search rows: the words are counted right, whatever is edited."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import Initiative, SearchRow, SearchWord
from initiatives.search.index import writer
from tests.factories import make_initiative


def uses():
    return dict(SearchWord.objects.filter(uses__gt=0).values_list("form", "uses"))


@pytest.mark.django_db
def test_words_are_counted_once_for_each_initiative(no_initiatives):
    make_initiative("een", title="Zeppelin zeppelin", description="Zeppelins. En een zeppelin.")
    two = make_initiative("twee", title="Zeppelin")
    assert (uses()["zeppelin"], uses()["zeppelins"]) == (2, 1)
    two.title = "Ballon"
    two.save()
    writer.reindex(Initiative.objects.filter(pk=two.pk))
    assert (uses()["zeppelin"], uses()["ballon"]) == (1, 1)
    writer.reindex(Initiative.objects.all())
    assert (uses()["zeppelin"], uses()["ballon"]) == (1, 1)


@pytest.mark.django_db
def test_refreshing_what_is_not_published_counts_its_words_no_longer(no_initiatives):
    made = make_initiative("een", title="Zeppelin")
    made.status = "draft"
    made.save()
    writer.reindex(Initiative.objects.filter(pk=made.pk))
    assert (SearchRow.objects.count(), uses().get("zeppelin")) == (0, None)


TEXTS = {
    "signs of a tsvector": "a\\b 'c' \"d\" :e* f&g|h!i <-> ~base =titel",
    "long": "woord " * 20_000,
    "long word": "x" * 3_000,
    "right to left": "\u202e\u0627\u0644\u0639",
    "apostrophes": "zzp'ers ''' 's-Gravenhage",
    "emoji": "🙂",
}


@pytest.mark.django_db
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_can_be_kept(no_initiatives, text):
    make_initiative("een", title="Zeppelin", description=text)
    make_initiative("twee", title=text[:200].strip())
    assert SearchRow.objects.count() == 2


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_initiatives():
    keys = list(Initiative.objects.published().values_list("pk", flat=True))
    numbers = []
    for some in (keys[:100], keys[:200]):
        writer.reindex(Initiative.objects.filter(pk__in=some))  # every word is as these texts have it
        with CaptureQueriesContext(connection) as queries:
            writer.reindex(Initiative.objects.filter(pk__in=some))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
