"""The index of a process follows the database: patched or read anew, it is what the rows say."""

import random

import pytest
from django.db import connection, transaction

from initiatives.models import CatalogueVersion, Initiative, Municipality, TargetGroup
from initiatives.search.facets.values import Vocabulary
from initiatives.search.index import snapshot, writer
from initiatives.search.index.snapshot import current
from initiatives.search.index.version import Watch, newest_version
from initiatives.search.search import Search
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db
BASES = ("zeppelin", "kompas", "borduur")


def contents(held):
    """Everything that an index answers with."""
    bases = held.postings.get(BASES, len(held.everything))
    return (
        {number: set(found) for number, found in held.numbers.items() if found},
        {key: {slug: set(found) for slug, found in its.items() if found} for key, its in held.values.items()},
        {base: [set(found) for found in posting.by_weight] for base, posting in bases.items()},
        held.cards.get(list(held.everything), with_texts=True),
        {sort: held.order(sort).first(held.everything, 1000) for sort in snapshot.ORDERS},
    )


def read_anew():
    return snapshot._loaded(newest_version(), current().day, Vocabulary())


def edit_something(chance, number):
    """One of the things that editors do."""
    deed = chance.choice(("make", "make", "change", "delete", "archive", "rename"))
    made = Initiative.objects.filter(slug__startswith="proef-").order_by("?").first()
    if deed == "make" or made is None:
        words = " ".join(chance.sample(BASES, 2))
        make_initiative(f"proef-{number}", title=chance.choice(BASES), description=words, phase="idee")
    elif deed == "change":
        made.title, made.phase = chance.choice(BASES), "lopend"
        made.save()
        made.municipalities.set([Municipality.objects.existing().order_by("?").first()])
        writer.reindex(Initiative.objects.filter(pk=made.pk))
    elif deed == "delete":
        made.delete()
    elif deed == "archive":
        Initiative.objects.filter(pk=made.pk).update(status="archived")
    else:
        TargetGroup.objects.filter(slug="ouderen").update(name=f"Ouderen {number}")


@pytest.mark.parametrize("seed", range(4))
def test_patched_index_is_the_same_as_one_read_anew(seed):
    chance = random.Random(seed)
    contents(current())
    for number in range(12):
        edit_something(chance, number)
        assert contents(current()) == contents(read_anew())


def test_edit_reads_only_what_changed(django_assert_num_queries):
    make_initiative("een")
    before = current()
    make_initiative("twee", municipalities=("urk",), categories=("taal",))
    with django_assert_num_queries(3):
        after = current()
    kept = [number for number in before.numbers if before.numbers[number] is after.numbers.get(number)]
    assert (after.version > before.version, len(kept) > len(before.numbers) / 2) == (True, True)


def test_undone_change_leaves_nothing(no_initiatives):
    before = Search.of().total
    with transaction.atomic():
        make_initiative("nooit", title="Zeppelin")
        assert Search.of(q="zeppelin").total == 1
        transaction.set_rollback(True)
    assert (Search.of().total, Search.of(q="zeppelin").total) == (before, 0)
    with transaction.atomic():
        make_initiative("nooit", title="Zeppelin")
        current()
        transaction.set_rollback(True)
    make_initiative("wel", title="Kompas")
    assert (Search.of(q="zeppelin").total, Search.of(q="kompas").total) == (0, 1)


def test_version_goes_up_with_each_change_and_old_ones_are_forgotten():
    versions = [newest_version()]
    for number in range(3):
        make_initiative(f"proef-{number}")
        versions.append(newest_version())
    assert versions == sorted(set(versions))
    before = Search.of().total
    with connection.cursor() as cursor:
        for _ in range(1_100):
            cursor.execute("SELECT catalogue_changed('{}', false)")
    assert CatalogueVersion.objects.count() == 1_001
    make_initiative("na")
    assert Search.of().total == before + 1


def test_municipality_passes_its_initiatives_on_when_the_day_of_its_merger_comes(no_initiatives, monkeypatch):
    make_initiative("een", municipalities=("renswoude",))
    old, new = (Municipality.objects.get(slug=slug) for slug in ("renswoude", "veenendaal"))
    day = current().day.replace(day=1, year=current().day.year + 1)
    old.valid_until = day
    old.save()
    old.successors.add(new)
    assert (Search.of().count("gemeente", "renswoude"), Search.of().count("gemeente", "veenendaal")) == (1, 0)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)
    assert (Search.of().count("gemeente", "renswoude"), Search.of().count("gemeente", "veenendaal")) == (0, 1)


def test_watch_connects_again_when_the_database_was_away():
    watch = Watch()
    version = watch.newest()
    assert version is not None
    backend = watch._connection.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
    assert watch.newest() == version
    watch._connection.close()


def test_value_that_no_initiative_has_any_more_is_gone_from_a_patched_index():
    before = current()
    made = make_initiative("voor-even", municipalities=("schiermonnikoog",))
    assert "schiermonnikoog" in current().values["gemeente"]
    made.delete()
    assert current().values.keys() == before.values.keys()
    assert "schiermonnikoog" not in current().values["gemeente"]
