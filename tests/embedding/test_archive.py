"""The years that a list is about are those of the sources of its results."""

from datetime import date

import pytest
from django.http import QueryDict

from initiatives.embedding.embed import embed_of
from initiatives.models import Mention, Recommendation, Source
from initiatives.search.index import writer
from tests.factories import SOURCE, make_initiative

pytestmark = pytest.mark.django_db
OLDER = "de-schoor-in-tijden-van-corona"  # of 2020, as SOURCE is
NEWER = "moeilijk-bereikbare-groepen"  # of 2023


def note(query=""):
    return embed_of(QueryDict(query)).archive_note


def test_note_has_the_first_and_the_last_year_of_all_results():
    assert note() == "Archief: zo was het in 2020\N{EN DASH}2023."


def test_note_has_the_years_of_these_results_only(no_initiatives):
    make_initiative("eerste", municipalities=("almere",), source=OLDER)
    make_initiative("tweede", municipalities=("urk",), source=NEWER)
    assert note("gemeente=almere") == "Archief: zo was het in 2020."
    assert note("gemeente=urk") == "Archief: zo was het in 2023."
    assert note("gemeente=urk&gemeente=almere&aantal=5") == "Archief: zo was het in 2020\N{EN DASH}2023."


def test_note_has_every_source_of_a_result(no_initiatives):
    initiative = make_initiative("eerste", source=SOURCE)
    with writer.index_update() as update:
        mention = Mention.objects.create(initiative=initiative, source=Source.objects.get(slug=NEWER), locator="p. 1")
        update.add(Mention.objects.filter(pk=mention.pk))
    assert note() == "Archief: zo was het in 2020\N{EN DASH}2023."
    assert note(f"bron={SOURCE}") == "Archief: zo was het in 2020\N{EN DASH}2023."


def test_draft_does_not_count(no_initiatives):
    make_initiative("eerste", source=OLDER)
    make_initiative("tweede", source=NEWER, status="draft")
    assert note() == "Archief: zo was het in 2020."


def test_note_without_results_has_the_years_of_all_sources():
    assert note("q=ruimtevaart") == "Archief: zo was het in 2020\N{EN DASH}2023."


def test_note_follows_a_source_that_gets_another_date(no_initiatives):
    make_initiative("eerste", source=OLDER)
    assert note() == "Archief: zo was het in 2020."
    Source.objects.filter(slug=OLDER).update(published=date(2021, 3, 1))
    assert note() == "Archief: zo was het in 2021."


def test_note_in_an_empty_catalogue_has_no_year(no_initiatives):
    Recommendation.objects.all().delete()
    Source.objects.all().delete()
    assert note() == "Archief: zo was het in de coronajaren."
