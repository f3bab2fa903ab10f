"""Which form of a response is sent, and what is compressed at all."""

import gzip
import random

import brotli
import pytest
from django.http import HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from hypothesis import given
from hypothesis import strategies as st

from initiatives.responses.encodings import (
    FLUSH_BYTES,
    IDENTITY,
    encode,
    encode_pieces,
    etags_of_forms,
    preferred_coding,
)

PAGE = "<p>Bellen met ouderen, bij u in de buurt.</p>\n" * 200
WEIGHTS = {"": 1, ";q=1": 1, "; q=1.000": 1, " ;\tq=0.5": 0.5, ";Q=0.001": 0.001, ";q=0": 0, "; q=0.000": 0}


@pytest.mark.parametrize(
    ("header", "coding"),
    [
        ("", IDENTITY),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZip, BR", "br"),
        ("identity", IDENTITY),
        ("deflate, zstd, compress", IDENTITY),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.1, gzip;q=1.0", "br"),
        ("*", "br"),
        ("*;q=0", IDENTITY),
        ("br;q=0, *;q=0.5", "gzip"),
        ("gzip, *;q=0", "gzip"),
        ("identity;q=1, *;q=0", IDENTITY),
        ("identity;q=0", IDENTITY),
        ("identity;q=0, gzip", "gzip"),
        (",, gzip ,", "gzip"),
        ("brotli, xgzip, gzipped", IDENTITY),
        ("br;q=1.5, gzip;q=-1", IDENTITY),
        ("br;q=nan, gzip;q=0.5555", IDENTITY),
        ("br;level=9", IDENTITY),
        ("br gzip", IDENTITY),
        ("\x00, \xff;q=é, gzip", "gzip"),
    ],
)
def test_form_is_the_first_that_the_client_accepts(header, coding):
    assert preferred_coding(header) == coding


@given(
    st.dictionaries(st.sampled_from(["br", "gzip", "*", "identity", "zstd"]), st.sampled_from([*WEIGHTS])), st.data()
)
def test_form_is_accepted_in_any_order_and_case(members, data):
    parts = [data.draw(st.sampled_from([coding, coding.upper()])) + weight for coding, weight in members.items()]
    separator = data.draw(st.sampled_from([",", ", ", " ,\t", ",,"]))
    header = separator.join(data.draw(st.permutations(parts)))
    accepted = {coding: WEIGHTS[weight] > 0 for coding, weight in members.items()}
    others = accepted.get("*", False)
    accepts_brotli, accepts_gzip = accepted.get("br", others), accepted.get("gzip", others)
    assert preferred_coding(header) == ("br" if accepts_brotli else "gzip" if accepts_gzip else IDENTITY)


@given(st.text())
def test_any_header_has_a_form(header):
    assert preferred_coding(header) in ("br", "gzip", IDENTITY)


@given(
    st.text(alphabet=st.characters(exclude_characters="*"), max_size=30).filter(lambda text: "br" not in text.lower())
)
def test_brotli_is_not_sent_unasked(header):
    assert preferred_coding(header) != "br"


def page(**headers):
    return HttpResponse(PAGE, headers={"ETag": '"abc"', "Content-Length": str(len(PAGE)), **headers})


@pytest.mark.parametrize(("coding", "decode"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_compressed_form_has_its_own_headers_and_the_same_text(coding, decode):
    response = encode(page(Vary="Accept"), coding)
    assert decode(response.content).decode() == PAGE
    assert response.headers == {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Encoding": coding,
        "Content-Length": str(len(response.content)),
        "ETag": f'"abc-{coding}"',
        "Vary": "Accept, Accept-Encoding",
    }
    assert len(response.content) < len(PAGE) / 10
    assert encode(page(), coding).content == response.content


def test_uncompressed_form_only_says_that_there_are_others():
    response = encode(page(), IDENTITY)
    assert response.headers == page(Vary="Accept-Encoding").headers
    assert response.content.decode() == PAGE


def test_forms_have_different_tags():
    assert list(etags_of_forms('"abc"')) == ['"abc"', '"abc-br"', '"abc-gzip"']


def test_not_modified_has_the_tag_of_a_form():
    response = encode(HttpResponseNotModified(headers={"ETag": '"abc"'}), "br")
    assert (response["ETag"], response["Vary"], response.content) == ('"abc-br"', "Accept-Encoding", b"")
    assert "Content-Encoding" not in response


@pytest.mark.parametrize(
    ("media_type", "is_text"),
    [
        ("text/html; charset=utf-8", True),
        ("text/turtle", True),
        ("application/json", True),
        ("application/problem+json; charset=utf-8", True),
        ("application/atom+xml", True),
        ("application/xml", True),
        ("image/svg+xml", True),
        ("image/png", False),
        ("application/vnd.oasis.opendocument.text", False),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", False),
        ("application/octet-stream; name=a/xml", False),
    ],
)
def test_only_texts_are_compressed(media_type, is_text):
    response = encode(page(**{"Content-Type": media_type}), "gzip")
    assert ("Content-Encoding" in response, "Vary" in response) == (is_text, is_text)


def with_cookie():
    response = page()
    response.set_cookie("sessionid", "geheim")
    return response


@pytest.mark.parametrize(
    "make",
    [
        with_cookie,
        lambda: page(**{"Cache-Control": "max-age=0, Private"}),
        lambda: page(**{"Cache-Control": "no-store"}),
        lambda: page(Vary="Accept, cookie"),
        lambda: page(**{"Content-Encoding": "zstd"}),
    ],
)
def test_what_is_for_one_person_or_encoded_is_left_alone(make):
    response = encode(make(), "br")
    assert (response.headers, response.content.decode()) == (make().headers, PAGE)


def test_what_is_sent_while_it_is_made_is_left_alone():
    response = encode(StreamingHttpResponse([b"a", b"b"], content_type="text/csv"), "br")
    assert (response.headers, b"".join(response)) == ({"Content-Type": "text/csv"}, b"ab")


@pytest.mark.parametrize(
    ("coding", "decode"), [("identity", bytes), ("br", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_long_text_comes_while_it_is_made(coding, decode):
    pieces = [random.Random(number).randbytes(500).hex().encode() for number in range(2 * FLUSH_BYTES // 1_000)]
    unmade = iter(pieces)
    encoded = encode_pieces(unmade, coding)
    next(piece for piece in encoded if len(piece) > 100)  # more than a header
    assert len(list(unmade)) > len(pieces) // 3
    assert decode(b"".join(encode_pieces(iter(pieces), coding))) == b"".join(pieces)
