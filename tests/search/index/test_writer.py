"""Search rows: the words are counted right, whatever is edited."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from initiatives.models import Category, Initiative, Recommendation, SearchRow, SearchWord
from initiatives.search.index import writer
from initiatives.search.index.signature import SIGNATURE, code_signature
from initiatives.search.index.version import current_version
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


NEWEST = "moeilijk-bereikbare-groepen"
TEXTS = {
    "signs of a tsvector": "a\\b 'c' \"d\" :e* f&g|h!i <-> ~base =titel",
    "long": "woord " * 800,
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
    for some in (keys[:100], keys[:140]):
        writer.reindex(Initiative.objects.filter(pk__in=some))  # every word is as these texts have it
        with CaptureQueriesContext(connection) as queries:
            writer.reindex(Initiative.objects.filter(pk__in=some))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]


@pytest.mark.django_db
def test_update_reindexes_what_was_touched_before_and_after_a_move(no_initiatives):
    one, two = make_initiative("een", source=NEWEST), make_initiative("twee")
    mention = one.mentions.get()
    with writer.index_update() as update:
        update.add(one.mentions.all())
        mention.initiative = two
        mention.save()
        update.add(two.mentions.all())
        assert set(update.initiatives) == {one, two}
    assert [SearchRow.objects.get(pk=row.pk).seen_on for row in (one, two)] == [None, date(2023, 11, 1)]


@pytest.mark.django_db
def test_update_that_raises_writes_nothing(no_initiatives):
    made = make_initiative("een", title="Zeppelin")
    before = current_version()
    with suppress(ZeroDivisionError), writer.index_update() as update:
        Initiative.objects.filter(pk=made.pk).update(title="Ballon")
        update.add(Initiative.objects.filter(pk=made.pk))
        raise ZeroDivisionError
    assert (Initiative.objects.get().title, SearchRow.objects.get().folded_title) == ("Zeppelin", "zeppelin")
    assert current_version() == before


@pytest.mark.django_db
def test_update_of_a_model_that_search_does_not_use_reindexes_nothing():
    before = current_version()
    with writer.index_update() as update:
        update.add(Recommendation.objects.all())
        update.add(Category.objects.none())
    assert (update.keys, current_version()) == (None, before)


def test_signature_of_the_code_is_the_same_each_time():
    assert code_signature() == SIGNATURE
