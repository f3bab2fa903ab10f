"""The years that results tell of."""

import pytest

from initiatives.models import Source
from initiatives.search.index.snapshot import current_index
from initiatives.search.index.years import Years
from tests.asking import ask
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db
LATE = "moeilijk-bereikbare-groepen"  # a source of 2023


@pytest.mark.parametrize(
    ("years", "short", "in_words"),
    [((2020,), "2020", "2020"), ((2021, 2023, 2020), "2020\u20132023", "2020 tot en met 2023")],
)
def test_span_as_text(years, short, in_words):
    span = Years.of(years)
    assert (str(span), span.in_words) == (short, in_words)


def test_no_years_have_no_span():
    assert Years.of([]) is None


def test_years_are_those_of_sources_with_published_initiatives(no_initiatives):
    assert current_index().years is None
    make_initiative("oud")
    make_initiative("concept", source=LATE, status="draft")
    assert str(current_index().years) == "2020"
    make_initiative("later", source=LATE)
    assert str(current_index().years) == "2020\u20132023"
    Source.objects.filter(slug=LATE).update(published="2022-06-01")
    assert str(current_index().years) == "2020\u20132022"


def test_years_of_an_answer_are_those_of_its_results(no_initiatives):
    make_initiative("oud", municipalities=("urk",))
    make_initiative("later", municipalities=("tiel",), source=LATE)
    years = {query: str(ask(query).years) for query in ("gemeente=urk", "gemeente=tiel", "", "gemeente=almere")}
    whole = "2020\u20132023"
    assert years == {"gemeente=urk": "2020", "gemeente=tiel": "2023", "": whole, "gemeente=almere": whole}


def test_description_of_a_list_has_its_years(no_initiatives):
    assert ask("").description == "0 initiatieven. Uit de coronajaren, elk met de bron erbij."
    make_initiative("oud")
    assert ask("gemeente=almere").description == "1 initiatief in Almere. Uit 2020, elk met de bron erbij."
