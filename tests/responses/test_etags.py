"""When a client has the current response."""

from datetime import date

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from initiatives.responses.encodings import etags_of_forms
from initiatives.responses.etags import etag_for, is_any_known, is_known

OURS = '"0123456789abcdef"'
OTHERS = st.text(st.characters(codec="ascii", exclude_categories=["Cc"], exclude_characters='"'), max_size=20)


def naming(header):
    return RequestFactory().get("/", headers={"if-none-match": header})


@given(
    others=st.lists(OTHERS.map('"{}"'.format)),
    weak=st.sampled_from(["", "W/"]),
    ours=st.sampled_from([*etags_of_forms(OURS)]),
    separator=st.sampled_from([",", ", ", " , "]),
    data=st.data(),
)
def test_any_form_is_known_wherever_it_stands(others, weak, ours, separator, data):
    place = data.draw(st.integers(0, len(others)))
    tags = [*others[:place], weak + ours, *others[place:]]
    assert is_known(naming(separator.join(tags)), OURS)
    assert is_known(naming(separator.join(others)), OURS) == (ours in others)


@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc"])))
def test_header_that_does_not_name_it_is_not_an_error(header):
    assert not is_known(naming(header), OURS)


@pytest.mark.parametrize(
    "header", ["", "*", "0123456789abcdef", '"0123456789abcdef', '"0123456789abcdef-zstd"', f"w/{OURS}", f"W/ {OURS}"]
)
def test_part_of_a_tag_is_not_known(header):
    assert not is_known(naming(header), OURS)


@pytest.mark.parametrize(
    ("header", "is_any"), [("*", True), (" * ", True), ('"*"', False), (f"*, {OURS}", False), ("", False)]
)
def test_star_is_any_response(header, is_any):
    assert is_any_known(naming(header)) == is_any


# What a tag depends on


def tag(query="", version=1, day=date(2026, 1, 1), path="/initiatieven/", **environ):
    request = RequestFactory().get(path, **environ)
    request.META["QUERY_STRING"] = query
    return etag_for(request, version, day)


@pytest.mark.parametrize(
    "other",
    [
        {"version": 2},
        {"day": date(2026, 1, 2)},
        {"query": "q=a"},
        {"path": "/kaart/"},
        {"HTTP_HOST": "elders.example"},
        {"SCRIPT_NAME": "/elders"},
        {"wsgi.url_scheme": "https"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
    ],
)
def test_everything_that_a_page_depends_on_changes_its_tag(other):
    assert tag() == tag()
    assert tag(**other) != tag()


def test_order_of_keys_does_not_change_a_tag_but_that_of_values_does():
    assert tag("gemeente=almere&fase=idee") == tag("fase=idee&gemeente=almere")
    assert tag("q=a&q=b") != tag("q=b&q=a")
    assert tag("q=a&%71=b") != tag("%71=b&q=a")
    assert tag("a+b=1&a%20b=2") != tag("a%20b=2&a+b=1")
