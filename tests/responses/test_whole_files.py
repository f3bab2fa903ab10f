"""Files of all rows: made once, sent to many, and never in the way of pages."""

import gzip

import brotli
import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils.http import http_date

from initiatives.responses import whole_files
from initiatives.responses.file_cache import FileCache
from initiatives.responses.whole_files import WholeFile, file_response
from initiatives.search.index.version import current_version, version_reader, version_time

TEXT = "regel met tekst\n" * 500
DECODERS = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@pytest.fixture(autouse=True)
def outside_a_transaction(db):
    """Nothing would be kept in the transaction of a test. Outside it, all that is read must be known already."""
    version = version_reader.committed_version()
    version_time(version), version_time(version + 1)
    connection.in_atomic_block = False
    yield
    connection.in_atomic_block = True
    version_reader._connection.close()


class Maker:
    """Makes files; `made` counts the pieces."""

    def __init__(self, content_type="text/csv; charset=utf-8"):
        self.made, self.content_type, self.version = 0, content_type, version_reader.committed_version()

    def pieces(self):
        for line in TEXT.splitlines(keepends=True):
            self.made += 1
            yield line.encode()

    def ask(self, address="https://a/x.csv", method="get", **headers):
        file = WholeFile(address, "x.csv", self.content_type, self.version, self.pieces)
        return file_response(getattr(RequestFactory(), method)("/x.csv", headers=headers), file)


@pytest.fixture
def maker(tmp_path, monkeypatch):
    """Makes a file that is sent before it is complete, as a large one is."""
    monkeypatch.setattr(whole_files, "files", FileCache(tmp_path / "files", 10**6))
    monkeypatch.setattr(whole_files, "WHOLE_WITHIN", 0)
    return Maker()


def read(response):
    content = b"".join(response)
    response.close()
    return content


@pytest.mark.parametrize("coding", DECODERS)
def test_file_is_made_once_for_each_form_and_question(maker, coding):
    first = maker.ask(**{"accept-encoding": coding})
    contents = [read(first)]
    again = maker.ask(**{"accept-encoding": coding})
    contents.append(read(again))
    assert [DECODERS[coding](content).decode() for content in contents] == [TEXT] * 2
    assert maker.made == 500
    assert int(again["Content-Length"]) == len(contents[1])
    assert {key: value for key, value in again.items() if key != "Content-Length"} == dict(first.items())
    assert (first["Vary"], first.get("Content-Encoding", "identity")) == ("Accept-Encoding", coding)
    read(maker.ask("https://b/x.csv", **{"accept-encoding": coding}))
    assert maker.made == 1000


def test_other_version_is_another_file_and_one_that_was_overtaken_is_not_kept(maker):
    tags = set()
    for version in (maker.version, maker.version + 1, maker.version + 1):
        maker.version = version
        response = maker.ask()
        tags.add(response["ETag"])
        read(response)
    assert (len(tags), maker.made) == (2, 1500), "the catalogue is still at the first version"


def test_client_that_has_the_file_gets_none_and_head_makes_none(maker):
    head = maker.ask(method="head")
    assert (head.status_code, read(head), maker.made) == (200, b"", 0)
    for known in (
        {"if-none-match": head["ETag"]},
        {"if-none-match": f'W/{head["ETag"][:-1]}-br"'},
        {"if-modified-since": head["Last-Modified"]},
    ):
        assert maker.ask(**known).status_code == 304
    for unknown in (
        {"if-none-match": '"x"', "if-modified-since": head["Last-Modified"]},
        {"if-modified-since": http_date(0)},
        {"if-modified-since": "gisteren"},
    ):
        assert read(maker.ask(**unknown)) == TEXT.encode()
    assert read(maker.ask(method="head")) == b""
    assert maker.ask(method="head")["Content-Length"] == str(len(TEXT))


def test_one_file_is_made_at_a_time_and_a_kept_one_is_sent_beside_it(maker):
    read(maker.ask())
    begun = maker.ask("https://a/y.csv")
    refused = maker.ask("https://a/z.csv")
    assert (refused.status_code, refused["Retry-After"], refused["Cache-Control"]) == (503, "30", "no-store")
    assert "Er worden nu te veel bestanden gedownload" in refused.content.decode()
    assert read(maker.ask()) == TEXT.encode()
    assert read(begun) == TEXT.encode()
    assert maker.ask("https://a/z.csv").status_code == 200


def test_some_files_are_sent_at_a_time(maker):
    read(maker.ask())
    running = [maker.ask() for _ in range(2)]
    assert [response.status_code for response in (*running, maker.ask())] == [200, 200, 503]
    assert maker.ask(method="head").status_code == 200
    running.pop().close()
    assert read(maker.ask()) == TEXT.encode()


def test_file_that_is_made_soon_is_complete_before_it_is_sent(maker, monkeypatch):
    monkeypatch.setattr(whole_files, "WHOLE_WITHIN", 10)
    response = maker.ask()
    assert maker.made == TEXT.count("\n")
    assert maker.ask("https://a/z.csv").status_code == 200, "the place for making is free again"
    assert read(response) == TEXT.encode()


def test_making_ends_with_the_client(maker):
    response = maker.ask()
    content = iter(response)
    next(content), next(content)
    response.close()
    assert maker.made < 10
    assert list(whole_files.files.folder.iterdir()) == []
    assert read(maker.ask()) == TEXT.encode()


def test_slow_client_keeps_nobody_from_making_files(maker, monkeypatch):
    monkeypatch.setattr(whole_files, "PATIENCE", 0)
    response = maker.ask()
    content = iter(response)
    received = [next(content), next(content)]
    assert maker.made == 500, "the rest was made at once"
    assert read(maker.ask("https://a/y.csv")) == TEXT.encode()
    assert b"".join([*received, *content]) == TEXT.encode()


@pytest.mark.parametrize("patience", [0, 2])
def test_file_comes_without_a_disk_too(maker, monkeypatch, patience, tmp_path):
    (tmp_path / "text").write_text("no folder")
    monkeypatch.setattr(whole_files, "files", FileCache(tmp_path / "text", 10**6))
    monkeypatch.setattr(whole_files, "PATIENCE", patience)
    assert [read(maker.ask()) for _ in range(2)] == [TEXT.encode()] * 2
    assert maker.made == 1000


def test_disk_that_fills_up_behind_a_slow_client_ends_its_connection(maker, monkeypatch, tmp_path):
    monkeypatch.setattr(whole_files, "files", FileCache(tmp_path / "files", 2_000))
    monkeypatch.setattr(whole_files, "PATIENCE", 0)
    with pytest.raises(ConnectionAbortedError):
        read(maker.ask())
    assert list((tmp_path / "files").iterdir()) == []
    monkeypatch.setattr(whole_files, "PATIENCE", 2)
    assert read(maker.ask()) == TEXT.encode()


def test_spreadsheet_has_one_form(maker):
    maker.content_type = "application/vnd.oasis.opendocument.spreadsheet"
    response = maker.ask(**{"accept-encoding": "br"})
    assert (response.get("Vary"), response.get("Content-Encoding")) == (None, None)
    assert read(response) == TEXT.encode()


def test_inside_a_transaction_nothing_is_kept(maker):
    connection.in_atomic_block = True
    maker.version = current_version()
    assert [read(maker.ask()) for _ in range(2)] == [TEXT.encode()] * 2
    assert maker.made == 1000
