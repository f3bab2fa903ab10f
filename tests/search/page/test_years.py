"""The years that a list is about are those of the sources of its results."""

from datetime import date

import pytest

from initiatives.models import Mention, Recommendation, Source
from initiatives.search.index import writer
from tests.asking import ask
from tests.factories import SOURCE, make_initiative

pytestmark = pytest.mark.django_db
OLDER = "de-schoor-in-tijden-van-corona"  # of 2020, as SOURCE is
NEWER = "moeilijk-bereikbare-groepen"  # of 2023


def years(query=""):
    return str(ask(query).years)


def test_years_are_the_first_and_the_last_year_of_all_results():
    assert years() == "2020\N{EN DASH}2023"


def test_years_are_those_of_these_results_only(no_initiatives):
    make_initiative("eerste", municipalities=("almere",), source=OLDER)
    make_initiative("tweede", municipalities=("urk",), source=NEWER)
    assert years("gemeente=almere") == "2020"
    assert years("gemeente=urk") == "2023"
    assert years("gemeente=urk&gemeente=almere") == "2020\N{EN DASH}2023"


def test_years_are_of_every_source_of_a_result(no_initiatives):
    initiative = make_initiative("eerste", source=SOURCE)
    with writer.index_update() as update:
        mention = Mention.objects.create(initiative=initiative, source=Source.objects.get(slug=NEWER), locator="p. 1")
        update.add(Mention.objects.filter(pk=mention.pk))
    assert years() == "2020\N{EN DASH}2023"
    assert years(f"bron={SOURCE}") == "2020\N{EN DASH}2023"


def test_draft_does_not_count(no_initiatives):
    make_initiative("eerste", source=OLDER)
    make_initiative("tweede", source=NEWER, status="draft")
    assert years() == "2020"


def test_years_without_results_are_those_of_all_sources():
    assert years("q=ruimtevaart") == "2020\N{EN DASH}2023"


def test_years_follow_a_source_that_gets_another_date(no_initiatives):
    make_initiative("eerste", source=OLDER)
    assert years() == "2020"
    Source.objects.filter(slug=OLDER).update(published=date(2021, 3, 1))
    assert years() == "2021"


def test_empty_catalogue_has_no_years(no_initiatives):
    Recommendation.objects.all().delete()
    Source.objects.all().delete()
    assert years() == "None"
