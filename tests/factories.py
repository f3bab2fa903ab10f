"""Initiatives for tests, on the places, vocabularies and sources of the shipped fixtures."""

from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils import timezone

from initiatives.choices import Status
from initiatives.models import (
    Approach,
    Category,
    Initiative,
    Mention,
    Municipality,
    SearchWord,
    SlugHistory,
    Source,
    TargetGroup,
)
from initiatives.models.initiative import PLACELESS
from initiatives.search.index import writer
from initiatives.search.index.version import current_version

SOURCE = "lijst-initiatieven-kwetsbare-doelgroepen"


def make_initiative(
    slug: str = "proef",
    *,
    municipalities: tuple[str, ...] = ("almere",),
    target_groups: tuple[str, ...] = ("ouderen",),
    categories: tuple[str, ...] = ("eenzaamheid",),
    approaches: tuple[str, ...] = ("maatje-of-buddy",),
    source: str = SOURCE,
    searchable: bool = True,
    **fields: Any,
) -> Initiative:
    """A published initiative with one mention, relations named by slug.

    It can be searched at once; whoever makes many leaves that to one `writer.reindex` for them all.
    """
    values = {"title": slug.capitalize(), "summary": "Een proef.", "status": Status.PUBLISHED} | fields
    if values["status"] == Status.PUBLISHED:
        values.setdefault("published_at", timezone.now())
    if values.get("scope") in PLACELESS:
        municipalities = ()
    initiative = Initiative.objects.create(slug=slug, **values)
    initiative.municipalities.set(Municipality.objects.filter(slug__in=municipalities))
    initiative.target_groups.set(TargetGroup.objects.filter(slug__in=target_groups))
    initiative.categories.set(Category.objects.filter(slug__in=categories))
    initiative.approaches.set(Approach.objects.filter(slug__in=approaches))
    Mention.objects.create(
        initiative=initiative, source=Source.objects.get(slug=source), locator=f"nr. {slug}", printed_name=slug
    )
    if searchable:
        writer.reindex(Initiative.objects.filter(pk=initiative.pk))
    return initiative


# PostgreSQL refuses to empty a table while checks of foreign keys wait for the end of the transaction.
FORGET = """
    SET CONSTRAINTS ALL IMMEDIATE;
    SET CONSTRAINTS ALL DEFERRED;
    TRUNCATE initiatives_searchword, {parts};
    DELETE FROM initiatives_initiative;
    DELETE FROM initiatives_slughistory WHERE kind = 'initiative';
"""


def forget_initiatives() -> None:
    """Leave nothing to find, nor ever anything that was: as in a catalogue where they never stood."""
    relations = [field for field in Initiative._meta.get_fields(include_hidden=True) if field.auto_created]
    tables = {field.related_model._meta.db_table for field in relations if field.one_to_many or field.one_to_one}
    parts = ", ".join(sorted(tables - {SlugHistory._meta.db_table}))
    before = current_version()
    with connection.cursor() as cursor:
        cursor.execute(FORGET.format(parts=parts))
        words = words_of_vocabulary(before)
        with cursor.copy("COPY initiatives_searchword FROM STDIN") as copy:
            copy.write(words)


@lru_cache(maxsize=2)
def words_of_vocabulary(version: int) -> bytes:
    """What the table of words has while a version has no initiatives; called then, and quicker for one it knows."""
    writer.reindex(Initiative.objects.none())
    with connection.cursor() as cursor, cursor.copy("COPY initiatives_searchword TO STDOUT") as copy:
        words = b"".join(copy)
    SearchWord.objects.all().delete()
    return words
