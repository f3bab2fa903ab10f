"""Search by meaning: what words do not find, in a group of its own, and nothing else when it is off."""

from functools import cache

import pytest
from django.db import connection

from initiatives.models import Initiative
from initiatives.search.index import meanings, snapshot, writer
from initiatives.search.index.snapshot import current_index
from initiatives.search.language import meaning
from initiatives.search.page.answer_page import RELATED_HEADING
from initiatives.search.weights import MAX_RELATED
from tests.asking import ask, slugs
from tests.factories import make_initiative
from tests.views.pages import text

pytestmark = pytest.mark.django_db

SUBJECTS = {
    "bellen": ("Praatje aan de lijn", "Vrijwilligers bellen oude mensen die alleen zijn, om te praten."),
    "laptops": ("Laptops voor thuis", "Gezinnen zonder geld lenen een computer, zodat kinderen huiswerk maken."),
    "hotel": ("Slapen in een hotel", "Daklozen krijgen een kamer in een leeg hotel, tegen besmetting."),
    "fiets": ("Gezond op de fiets", "Bewoners fietsen samen door de wijk om in beweging te blijven."),
    "taal": ("Taalles op afstand", "Nieuwkomers leren Nederlands met een docent op het scherm."),
    "moestuin": ("Samen in de tuin", "Buren verbouwen groente op een veldje en koken daarmee."),
    "schuld": ("Rust in de portemonnee", "Wie rekeningen niet kan betalen, krijgt uitstel en een coach."),
    "mantelzorg": ("Even vrij", "Wie voor een zieke partner zorgt, krijgt een dag hulp."),
    "prik": ("Priklocatie in de moskee", "Artsen vaccineren bezoekers na het gebed."),
    "muziek": ("Concert op het plein", "Een orkest speelt onder de ramen van een verzorgingshuis."),
    "boeken": ("Bibliotheek aan huis", "Vrijwilligers brengen romans en luisterboeken langs."),
    "hond": ("Uitlaatdienst", "Scholieren laten de hond uit van wie ziek op bed ligt."),
    "winkel": ("Kleding voor niets", "In de weggeefwinkel liggen jassen en schoenen."),
    "film": ("Bioscoop op wielen", "Een vrachtwagen met een scherm rijdt langs de flats."),
    "bus": ("Rijdende toiletten", "Chauffeurs kunnen onderweg hun handen wassen."),
    "post": ("Kaartjes van de klas", "Leerlingen schrijven brieven aan onbekenden."),
    "kapper": ("Knippen in de keuken", "Een kapper leert mensen zelf hun haar te knippen."),
    "kerk": ("Kaarsen voor het raam", "Gelovigen steken op zondagavond een licht aan."),
    "fabriek": ("Mondkapjes van de naaiclub", "Naaisters maken mondkapjes van oude lakens."),
    "stemmen": ("Stembureau met ruimte", "Kiezers lopen in één richting door de sporthal."),
}


text_vector = cache(meaning.text_vector)  # every test begins with the same texts, and a vector takes 20 ms


@pytest.fixture
def with_meaning(settings, no_initiatives, monkeypatch):
    """A few initiatives on different subjects, with vectors."""
    settings.MEANING = True
    monkeypatch.setattr(meanings, "text_vector", text_vector)
    for slug, (title, summary) in SUBJECTS.items():
        make_initiative(slug, title=title, summary=summary, searchable=False)
    writer.reindex(Initiative.objects.all())
    snapshot._newest = None


def vectors():
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest, xmin::text FROM initiatives_meaning ORDER BY digest")
        return cursor.fetchall()


def related(words):
    index = current_index()
    keys = ask(q=words).search.text_match.matches.related.keys
    slug_of = dict(Initiative.objects.values_list("pk", "slug"))
    assert all(key in index.everything for key in keys)
    return [slug_of[key] for key in keys]


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("couperen", "kapper"),
        ("een viool horen", "muziek"),
        ("pannenkoeken bakken", "moestuin"),
    ],
)
def test_other_words_for_the_same_find_it_under_their_own_heading(with_meaning, client, words, slug):
    answer = ask(q=words)
    assert related(words)[0] == slug
    assert [group.heading for group in answer.groups][-1] == RELATED_HEADING
    assert f"{answer.search.related_total} met andere woorden" in answer.sentence
    assert RELATED_HEADING in text(client.get("/initiatieven/", {"q": words}))


