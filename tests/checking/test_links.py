"""Addresses that are cut off or glued are found, odd but whole ones are not."""

import pytest

from initiatives.checking.links import is_broken


@pytest.mark.parametrize(
    "url",
    [
        "https://www.voorbeeld.nl/een twee",
        "https://www.voorbeeld.nl/zin.",
        "https://www.voorbeeld.nl/half-",
        "https://www.voorbeeld.nl/haakje)",
        "https://www.voorbeeld.nl/vraag?",
        "https://voorbeeld",
        "www.voorbeeld.nl",
        "https://www.voorbeeld.nl/een\u2010twee",
        "https://www.voorbeeld.nlhttps://www.voorbeeld.nl",
        "https://www..nl/",
    ],
)
def test_broken_address_is_found(url):
    assert is_broken(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://voorbeeld.nl",
        "https://voorbeeld.nl?x=1",
        "https://voorbeeld.nl#top",
        "http://www.voorbeeld.nl/a_b/~c?d=e&f=%20#g",
        "https://sub.een-twee.voorbeeld.nl:8443/",
        "https://voorbeeld.nl/soep_(gerecht)",
        "https://web.archive.org/web/2020/https://voorbeeld.nl/",
        "https://café.voorbeeld.nl/",
    ],
)
def test_whole_address_is_not(url):
    assert not is_broken(url)
