"""The index of a process follows the database: patched or read anew, it is what the rows say."""

import random

import pytest
from django.db import connection, transaction

from initiatives.models import CatalogueVersion, Initiative, Municipality, TargetGroup
from initiatives.search.facets.values import FacetValues
from initiatives.search.index import snapshot, writer
from initiatives.search.index.snapshot import current_index
from initiatives.search.index.version import current_version
from initiatives.search.index.version_reader import VersionReader
from initiatives.search.sorting import SORTS
from tests.asking import ask
from tests.factories import make_initiative
from tests.proof import sample

pytestmark = pytest.mark.django_db
BASES = ("zeppelin", "kompas", "borduur")


def contents(held):
    """Everything that an index answers with."""
    bases = held.postings.get(BASES)
    return (
        {number: set(members) for number, members in held.by_id.items() if members},
        {
            key: {slug: set(members) for slug, members in by_slug.items() if members}
            for key, by_slug in held.by_value.items()
        },
        {base: [set(members) for members in posting.by_weight] for base, posting in bases.items()},
        held.cards.get(list(held.everything), with_texts=True),
        {sort: held.order(sort).first(held.everything, 1000) for sort in SORTS},
    )


def read_anew():
    return snapshot._loaded(current_version(), current_index().day, FacetValues())


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


@pytest.mark.parametrize("seed", sample(range(4), 2))
def test_patched_index_is_the_same_as_one_read_anew(seed):
    chance = random.Random(seed)
    contents(current_index())
    for number in range(12):
        edit_something(chance, number)
        assert contents(current_index()) == contents(read_anew())


def test_edit_reads_only_what_changed(django_assert_num_queries):
    make_initiative("een")
    before = current_index()
    make_initiative("twee", municipalities=("urk",), categories=("taal",))
    with django_assert_num_queries(3):
        after = current_index()
    kept = [number for number in before.by_id if before.by_id[number] is after.by_id.get(number)]
    assert (after.version > before.version, len(kept) > len(before.by_id) / 2) == (True, True)


def test_undone_change_leaves_nothing(no_initiatives):
    before = ask().total
    with transaction.atomic():
        make_initiative("nooit", title="Zeppelin")
        assert ask(q="zeppelin").total == 1
        transaction.set_rollback(True)
    assert (ask().total, ask(q="zeppelin").total) == (before, 0)
    with transaction.atomic():
        make_initiative("nooit", title="Zeppelin")
        current_index()
        transaction.set_rollback(True)
    make_initiative("wel", title="Kompas")
    assert (ask(q="zeppelin").total, ask(q="kompas").total) == (0, 1)


def test_version_goes_up_with_each_change_and_old_ones_are_forgotten():
    versions = [current_version()]
    for number in range(3):
        make_initiative(f"proef-{number}")
        versions.append(current_version())
    assert versions == sorted(set(versions))
    before = ask().total
    with connection.cursor() as cursor:
        for _ in range(1_100):
            cursor.execute("SELECT catalogue_changed('{}', false)")
    assert CatalogueVersion.objects.count() == 1_001
    make_initiative("na")
    assert ask().total == before + 1


def test_municipality_passes_its_initiatives_on_when_the_day_of_its_merger_comes(no_initiatives, monkeypatch):
    make_initiative("een", municipalities=("renswoude",))
    old, new = (Municipality.objects.get(slug=slug) for slug in ("renswoude", "veenendaal"))
    day = current_index().day.replace(day=1, year=current_index().day.year + 1)
    old.valid_until = day
    old.save()
    old.successors.add(new)
    assert (
        ask().search.count("gemeente", "renswoude"),
        ask().search.count("gemeente", "veenendaal"),
    ) == (1, 0)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)
    assert (
        ask().search.count("gemeente", "renswoude"),
        ask().search.count("gemeente", "veenendaal"),
    ) == (0, 1)


def test_watch_connects_again_when_the_database_was_away():
    reader = VersionReader()
    version = reader.committed_version()
    assert version is not None
    backend = reader._connection.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
    assert reader.committed_version() == version
    reader._connection.close()


def test_value_that_no_initiative_has_any_more_is_gone_from_a_patched_index():
    before = current_index()
    made = make_initiative("voor-even", municipalities=("schiermonnikoog",))
    assert "schiermonnikoog" in current_index().by_value["gemeente"]
    made.delete()
    assert current_index().by_value.keys() == before.by_value.keys()
    assert "schiermonnikoog" not in current_index().by_value["gemeente"]
