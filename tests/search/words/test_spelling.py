"""Misspelled words: searched for as they were meant, and said; good Dutch words never are."""

from pathlib import Path

import pytest
import yaml

from initiatives.models import Initiative
from initiatives.search.index.snapshot import current_index
from initiatives.search.language.dictionary import is_dutch
from initiatives.search.words.spelling import MAX_CORRECTIONS, MAX_LENGTH
from initiatives.search.words.text_match import match_text
from tests.asking import ask, slugs
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db

WORDS = yaml.safe_load((Path(__file__).parents[1] / "questions" / "spelling.yaml").read_text(encoding="utf-8"))


def meant(words, *, literal=False):
    return match_text(words, current_index(), literal=literal).meant


def matches(words):
    """Everything that has all of the words, as they were meant."""
    return match_text(words, current_index()).matches.full


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("coronamatjes", "coronamaatjes"),
        ("KERSTDINNER", "kerstdiner"),
        ("lapptop", "laptop"),
        ("almeer", "almere"),
        ("wintrschool eindhovn", "winterschool eindhoven"),
        ("coronamatjes almere", "coronamaatjes almere"),
        ("kerstdinner in Almere", "kerstdiner in Almere"),
        ("coronaproof kerstdinner almer", "coronaproof kerstdiner almere"),
        ("almere, coronamatjes,", "almere, coronamaatjes,"),
    ],
)
def test_misspelled_word_is_searched_for_as_it_was_meant_also_beside_other_words(typed, expected):
    assert meant(typed) == expected
    assert slugs(ask(q=typed)) == slugs(ask(q=expected)) != []


def test_misspelled_words_are_repaired_and_good_words_are_not():
    """The words come from a writer who did not see the search; half of them were never used to adjust it."""
    assert (len(WORDS["good"]), len(WORDS["typos"])) == (120, 120)
    assert [word for word in WORDS["good"] if meant(word)] == []
    repaired = [typo for typo in WORDS["typos"] if matches(typo["typed"]) == matches(typo["meant"])]
    assert len(repaired) >= 110


@pytest.mark.parametrize("words", ["kerstdiner", "coronamaatjes almere", "ouderen", "eenzame jongere", "laptop's"])
def test_right_words_are_left(words):
    assert meant(words) == ""
    assert ask(q=words).total > 0


@pytest.mark.parametrize("words", ["xqzwxq", "xqzwxq almere", "abc", "zor", '"coronamatjes"', "-coronamatjes", ""])
def test_word_that_is_near_no_other_is_left(words):
    assert meant(words) == ""


@pytest.mark.parametrize(
    "words",
    [
        *("valpreventie", "dorpsbus", "wijkplein", "belgeld", "rotterdampas"),  # compounds in no list
        *("Cordaan", "Altrecht", "Amerpoort", "MIND", "Elker", "Resto", "Neos"),  # names of organisations
        *("GM0364", "GM0000", "Volendam", "Velp"),  # codes of no municipality, and a part of the name of one
    ],
)
def test_word_that_may_be_right_is_left(words):
    assert meant(words) == ""


@pytest.mark.parametrize("words", ["piano", "hondenuitlaatservice", "ruimtevaart"])
def test_good_word_that_the_catalogue_lacks_is_left_and_told(no_initiatives, words):
    make_initiative("bijna", title=f"{words[:-1]}")
    answer = ask(q=words)
    assert is_dutch(words)
    assert (answer.search.text_match.meant, answer.did_you_mean) == ("", None)


def test_nonsense_finds_nothing_and_is_told():
    answer = ask(q="xqzwxq")
    assert (answer.total, answer.search.text_match.not_found) == (0, ["xqzwxq"])


def test_literal_search_leaves_a_misspelled_word_and_offers_the_other():
    answer = ask(q="coronamatjes almere", precies="ja")
    assert answer.search.text_match.meant == ""
    offer = answer.did_you_mean
    assert (offer.label, offer.url) == ("coronamaatjes almere", "/initiatieven/?precies=ja&q=coronamaatjes+almere")
    assert ask(offer.url.partition("?")[2]).total == offer.count > 0
    assert ask(q="coronamatjes almere").did_you_mean is None


def test_page_says_what_was_searched_for_and_leads_back(client):
    page = client.get("/initiatieven/", {"q": "coronamatjes almere"}).content.decode()
    assert "Gezocht op <strong>coronamaatjes almere</strong>." in " ".join(page.split())
    assert 'href="/initiatieven/?precies=ja&amp;q=coronamatjes+almere"' in page


def test_meant_words_hold_within_what_is_chosen():
    answer = ask(q="kerstdinner", gemeente="urk")
    assert (answer.search.text_match.meant, answer.total, answer.did_you_mean) == ("kerstdiner", 0, None)


def test_misspelled_words_only_are_replaced(no_initiatives):
    make_initiative("proef", title="Zeppelinvaart met draken")
    assert meant("Draken zepelinvaart -almer “in huus”") == "Draken zeppelinvaart -almer “in huus”"


def test_nearest_word_wins_and_then_the_most_used(no_initiatives):
    for word in ("zwibbera", "zwibberb", "zwibberplein"):
        make_initiative(word, title=word)
    assert meant("zwibberplijn") == "zwibberplein"
    assert meant("zwibberx") == "zwibbera"
    make_initiative("nog-een", title="Zwibberb")
    assert meant("zwibberx") == "zwibberb"


def test_what_sounds_alike_in_dutch_is_nearest(no_initiatives):
    for word in ("zwibbout", "zwibbeut", "kwijbel", "kwalbel"):
        make_initiative(word, title=word)
    assert (meant("zwibbaut"), meant("kweibel")) == ("zwibbout", "kwijbel")


def test_words_of_a_draft_are_not_offered(no_initiatives):
    make_initiative("geheim", title="Zwibbertje", status="draft")
    make_initiative("open")
    assert meant("zwibbertja almere") == ""
    made = make_initiative("openbaar", title="Zwibbertje")
    assert meant("zwibbertja almere") == "zwibbertje almere"
    Initiative.objects.filter(pk=made.pk).update(status="archived")
    assert meant("zwibbertja almere") == ""


def test_many_unknown_words_are_left(no_initiatives):
    names = ["zwibbertje", "knorfeling", "plumtovaar", "drakelbos"][: MAX_CORRECTIONS + 1]
    make_initiative("proef", title=" ".join(names))
    assert meant(" ".join(f"{name}x" for name in names[1:])) == " ".join(names[1:])
    assert meant(" ".join(f"{name}x" for name in names)) == ""


def test_long_word_is_left(no_initiatives):
    longest = "zwibbertje" * 3
    make_initiative("proef", summary=longest[:-1])
    assert len(longest) == MAX_LENGTH
    assert meant(longest) == longest[:-1]
    assert meant(longest + "s") == ""


def test_place_is_meant_also_where_it_has_no_initiatives(no_initiatives):
    make_initiative("een", title="Iets", municipalities=("urk",))
    assert (meant("zwijndrechd"), meant("rosmallen")) == ("zwijndrecht", "rosmalen")
    assert [place.municipality.slug for place in ask(q="rosmallen").empty_places] == ["den-bosch"]