def test_what_words_find_comes_first(with_meaning):
    assert slugs(ask(q="laptops"))[0] == "laptops"
    kinds = [result.kind.value for result in ask(q="hond couperen").search.results]
    assert kinds == ["partial", *["related"] * (len(kinds) - 1)] != ["partial"]
    assert len(related("couperen")) <= MAX_RELATED


@pytest.mark.parametrize("words", ["xqzwxq", "", "-bellen", "12345", "🙂"])
def test_text_without_a_known_word_means_nothing(with_meaning, words):
    assert related(words) == []


def test_excluded_word_keeps_what_has_it_out(with_meaning):
    assert "kapper" in related("couperen")
    assert "kapper" not in slugs(ask(q="couperen -keuken"))


def test_related_initiatives_count_in_total_and_facets_and_can_be_filtered(with_meaning):
    here = ask(q="couperen")
    assert here.total == len(slugs(here)) == here.search.count("gemeente", "almere") > 0
    assert ask(q="couperen", gemeente="urk").total == 0
    assert slugs(ask(q="couperen", doelgroep="ouderen")) == slugs(here)


def test_turned_off_it_changes_nothing(with_meaning, settings):
    settings.MEANING = False
    snapshot._newest = None
    assert ask(q="couperen").total == 0
    assert slugs(ask(q="laptops")) == ["laptops"]


def test_vectors_are_made_once_for_a_text(with_meaning):
    before = vectors()
    assert len(before) == len(SUBJECTS)
    writer.reindex(Initiative.objects.all())
    assert vectors() == before
    Initiative.objects.filter(slug="fiets").update(summary="Een koor oefent op straat en zingt voor de buren.")
    writer.reindex(Initiative.objects.filter(slug="fiets"))
    assert len(set(vectors()) - set(before)) == 1


def test_rows_without_vectors_are_outdated_only_where_meaning_is_on(settings, no_initiatives):
    make_initiative("een")
    assert not writer.outdated_initiatives().exists()
    settings.MEANING = True
    assert [row.slug for row in writer.outdated_initiatives()] == ["een"]
    writer.reindex(writer.outdated_initiatives())
    assert not writer.outdated_initiatives().exists()


def test_while_no_vectors_are_made_yet_words_are_searched(settings, no_initiatives, client):
    for slug, (title, summary) in SUBJECTS.items():
        make_initiative(slug, title=title, summary=summary)
    settings.MEANING = True
    snapshot._newest = None
    assert slugs(ask(q="kapper")) == ["kapper"]
    assert related("couperen") == []
    assert client.get("/initiatieven/", {"q": "couperen"}).status_code == 200


def test_catalogue_that_is_too_large_goes_by_words(with_meaning, monkeypatch):
    monkeypatch.setattr(snapshot, "MAX_INITIATIVES", len(SUBJECTS) - 1)
    assert related("couperen") == []
    assert meanings.MAX_INITIATIVES >= 10_000


@pytest.mark.parametrize(
    "texts", ["a" * 200_000, "😀" * 3_000, "e\u0301" * 5_000, "\ud800 wandelen", "", "\u202eab" * 99]
)
def test_any_text_has_a_vector_of_length_one(texts):
    vector = meaning.query_vector(texts)
    assert vector.shape == (meaning.DIMENSIONS,)
    assert abs(float(vector @ vector) - 1) < 1e-3
    assert len(meaning.text_vector(texts)) == 2 * meaning.DIMENSIONS


def test_long_text_is_cut_to_what_is_read_in_time():
    words = "telefoonmaatjes voor ouderen die alleen thuis zitten " * 50
    read = meaning._within(words, meaning.MAX_QUERY_TOKENS)
    assert words.startswith(read)
    assert len(read.split()) > 10
    assert meaning._model().token_count(read, True) <= meaning.MAX_QUERY_TOKENS
