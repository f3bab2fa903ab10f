"""Query counts: exact, and the same for 2 and 25 initiatives, in a process that has the catalogue as it is now."""

import pytest

from initiatives.models import Illustration, Initiative, Recommendation
from initiatives.search.index import writer
from tests.factories import forget_initiatives, make_initiative
from tests.views.pages import PAGES
from tests.worlds import undone

pytestmark = pytest.mark.django_db

QUERIES = {
    "home": 1,
    "browse": 1,
    "browse_filtered": 1,
    "browse_words": 1,
    "browse_nothing": 4,  # the question is counted, between a savepoint and its release
    "initiative": 16,
    "municipalities": 3,
    "municipality": 2,
    "target_groups": 4,
    "target_group": 4,
    "categories": 2,
    "category": 2,
    "sources": 2,
    "approaches": 2,
    "approach": 17,
    "source": 6,
    "recommendations": 3,
    "api": 66,
    "about": 2,
    "open_data": 3,
    "map": 1,
    "map_filtered": 1,
    "matrix": 1,
    "matrix_filtered": 1,
    "approach_matrix": 1,
    "selection": 16,
    "builder": 1,
}
NO_QUERIES = ["selection_empty", "search_tips", "privacy", "accessibility"]


@pytest.fixture(scope="module", params=[2, 25], autouse=True)
def so_many(request, django_db_setup, django_db_blocker):
    """So many initiatives, that have more than one of everything, and no other."""
    with undone(django_db_blocker):
        forget_initiatives()
        for number in range(request.param):
            made = make_initiative(
                "coronamaatjes-almere" if not number else f"proef-{number}",
                municipalities=("almere", "urk", "amsterdam"),
                target_groups=("ouderen", "kwetsbare-ouderen"),
                categories=("eenzaamheid", "taal"),
                searchable=False,
            )
            Illustration.objects.create(initiative=made, recommendation=Recommendation.objects.first())
        writer.reindex(Initiative.objects.all())
        yield


@pytest.mark.parametrize("name", QUERIES)
def test_queries_do_not_grow(client, django_assert_num_queries, name):
    client.get(PAGES[name])  # the index of this process reads what is new, words and cards too
    with django_assert_num_queries(QUERIES[name]):
        assert client.get(PAGES[name]).status_code == 200


@pytest.mark.parametrize("name", NO_QUERIES)
def test_page_about_no_initiative_asks_nothing(client, django_assert_num_queries, name):
    with django_assert_num_queries(0):
        assert client.get(PAGES[name]).status_code == 200
