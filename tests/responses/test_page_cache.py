"""What the page cache keeps, and for whom."""

import random
from datetime import datetime, time

import pytest
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils.http import http_date, parse_http_date
from django.utils.timezone import localdate, make_aware

from initiatives import urls
from initiatives.responses.etags import etag_for, with_etag
from initiatives.responses.page_cache import MAX_BYTES, page_cache
from initiatives.search.index.version import version_reader, version_time

# Pages of one person or of editors, redirects, and what has rules of its own or is read while somebody types.
OTHERS = {
    "selection",
    "selection_document",
    "preview",
    "preview_for_editor",
    "style_guide",
    "matrix_cell",
    "theme",
    "embed_style",
    "suggestions",
    "version",
}
OTHERS |= {"csv", "xlsx", "ods", "json", "approach_file"}


def test_every_other_page_is_cacheable():
    names = {pattern.name for pattern in urls.urlpatterns}
    assert {pattern.name for pattern in urls.urlpatterns if not hasattr(pattern.callback, "is_cacheable")} == OTHERS
    elsewhere = [pattern for pattern in get_resolver().url_patterns if hasattr(pattern, "callback")]
    assert [pattern.name for pattern in elsewhere if hasattr(pattern.callback, "is_cacheable")] == []
    assert len(names) == len(urls.urlpatterns)


class Site:
    """The middleware around a view; `made` counts what the view made."""

    def __init__(self, view):
        self.made, self._view = 0, view
        self._answer = page_cache(self._make)

    def _make(self, request):
        self.made += 1
        return self._view(request)

    def ask(self, path="/over/", **request):
        return self._answer(RequestFactory().get(path, **request))


@pytest.fixture(autouse=True)
def outside_a_transaction(db):
    """Nothing would be kept in the transaction of a test. These views use no database; the version has a connection."""
    version_time(version_reader.committed_version())  # read inside, as it will be known
    connection.in_atomic_block = False
    yield
    connection.in_atomic_block = True
    if version_reader._connection:
        version_reader._connection.close()


def page(request):
    return HttpResponse(f"{request.get_host()} {request.method} {'tekst ' * 100}")


def test_page_is_made_once_for_each_form():
    site = Site(page)
    for made, coding in enumerate(["", "br", "gzip"], start=1):
        answers = [site.ask(headers={"accept-encoding": coding}) for _ in range(3)]
        assert (len({answer.content for answer in answers}), site.made) == (1, made)
        assert [answer.headers for answer in answers[1:]] == [answers[0].headers] * 2


def test_page_is_not_given_to_another_site_or_question():
    site = Site(page)
    tags = {
        site.ask(path, **request)["ETag"]
        for path in ("/over/", "/over/?a=1", "/zoektips/")
        for request in ({}, {"HTTP_HOST": "localhost"}, {"SCRIPT_NAME": "/elders"}, {"secure": True})
    }
    assert (len(tags), site.made) == (12, 12)


def with_cookie(request):
    response = page(request)
    response.set_cookie("kleur", "rood")
    return response


@pytest.mark.parametrize(
    "view",
    [
        *(lambda request, status=status: HttpResponse(status=status) for status in (301, 400, 404, 410, 500, 503)),
        with_cookie,
        lambda request: HttpResponse(headers={"Vary": "Cookie"}),
        lambda request: HttpResponse(headers={"Vary": "Accept-Language"}),
        lambda request: HttpResponse(headers={"Cache-Control": "private"}),
        lambda request: HttpResponse(headers={"Cache-Control": "no-cache"}),
        lambda request: StreamingHttpResponse(["a"]),
    ],
)
def test_error_and_what_depends_on_more_is_not_kept(view):
    site = Site(view)
    answers = [site.ask(headers={"accept-encoding": "br"}) for _ in range(2)]
    assert (site.made, ["ETag" in answer for answer in answers]) == (2, [False, False])


def test_response_with_a_tag_of_its_own_keeps_it():
    site = Site(lambda request: HttpResponse(headers={"ETag": '"eigen"'}))
    assert [site.ask()["ETag"] for _ in range(2)] == ['"eigen"'] * 2
    assert site.made == 2


