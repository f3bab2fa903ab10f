"""Which passwords are refused, and what is said of it."""

import secrets

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

pytestmark = pytest.mark.django_db

ANNA = User(username="ajansen", first_name="Anna", last_name="Jansen-de Vries", email="anna.jansen@voorbeeldstad.nl")


def complaints(password):
    try:
        validate_password(password, ANNA)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        "Welkom2026!!!!",
        "Wachtwoord123!",
        "W3lk0m@2027!!!",
        "Zomer2026Almere!",
        "GemeenteUtrecht1",
        "Corona-initiatieven1",
        "Súdwest-Fryslân26",
        "JansenJansen1234",
        "voorbeeldstad2026",
        "januari-februari",
        "qwertyuiop1234",
        "aaaaaaaaaaaaaaaa",
        "abcdefghijklmnop",
        "welkomwelkomwelkom",
    ],
)
def test_known_and_own_words_are_refused(password):
    messages = complaints(password)
    assert any("Dit wachtwoord is te raden" in message for message in messages)
    assert any("vier losse woorden" in message for message in messages)


@pytest.mark.parametrize(
    ("password", "message"),
    [
        ("k3J#9vQx!2L", "Maak het wachtwoord langer: minstens 12 tekens."),
        ("518273940617", "Neem ook letters: dit wachtwoord heeft alleen cijfers."),
        ("anna.jansen@voorbeeldstad", "Dit wachtwoord lijkt op uw naam of e-mailadres."),
        ("q1w2e3r4t5y6", "Dit wachtwoord gebruiken veel mensen"),
    ],
)
def test_other_weak_passwords_are_refused(password, message):
    assert any(told.startswith(message) for told in complaints(password))


@pytest.mark.parametrize(
    "password",
    ["paard batterij nietje", "k3J#9vQx!2Lm", "mijn fiets stond in Urk te roesten", "straße naar Ede vol gaten"],
)
def test_good_passwords_pass(password):
    assert complaints(password) == []


def test_random_passwords_pass():
    assert [password for password in (secrets.token_urlsafe(12) for _ in range(50)) if complaints(password)] == []


def test_very_long_password_is_checked_quickly():
    assert complaints("ab" * 100_000 + "1") != []
