"""Initiatives alike, and municipalities alike."""

import pytest

from initiatives.models import Initiative, Municipality
from initiatives.search.index.snapshot import current_index
from initiatives.search.related import MAX_MUNICIPALITIES, related_initiatives, similar_municipalities
from tests.factories import make_initiative
from tests.proof import sample

pytestmark = pytest.mark.django_db


def alike(initiative):
    return [related.slug for related in related_initiatives(initiative, current_index())]


def test_shared_rare_words_count_more_than_common_groups(no_initiatives):
    own = make_initiative("eigen", description="Met een zeppelin en een kompas.")
    make_initiative("woorden", municipalities=("urk",), target_groups=("jongeren",), description="Zeppelin en kompas.")
    for n in range(6):
        make_initiative(f"groep-{n}", municipalities=("tiel",), description="Iets anders.")
    assert alike(own)[0] == "woorden"


def test_other_municipalities_come_first(no_initiatives):
    own = make_initiative("eigen", municipalities=("almere",), description="Een zeppelin.")
    make_initiative("zelfde", municipalities=("almere",), description="Een zeppelin.")
    make_initiative("andere", municipalities=("urk",), description="Een zeppelin.")
    assert alike(own) == ["andere", "zelfde"]


def test_itself_drafts_and_what_shares_nothing_are_not_alike(no_initiatives):
    own = make_initiative("eigen", target_groups=("ouderen",), categories=("taal",), description="Zeppelin.")
    make_initiative("concept", status="draft", description="Zeppelin.")
    others = {
        "target_groups": ("jongeren",),
        "categories": ("veiligheid",),
        "municipalities": ("tiel",),
        "approaches": (),
    }
    make_initiative("vreemd", title="Zo", summary="Iets heel anders.", **others)
    assert alike(own) == []


def test_every_shipped_page_has_something_alike():
    index = current_index()
    without = [
        initiative.slug
        for initiative in sample(Initiative.objects.published(), 60)
        if not related_initiatives(initiative, index)
    ]
    assert without == []


def test_places_alike_have_the_size_and_those_of_the_province_come_first():
    almere = Municipality.objects.select_related("province").get(slug="almere")
    similar = similar_municipalities(almere, current_index())
    assert {municipality.size_class for municipality, _ in similar.places} == {almere.size_class}
    provinces = [municipality.province_id == almere.province_id for municipality, _ in similar.places]
    assert provinces == sorted(provinces, reverse=True)
    assert len(similar.places) <= MAX_MUNICIPALITIES
    assert all(
        count == len(current_index().by_value["gemeente"][municipality.slug]) > 0
        for municipality, count in similar.places
    )
    assert similar.explanation == ("Deze gemeenten hebben ongeveer evenveel inwoners: 100.000 tot 250.000.")


def test_place_of_unknown_size_has_none_alike(no_initiatives):
    make_initiative("een", municipalities=("urk",))
    assert similar_municipalities(Municipality(slug="nieuw", name="Nieuw"), current_index()) is None
    assert similar_municipalities(Municipality.objects.get(slug="amsterdam"), current_index()) is None
