"""What a page says of a municipality without initiatives, and of one that was merged."""

from datetime import date

import pytest

from initiatives.models import Municipality
from tests.asking import ask, slugs
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def mergers(query):
    return [str(merger) for merger in ask(query).mergers]


def empty(query):
    return [place.name for place in ask(query).empty_places]


@pytest.mark.parametrize(
    "query",
    [
        "q=Den+Bosch",
        "q=bosch",
        "q='s-Hertogenbosch",
        "q=s+hertogenbosch",
        "q=GM0796",
        "q=gm0796",
        "q=bosch+ouderen",
        "q=ouderen+in+den+bosch",
        "q=ouderen+in+'s-hertogenbosch&precies=ja",
        "gemeente=den-bosch",
        "gemeente=den-bosch&q=ouderen",
    ],
)
def test_place_without_initiatives_is_named(no_initiatives, query):
    make_initiative("een", municipalities=("urk",))
    assert empty(query) == ["Den Bosch ('s-Hertogenbosch)"]
    match = ask(query).search.text_match
    assert (match.not_found, match.synonyms_used) == ([], [])


def test_place_has_one_name_where_that_is_official(no_initiatives):
    assert empty("q=zwijndrecht") == ["Zwijndrecht"]


@pytest.mark.parametrize("query", ["q=urk", "gemeente=urk", "q=beste", "q=den", "q=boscher", "q=goeswaard", "q=-urk"])
def test_other_words_and_places_with_initiatives_are_not_named(no_initiatives, query):
    make_initiative("een", municipalities=("urk",))
    assert empty(query) == []


def test_word_that_finds_initiatives_is_no_place(no_initiatives):
    assert (empty("q=hoorn"), empty("q=goes"), empty("q=Best")) == (["Hoorn"], ["Goes"], ["Best"])
    make_initiative("een", title="Spelen op de hoorn", municipalities=("urk",))
    assert (empty("q=hoorn"), slugs(ask("q=hoorn"))) == ([], ["een"])
    assert empty("q=hoorn+goes") == ["Goes"]
    assert empty("gemeente=hoorn&q=hoorn") == ["Hoorn"]


def test_name_of_several_words_is_a_place_also_where_a_text_has_it(no_initiatives):
    make_initiative("een", description="Net als in Den Bosch.", municipalities=("urk",))
    assert (empty("q=den+bosch"), slugs(ask("q=den+bosch"))) == (["Den Bosch ('s-Hertogenbosch)"], ["een"])


def test_place_is_no_typing_mistake(no_initiatives):
    make_initiative("een", title="Zwijndracht", municipalities=("urk",))
    meant = [ask(query).search.text_match.meant for query in ("q=zwijndrechd", "q=zwijndracth", "q=zwijndrecht")]
    assert meant == ["zwijndrecht", "zwijndracht", ""]
    assert ask("q=zwijndrecht+urk").search.text_match.meant == ""


def test_place_leads_to_places_of_its_size_and_to_wider_initiatives(no_initiatives):
    make_initiative("gelijk", municipalities=("almere",))
    make_initiative("streek", scope="regionaal", region="De Meierij", municipalities=("boxtel",))
    make_initiative("land", scope="landelijk", target_groups=("jongeren",))
    make_initiative("concept", scope="landelijk", status="draft")
    (place,) = ask("q=jongeren+den+bosch&provincie=flevoland").empty_places
    assert [(other.label, other.count, other.url) for other in place.similar] == [("Almere", 1, "/gemeenten/almere/")]
    assert [(other.label, other.count, other.url) for other in place.elsewhere] == [
        ("Landelijk", 1, "/initiatieven/?bereik=landelijk&q=jongeren"),
    ]
    (place,) = ask("gemeente=den-bosch").empty_places
    assert [(other.label, other.count, other.url) for other in place.elsewhere] == [
        ("Regionaal, elders in Noord-Brabant", 1, "/initiatieven/?bereik=regionaal&provincie=noord-brabant"),
        ("Landelijk", 1, "/initiatieven/?bereik=landelijk"),
    ]
    (place,) = ask("gemeente=urk").empty_places
    assert place.elsewhere[0].url == "/initiatieven/?bereik=regionaal"


@pytest.mark.parametrize("words", ["zeppelins almere", "zeppelins gm0034", "zeppelins almere haven"])
def test_place_with_initiatives_on_other_subjects_only_is_told_with_where_to_look(no_initiatives, words):
    make_initiative("hier", municipalities=("almere",))
    for slug, place in (("even-groot", "breda"), ("in-de-provincie", "urk"), ("ver-weg", "tiel")):
        make_initiative(slug, title="Zeppelins", municipalities=(place,))
    make_initiative("overal", title="Zeppelins", scope="landelijk")
    (place,) = ask(q=words).empty_places
    assert (place.name, place.subject) == ("Almere", "zeppelins")
    assert [(other.label, other.count, other.url) for other in place.similar] == [
        ("Breda", 1, "/initiatieven/?gemeente=breda&q=zeppelins")
    ]
    assert [(other.label, other.count, other.url) for other in place.elsewhere] == [
        ("Alles in Almere", 1, "/initiatieven/?gemeente=almere"),
        ("In de provincie Flevoland", 1, "/initiatieven/?provincie=flevoland&q=zeppelins"),
        ("Landelijk", 1, "/initiatieven/?bereik=landelijk&q=zeppelins"),
    ]


