"""What is suggested while typing."""

import pytest

from initiatives.search.index.snapshot import current_index
from initiatives.search.suggestions import MAX_TITLES, MAX_VALUES, suggest
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def suggested(typed):
    return [(suggestion.kind, suggestion.label, suggestion.count) for suggestion in suggest(typed, current_index())]


def test_places_groups_categories_and_titles_begin_as_typed(no_initiatives):
    make_initiative("een", title="Tafeltennis voor ouderen", municipalities=("tilburg",), categories=("taal",))
    assert suggested("ta") == [("Categorie", "Taal en basisvaardigheden", 1)]
    assert suggested("taf") == [("Initiatief", "Tafeltennis voor ouderen (Tilburg)", None)]
    assert suggested("TIL") == [("Gemeente", "Tilburg", 1)]


def test_word_inside_a_name_is_suggested_after_names_that_begin_so(no_initiatives):
    make_initiative("een", title="Grote zeppelin")
    make_initiative("twee", title="Zeppelin")
    assert [label for _, label, _ in suggested("zepp")] == ["Zeppelin (Almere)", "Grote zeppelin (Almere)"]


@pytest.mark.parametrize("typed", ["'s-graven", "den ha", "GRAVENHAGE", "den  haag"])
def test_place_is_suggested_by_any_of_its_names(no_initiatives, typed):
    make_initiative("een", title="Iets", municipalities=("den-haag",))
    assert ("Gemeente", "Den Haag", 1) in suggested(typed)


def test_value_without_initiatives_and_draft_are_not_suggested(no_initiatives):
    make_initiative("concept", title="Geheim plan", municipalities=("urk",), status="draft", categories=("taal",))
    assert suggested("taal") == suggested("geheim") == suggested("flevol") == []


@pytest.mark.parametrize("typed", ["den b", "bosch", "'s-hert", "gm0796"])
def test_municipality_without_initiatives_is_suggested_with_its_page(no_initiatives, typed):
    make_initiative("een", municipalities=("boxtel",))
    suggestion = next(row for row in suggest(typed, current_index()) if row.kind == "Gemeente")
    assert (suggestion.label, suggestion.count, suggestion.url) == ("Den Bosch", 0, "/gemeenten/den-bosch/")


def test_municipalities_with_initiatives_are_suggested_first(no_initiatives):
    make_initiative("een", municipalities=("zwolle",))
    assert suggested("zw")[0] == ("Gemeente", "Zwolle", 1)
    assert suggested("boxmeer") == [("Gemeente", "Land van Cuijk", 0)]


def test_town_is_suggested_with_its_municipality_from_four_letters(no_initiatives):
    make_initiative("een", municipalities=("den-bosch",))
    assert suggested("rosm") == [("Gemeente", "Rosmalen (Den Bosch)", 1)]
    assert suggested("ros") == []
    (suggestion,) = suggest("rosmalen", current_index())
    assert suggestion.url == "/initiatieven/?gemeente=den-bosch"


def test_no_more_than_can_be_looked_through(no_initiatives):
    for n in range(MAX_TITLES + 3):
        make_initiative(f"plan-{n}", title=f"Almerenieuws {n}", municipalities=("almere",))
    kinds = [kind for kind, *_ in suggested("alm")]
    assert (kinds.count("Initiatief"), kinds.count("Gemeente")) == (MAX_TITLES, 2)
    assert [kind for kind, *_ in suggested("z")] == ["Gemeente"] * MAX_VALUES
    assert MAX_VALUES <= MAX_TITLES


@pytest.mark.parametrize("typed", ["", " ", "%", "_", "a%", "\\", "\0", "🙂", "' OR 1=1", "x" * 10_000, "\u202eabc"])
def test_odd_typing_is_answered(client, typed):
    answer = client.get("/suggesties", {"q": typed})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert isinstance(answer.json()["suggesties"], list)


def test_sign_for_any_letters_means_itself(no_initiatives):
    make_initiative("een", title="Zeppelin")
    assert suggested("z%n") == suggested("zep_el") == []


def test_addresses_lead_where_they_say(client):
    for suggestion in client.get("/suggesties?q=alm").json()["suggesties"]:
        answer = client.get(suggestion["url"])
        assert answer.status_code == 200
        if suggestion["aantal"]:
            assert f"{suggestion['aantal']} initiatie" in answer.content.decode()
