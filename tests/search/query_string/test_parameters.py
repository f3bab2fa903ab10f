"""What is read from a query string, and what of it is refused."""

import pytest
from django.http import QueryDict

from initiatives.models import SlugHistory, TargetGroup
from initiatives.search.facets.values import FacetValues
from initiatives.search.query_string.parameters import MAX_QUERY_LENGTH, MAX_QUERY_WORDS, MAX_VALUES, parse

pytestmark = pytest.mark.django_db


def read(query):
    return parse(QueryDict(query), FacetValues())


def messages(asked):
    return [str(fault) for fault in asked.faults]


def test_nothing_asked_is_the_default():
    asked = read("")
    assert (asked.words, asked.chosen, asked.national, asked.sort, asked.page) == ("", {}, False, "relevantie", 1)
    assert (asked.faults, asked.moved) == ([], {})


def test_values_repeat_and_come_out_sorted_and_once():
    asked = read("doelgroep=ouderen&doelgroep=jongeren&doelgroep=ouderen&fase=lopend")
    assert asked.chosen == {"doelgroep": ["jongeren", "ouderen"], "fase": ["lopend"]}


def test_empty_values_and_keys_are_nothing():
    asked = read("q=&gemeente=&doelgroep=%20&sorteer=&pagina=&landelijk=&=x&kleur=")
    assert (asked.words, asked.chosen) == ("", {})
    assert messages(asked) == ["Het filter “kleur” bestaat niet."]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("gemeente=atlantis", "Bij gemeente kennen wij “atlantis” niet. Kies iets uit de lijst."),
        ("fase=ooit", "Bij fase kennen wij “ooit” niet. Kies iets uit de lijst."),
        ("inwoners=veel", "Bij aantal inwoners kennen wij “veel” niet. Kies iets uit de lijst."),
        ("landelijk=nee", "Bij “landelijk” kan alleen “ja”."),
        ("sorteer=prijs", "Sorteren op “prijs” kan niet."),
        ("pagina=abc", "Pagina “abc” bestaat niet. Dit is de eerste pagina."),
        ("pagina=-1", "Pagina “-1” bestaat niet. Dit is de eerste pagina."),
        ("pagina=0", "Pagina “0” bestaat niet. Dit is de eerste pagina."),
        ("pagina=%D9%A3", "Pagina “٣” bestaat niet. Dit is de eerste pagina."),
        ("pagina=12345678901234567890", "Pagina “12345678901234567890” bestaat niet. Dit is de eerste pagina."),
        ("kleur=rood", "Het filter “kleur” bestaat niet."),
        ("gemeente=" + "a" * 500, f"Bij gemeente kennen wij “{'a' * 39}…” niet. Kies iets uit de lijst."),
        ("gemeente=a%00b", "Bij gemeente kennen wij “a\ufffdb” niet. Kies iets uit de lijst."),
        ("q=a%00b", "Wij kunnen één teken niet lezen. Dat is weggelaten."),
        ("q=een&q=twee", "“q” staat meer dan één keer in het adres. Alleen de laatste is gebruikt."),
    ],
)
def test_what_makes_no_sense_is_told(query, message):
    assert messages(read(query)) == [message]


def test_fault_alone_says_nothing_of_what_was_used():
    asked = read("q=een%00&q=" + "w+" * 250 + "&pagina=0&" + "&".join(f"gemeente=g{n}" for n in range(MAX_VALUES + 1)))
    assert [fault.message for fault in asked.faults if fault.remedy] == [
        "Bij gemeente zijn meer dan 50 keuzes gemaakt.",
        "Pagina “0” bestaat niet.",
        "De zoekvraag is langer dan 400 tekens.",
        "De zoekvraag heeft meer dan 60 woorden.",
        "“q” staat meer dan één keer in het adres.",
    ]


@pytest.mark.parametrize("query", ["aantal=10&pagina=2", "aantal=veel&aantal=100&pagina=nul&pagina=", "pagina=%00"])
def test_without_pages_nothing_that_is_said_of_them_matters(query):
    assert parse(QueryDict(query), FacetValues(), None) == read("")


def test_unknown_value_leaves_the_known_ones():
    asked = read("gemeente=atlantis&gemeente=almere")
    assert asked.chosen == {"gemeente": ["almere"]}


@pytest.mark.parametrize(("asked", "words"), [("a - b", "a b"), ("-a", "-a")])
def test_question_is_tidied(asked, words):
    assert read(f"q={asked}").words == words


def test_long_question_is_cut_and_told():
    asked = read("q=" + "a" * 10_000)
    assert asked.words == "a" * MAX_QUERY_LENGTH
    assert messages(asked) == ["De zoekvraag is langer dan 400 tekens. Alleen de eerste 400 zijn gebruikt."]


def test_many_words_are_cut_and_told():
    asked = read("q=" + "+".join(f"w{n}" for n in range(70)))
    assert asked.words.split() == [f"w{n}" for n in range(MAX_QUERY_WORDS)]
    assert messages(asked) == ["De zoekvraag heeft meer dan 60 woorden. Alleen de eerste 60 zijn gebruikt."]


def test_many_values_are_cut_and_told():
    asked = read("&".join(f"gemeente=g{n}" for n in range(MAX_VALUES + 10)))
    assert messages(asked)[0] == "Bij gemeente zijn meer dan 50 keuzes gemaakt. Alleen de eerste 50 zijn gebruikt."
    assert len(asked.faults) == MAX_VALUES + 1


@pytest.mark.parametrize(
    ("value", "slugs"),
    [
        ("GM0034", ["almere"]),
        ("'s-Gravenhage", ["den-haag"]),
        ("weesp", ["amsterdam"]),
        ("haaren", ["boxtel", "oisterwijk", "tilburg", "vught"]),
        ("Den Bosch", ["den-bosch"]),
    ],
)
def test_informal_and_outdated_municipality_is_moved(value, slugs):
    asked = read(QueryDict(mutable=True).urlencode() + f"gemeente={value}")
    assert asked.moved == {"gemeente": slugs}
    assert asked.chosen == {"gemeente": slugs}
    assert asked.faults == []


def test_renamed_group_is_moved():
    SlugHistory.objects.create(
        kind="target_group", slug="bejaarden", target_group=TargetGroup.objects.get(slug="ouderen")
    )
    assert read("doelgroep=bejaarden").moved == {"doelgroep": ["ouderen"]}
    assert read("categorie=bejaarden").moved == {}


def test_label_is_moved_to_its_slug():
    assert read("doelgroep=Alle+inwoners").moved == {"doelgroep": ["alle-inwoners"]}