def test_place_with_an_initiative_on_the_subject_needs_no_advice(no_initiatives):
    make_initiative("hier", title="Zeppelins", municipalities=("almere",))
    make_initiative("ook", title="Ballonnen", municipalities=("almere",))
    assert empty("q=zeppelins+almere") == empty("q=almere") == empty("q=zeppelins") == []


@pytest.mark.parametrize("words", ["lenen", "een goed boek", "dak lozen", "huis arts"])
def test_word_that_has_the_lemma_of_a_town_is_no_town(words):
    assert [term.nicknamed for term in ask(q=words).search.text_match.query.terms if term.is_place] == []


@pytest.mark.parametrize(("town", "place"), [("geleen", "Sittard-Geleen"), ("naarden", "Gooise Meren")])
def test_town_is_not_taken_for_a_word_with_its_stem(town, place):
    (term,) = ask(q=town).search.text_match.query.terms
    assert term.is_place
    assert [named.today[0].name for named in ask(q=town).search.text_match._named_places] == [place]


@pytest.mark.parametrize("name", ["Noordwijk", "Beuningen", "Rijswijk"])
def test_municipality_goes_before_a_village_of_the_same_name(name):
    (term,) = ask(q=name).search.text_match.query.terms
    assert (term.named, term.nicknamed) == ((("gemeente", name.lower()),), ())


@pytest.mark.parametrize(
    ("name", "slug"),
    [("rosmalen", "den-bosch"), ("mokum", "amsterdam"), ("a'dam", "amsterdam"), ("gm0363", "amsterdam")],
)
def test_town_nickname_and_code_lead_to_the_municipality(no_initiatives, name, slug):
    make_initiative("een", title="Zeppelins", municipalities=(slug,))
    make_initiative("ander", title="Zeppelins", municipalities=("urk",))
    assert slugs(ask(q=f"zeppelins {name}")) == ["een", "ander"]
    assert len(ask(q=f"zeppelins {name}").search.text_match.matches.full) == 1


@pytest.mark.parametrize("query", ["gemeente=amsterdam", "q=weesp", "q=ouderen+weesp", "q=GM0457"])
def test_merger_is_told(query):
    assert mergers(query) == ["Weesp hoort sinds 24 maart 2022 bij Amsterdam."]


def test_several_mergers_on_one_day_are_one_sentence():
    day = "sinds 1 januari 2021"
    assert mergers("gemeente=eemsdelta") == [f"Appingedam, Delfzijl en Loppersum horen {day} bij Eemsdelta."]
    split = [f"Haaren is {day} verdeeld over Boxtel, Oisterwijk, Tilburg en Vught."]
    assert (mergers("gemeente=tilburg"), mergers("q=haaren")) == (split, split)
    assert mergers("gemeente=urk&q=amsterdam") == []


def test_merger_of_a_merged_municipality_has_the_last_date():
    weesp, amsterdam, urk = (Municipality.objects.get(slug=slug) for slug in ("weesp", "amsterdam", "urk"))
    Municipality.objects.filter(pk=amsterdam.pk).update(valid_until=date(2025, 1, 1))
    amsterdam.successors.set([urk])
    assert mergers("gemeente=urk") == ["Amsterdam en Weesp horen sinds 1 januari 2025 bij Urk."]
    Municipality.objects.filter(pk=weesp.pk).update(valid_until=date(2026, 1, 1))
    assert mergers("q=weesp") == ["Weesp hoort sinds 1 januari 2026 bij Urk."]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("q=weesp", "1 initiatief met “weesp” (nu Amsterdam)"),
        ("q=GM0457", "1 initiatief met “GM0457” (nu Amsterdam)"),
        ("q=weesp&precies=ja", "0 initiatieven met “weesp”"),
        ("q=amsterdam", "1 initiatief met “amsterdam”"),
        ("q=haaren", "1 initiatief met “haaren” (nu Boxtel, Oisterwijk, Tilburg en Vught)"),
    ],
)
def test_heading_says_what_a_former_municipality_is_now(no_initiatives, query, sentence):
    make_initiative("een", municipalities=("amsterdam",))
    make_initiative("twee", municipalities=("vught",))
    assert ask(query).sentence == sentence


def test_former_name_that_was_searched_for_keeps_its_capital(no_initiatives):
    make_initiative("een", municipalities=("amsterdam",), target_groups=("ouderen",))
    assert ask("q=weesp").search.text_match.synonyms_used == ["Amsterdam"]
    assert ask("q=bejaarden").search.text_match.synonyms_used[-1:] == ["ouderen"]
