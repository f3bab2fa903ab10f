"""What was found, in a sentence."""

import pytest

from tests.asking import ask
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "1 initiatief"),
        ("doelgroep=jongeren", "0 initiatieven voor jongeren"),
        (
            "categorie=eenzaamheid&provincie=flevoland&doelgroep=ouderen",
            "1 initiatief over eenzaamheid voor ouderen in Flevoland",
        ),
        ("gemeente=almere&gemeente=urk", "1 initiatief in Almere of Urk"),
        ("gemeente=almere&gemeente=den-haag&gemeente=urk", "1 initiatief in Almere, Den Haag of Urk"),
        ("gemeente=almere&gemeente=den-haag&gemeente=tiel&gemeente=urk", "1 initiatief in Almere of 3 andere"),
        ("inwoners=100000-250000", "1 initiatief in gemeenten met 100.000 tot 250.000 inwoners"),
        ("vorm=aan-huis&vorm=buiten", "0 initiatieven (aan huis of buiten)"),
        ("fase=lopend&bereik=lokaal", "0 initiatieven (fase: lopend) (bereik: lokaal)"),
        ("onderbouwing=cijfers", "0 initiatieven met resultaten in cijfers"),
        ("onderbouwing=beschreven", "0 initiatieven met resultaten of lessen in woorden"),
        ("onderbouwing=niet-genoemd", "1 initiatief zonder resultaten of lessen in de bron"),
        ("onderbouwing=beschreven&onderbouwing=cijfers", "0 initiatieven met resultaten of lessen"),
        (
            "onderbouwing=cijfers&onderbouwing=niet-genoemd",
            "1 initiatief met resultaten in cijfers of zonder resultaten of lessen in de bron",
        ),
        ("q=proef", "1 initiatief met “proef”"),
    ],
)
def test_sentence_says_what_is_chosen(no_initiatives, query, sentence):
    make_initiative("proef")
    assert ask(query).sentence == sentence


def test_sentence_names_a_source_with_its_capital(no_initiatives):
    sentence = ask(bron="sociale-impact-coronacrisis").sentence
    assert sentence == "0 initiatieven uit De sociale impact van de coronacrisis"


def test_sentence_quotes_the_beginning_of_a_whole_question(no_initiatives):
    make_initiative("proef", title="Zeppelin")
    begin = "ik zoek een voorbeeld van een gemeente met een "
    assert ask(q=f"{begin}drakenmuseum voor mensen").sentence == f"0 initiatieven met “{begin}drakenmuseum…”"


@pytest.mark.parametrize(
    ("query", "heading"),
    [("", "Initiatieven"), ("gemeente=almere&doelgroep=jongeren&q=a", "Initiatieven voor jongeren in Almere met “a”")],
)
def test_heading_says_the_same_without_a_number(no_initiatives, query, heading):
    assert ask(query).links.feed.label == heading


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("q=zeppelin", "2 initiatieven met “zeppelin”"),
        ("q=zeppelin+kompas", "1 initiatief met alle woorden van “zeppelin kompas”, 1 met een deel"),
        (
            "q=zeppelin+kompas&gemeente=urk",
            "Geen initiatief in Urk met alle woorden van “zeppelin kompas”, 1 met een deel",
        ),
        ("q=zeppelin+kompas&gemeente=tiel", "1 initiatief in Tiel met “zeppelin kompas”"),
        ("q=zeppelin+kompas&gemeente=almere", "0 initiatieven in Almere met “zeppelin kompas”"),
        ("q=zeppelin+kompas&sorteer=titel", "1 initiatief met alle woorden van “zeppelin kompas”, 1 met een deel"),
    ],
)
def test_sentence_counts_partial_matches_apart(no_initiatives, query, sentence):
    make_initiative("beide", title="Zeppelin met kompas", municipalities=("tiel",))
    make_initiative("een", title="Zeppelin", municipalities=("urk",))
    answer = ask(query)
    assert answer.sentence == sentence
    assert answer.total == sum(len(group.results) for group in answer.groups)
