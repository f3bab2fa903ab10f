"""What is compared of an initiative: web addresses in one form, names without places."""

import pytest
from django.db import connection

from initiatives.doubles.entries import link_key, without_places
from initiatives.doubles.vectors import letters, stems, trigrams


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.buurthulp.nl/", "http://buurthulp.nl"),
        ("https://buurthulp.nl/a?utm_campaign=x&id=3#top", "https://BUURTHULP.nl/A/?id=3"),
        ("https://vimeo.com/1?share=copy", "https://vimeo.com/1"),
        ("https://x.nl/caf%C3%A9", "https://x.nl/café"),
    ],
)
def test_same_page(one, other):
    assert link_key(one) == link_key(other) != ""


@pytest.mark.parametrize("url", ["", "geen adres", "https://[half", "mailto:wij@example.org"])
def test_what_is_no_web_address_is_shared_with_nothing(url):
    assert link_key(url) == ""


def test_other_page_of_one_site():
    assert link_key("https://x.nl/?id=1") != link_key("https://x.nl/?id=2")


@pytest.mark.parametrize(
    ("name", "places", "bare"),
    [
        ("Samen eten in Den Haag", {"Den Haag", "Haag"}, "Samen eten in"),
        ("Almere", {"Almere"}, "Almere"),
        ("Amsterdammertjes", {"Amsterdam"}, "Amsterdammertjes"),
    ],
)
def test_names_of_places_say_nothing(name, places, bare):
    assert without_places(name, places).strip() == bare


def test_words_written_together_or_apart_share_their_letters():
    assert letters("Buurt-hulp") & letters("Buurthulp") == letters("Buurthulp")
    assert stems("De wandelingen van de wijkteams") == stems("wandeling wijkteam")


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Coronamaatjes Almere", "De Bakfiets!", "Café-bus", ""])
def test_trigrams_are_those_of_postgresql(text):
    with connection.cursor() as cursor:
        cursor.execute("SELECT show_trgm(%s)", [text])
        (known,) = cursor.fetchone()
    hashed = {trigram for trigram in known if trigram.startswith("0x")}  # those with other letters than English ones
    assert {trigram for trigram in trigrams(text) if trigram.isascii()} == set(known) - hashed
