"""Search rows that are made anew in the background."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from initiatives.actions.merging.merge import merge
from initiatives.models import Category, Initiative, OutdatedRow, SearchRow
from initiatives.revisions.recording import recorded
from initiatives.search.index import queue, writer
from initiatives.tasks import reindex_queued
from tests.admin.forms import save
from tests.asking import ask
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db
MANY = queue.BATCH + 1


@pytest.fixture
def many(no_initiatives):
    """More initiatives than are reindexed at once, all of one category."""
    made = [make_initiative(f"proef-{number}", searchable=False) for number in range(MANY)]
    writer.reindex(Initiative.objects.all())
    return made


def index():
    return list(SearchRow.objects.order_by("pk").values())


def rename(category, name):
    with recorded(how="Proef") as update:
        category.name = name
        category.save()
        update.add(Category.objects.filter(pk=category.pk))


def test_what_many_depend_on_is_reindexed_in_the_background(many):
    before, tasks = index(), DBTaskResult.objects.filter(task_path="initiatives.tasks.reindex_queued")
    rename(Category.objects.get(slug="eenzaamheid"), "Zeppelinvaart")
    assert index() == before
    assert OutdatedRow.objects.count() == writer.outdated_initiatives().count() == MANY
    assert tasks.count() == 1
    reindex_queued.call()
    assert (OutdatedRow.objects.count(), writer.outdated_initiatives().count()) == (0, 0)
    left = index()
    assert left != before
    writer.reindex(Initiative.objects.all())
    assert left == index()


def test_of_many_those_that_are_no_longer_public_vanish_at_once(many):
    with recorded(how="Proef") as update:
        Initiative.objects.filter(pk=many[0].pk).update(status="draft")
        many[1].mentions.all().delete()
        update.add(Initiative.objects.filter(pk=many[1].pk))
        many[1].delete()
        update.add(Initiative.objects.all())
    assert SearchRow.objects.count() == ask().search.total == OutdatedRow.objects.count() == MANY - 2


def test_next_save_takes_over_from_a_worker_that_does_not_run(many):
    rename(Category.objects.get(slug="eenzaamheid"), "Zeppelinvaart")
    other = make_initiative("ander", categories=(), searchable=False)
    late = timezone.now() - queue.OVERDUE - timedelta(seconds=1)
    for since, left in ((timezone.now(), MANY), (late, MANY - queue.BATCH + 1)):
        OutdatedRow.objects.update(since=since)
        with recorded(how="Proef") as update:
            update.add(Initiative.objects.filter(pk=other.pk))
        assert OutdatedRow.objects.count() == left


def test_new_word_that_is_a_part_of_many_compounds_reindexes_these_in_the_background(no_initiatives):
    for number in range(MANY):
        make_initiative(f"proef-{number}", title="Zeppelinvaart", searchable=False)
    writer.reindex(Initiative.objects.all())
    with recorded(how="Proef") as update:
        made = make_initiative("ander", title="De vaart", searchable=False)
        update.add(Initiative.objects.filter(pk=made.pk))
    assert (OutdatedRow.objects.count(), SearchRow.objects.filter(pk=made.pk).count()) == (MANY, 1)
    assert not writer.reindex_queued()
    left = index()
    writer.reindex(Initiative.objects.all())
    assert left == index()


def test_pages_answer_while_a_merged_category_waits(many, client):
    into = Category.objects.get(slug="taal")
    merge(record=Category.objects.get(slug="eenzaamheid"), into=into)
    for path in ("/initiatieven/", "/initiatieven/?categorie=taal", into.get_absolute_url(), "/matrix/"):
        assert client.get(path).status_code == 200
    assert not writer.reindex_queued()
    assert ask(categorie="taal").search.total == MANY


def test_editors_see_how_many_wait(many, signed_in):
    editor, category = signed_in("eindredacteur"), Category.objects.get(slug="eenzaamheid")
    assert save(editor, category, name="Zeppelinvaart").status_code == 302
    notice = f"{MANY} initiatieven worden op de achtergrond bijgewerkt in de zoekmachine."
    assert notice in " ".join(editor.get("/beheer/").content.decode().split())
    writer.reindex_queued()
    assert "op de achtergrond bijgewerkt" not in editor.get("/beheer/").content.decode()