@pytest.mark.parametrize(
    "request_of_one",
    [{"headers": {"cookie": "sessionid=abc"}}, {"headers": {"content-type": "text/plain"}}, {"REQUEST_METHOD": "POST"}],
)
def test_request_of_one_person_and_an_unusual_one_is_neither_answered_from_the_cache_nor_kept(request_of_one):
    site = Site(page)
    tag = site.ask()["ETag"]
    for _ in range(2):
        assert "ETag" not in site.ask(**request_of_one)
        assert site.ask("/zoektips/", **request_of_one).status_code == 200
    assert (site.made, site.ask()["ETag"], site.made) == (5, tag, 5)
    site.ask("/zoektips/")
    assert site.made == 6


@pytest.mark.parametrize(
    "path", ["/selectie/", "/initiatieven.csv", "/suggesties", "/beheer/", "/over", f"/{'a' * 300}/"]
)
def test_what_is_no_page_is_not_kept(path):
    site = Site(page)
    assert ["ETag" in site.ask(path) for _ in range(2)] == [False, False]
    assert site.made == 2


def test_any_tag_is_known_only_for_what_exists():
    site = Site(lambda request: HttpResponse(status=404 if request.GET else 200))
    any_tag = {"headers": {"if-none-match": "*"}}
    assert [site.ask(path, **any_tag).status_code for path in ("/over/", "/over/", "/over/?a=b")] == [304, 304, 404]


def test_page_that_did_not_change_since_is_not_sent_again():
    site = Site(page)
    answer = site.ask()
    since = answer["Last-Modified"]
    midnight = make_aware(datetime.combine(localdate(), time()))
    latest = max(version_time(version_reader.committed_version()), midnight)
    assert parse_http_date(since) == int(latest.timestamp())
    statuses = {
        (since, None): 304,
        (http_date(parse_http_date(since) + 1), None): 304,
        (http_date(parse_http_date(since) - 1), None): 200,
        ("gisteren", None): 200,
        (since, '"een-andere"'): 200,
        (http_date(0), answer["ETag"]): 304,
    }
    for (time_known, tag), status in statuses.items():
        headers = {"if-modified-since": time_known} | ({"if-none-match": tag} if tag else {})
        assert site.ask(headers=headers).status_code == status, headers
    assert site.made == 1


def test_kept_page_is_given_only_to_who_takes_its_form():
    site = Site(page)
    for accept, made in [("text/html", 1), ("*/*", 1), ("", 1), ("application/xml", 2), ("text/html", 2)]:
        site.ask(headers={"accept": accept} if accept else {})
        assert (accept, site.made) == (accept, made)


def test_lists_of_the_api_are_kept_too():
    site = Site(lambda request: with_etag(HttpResponse("{}", content_type="application/json"), tag_now(request)))
    assert len({site.ask("/api/v1/provincies?aantal=1").content for _ in range(2)}) == site.made == 1
    patterns = get_resolver("initiatives.api.urls").url_patterns
    assert [pattern.name for pattern in patterns if not hasattr(pattern.callback, "is_cacheable")] == []


def tag_now(request):
    return etag_for(request, version_reader.committed_version(), localdate())


def test_bytes_of_all_forms_count():
    size = MAX_BYTES * 4 // 10
    text = random.Random(1).randbytes(size * 3 // 4).hex()[:size]  # which takes half as much when it is compressed
    site = Site(lambda request: HttpResponse(text))
    for made, coding in [(1, "identity"), (2, "br"), (2, "identity"), (3, "gzip"), (3, "br"), (3, "identity")]:
        site.ask(headers={"accept-encoding": coding})
        assert (coding, site.made) == (coding, made)
    site.ask("/zoektips/")  # has no room beside the others
    site.ask(headers={"accept-encoding": "br"})
    assert site.made > 4


def test_page_larger_than_the_cache_is_sent_and_not_kept():
    site = Site(lambda request: HttpResponse("a" * (MAX_BYTES + 1)))
    assert [len(site.ask().content) for _ in range(2)] == [MAX_BYTES + 1] * 2
    assert site.made == 2
