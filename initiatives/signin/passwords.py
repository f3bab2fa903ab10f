"""The hash of passwords, and which passwords are refused. Messages say what to do."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from allauth.core import context
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError

from initiatives.models import Municipality, Province
from initiatives.signin import events

ADVICE = "Neem bijvoorbeeld vier losse woorden die niets met elkaar te maken hebben."


class Argon2Hasher(Argon2PasswordHasher):
    """Argon2id with the parameters of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one thread.

    Django's take 100 MiB, which eight threads at once would each need.
    """

    memory_cost = 19_456  # KiB
    time_cost = 2
    parallelism = 1


class LengthValidator(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return f"Maak het wachtwoord langer: minstens {self.min_length} tekens. {ADVICE}"

    def get_help_text(self) -> str:
        return f"Minstens {self.min_length} tekens. {ADVICE}"


class CommonValidator(CommonPasswordValidator):
    def get_error_message(self) -> str:
        return f"Dit wachtwoord gebruiken veel mensen, en het wordt dus als eerste geprobeerd. {ADVICE}"

    def get_help_text(self) -> str:
        return "Geen wachtwoord dat veel mensen gebruiken."


class DigitsValidator(NumericPasswordValidator):
    def get_error_message(self) -> str:
        return f"Neem ook letters: dit wachtwoord heeft alleen cijfers. {ADVICE}"

    def get_help_text(self) -> str:
        return "Niet alleen cijfers."


class SimilarityValidator(UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return f"Dit wachtwoord lijkt op uw naam of e-mailadres. {ADVICE}"

    def get_help_text(self) -> str:
        return "Niet uw naam of e-mailadres."


# Words that come to mind for this site, in passwords that people change every season, and on a keyboard.
WORDS = Path(__file__).with_name("known_words.txt").read_text().split()
SHORTEST_WORD = 3  # letters; shorter names would be found in everything
MAX_CHECKED = 128  # characters; looking for repetitions takes time
LEAST_OWN = 8  # characters that must remain without known words, years and rows of signs
LOOKALIKES = str.maketrans("0134578@$!€", "oieastbasie")
SEQUENCES = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "09876543210")


class KnownWordsValidator:
    """Refuses what is made of known words: of the site, of the calendar, of places, and the owner's own name.

    “Welkom2026!!!!” has only a word, a year and repeated signs; nothing of it has to be guessed.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        plain = _plain(password[:MAX_CHECKED])
        words = [*WORDS, *_place_names(), *_words_of(user)]
        if min(_own_length(text, words) for text in (plain, plain.translate(LOOKALIKES))) < LEAST_OWN:
            raise ValidationError(
                "Dit wachtwoord is te raden: het bestaat uit bekende woorden (zoals welkom, gemeente, een seizoen, een "
                f"plaats of uw naam), een jaartal of een rijtje tekens. {ADVICE}",
                code="password_known_words",
            )

    def get_help_text(self) -> str:
        return "Niet alleen bekende woorden, zoals uw gemeente, een seizoen of uw naam, met een jaartal."

    def password_changed(self, password: str, user: User | None = None) -> None:
        """Django calls this after every change of a password, wherever it was made: the place to log it."""
        events.log_sign_in_event(events.PASSWORD_SET, user, context.request)


def _plain(text: str) -> str:
    """Small letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _place_names() -> list[str]:
    names = [*Municipality.objects.values_list("name", flat=True), *Province.objects.values_list("name", flat=True)]
    return [_plain(name) for name in names]


def _words_of(user: User | None) -> list[str]:
    """The words of somebody's names and e-mail address."""
    if user is None:
        return []
    text = " ".join([user.get_username(), user.first_name, user.last_name, user.email])
    return re.findall(r"[a-z]+", _plain(text))


def _own_length(text: str, words: Iterable[str]) -> int:
    """The number of characters that are left without words, years, sequences and repetitions."""
    for word in sorted({word for word in words if len(word) >= SHORTEST_WORD}, key=len, reverse=True):
        text = text.replace(word, " ")
    text = re.sub(r"(19|20)\d\d", " ", text)
    text = re.sub(r"(.+?)\1+", r"\1", text)
    return len(re.sub(r"\s", "", _without_sequences(text)))


def _without_sequences(text: str) -> str:
    """Leave the first character of each run along the alphabet or the digits."""
    pairs = {(row[i], row[i + 1]) for row in SEQUENCES for i in range(len(row) - 1)}
    kept = [character for i, character in enumerate(text) if i == 0 or (text[i - 1], character) not in pairs]
    return "".join(kept)
