"""Files that are kept on disk: complete ones only, within a number of bytes."""

import os

import pytest

from initiatives.responses import file_cache
from initiatives.responses.file_cache import FileCache


@pytest.fixture(autouse=True)
def small_files(monkeypatch):
    monkeypatch.setattr(file_cache, "MIN_SIZE", 10)


@pytest.fixture
def cache(tmp_path):
    return FileCache(tmp_path / "files", 100)


def keep(cache, name, content):
    with cache.draft() as draft:
        draft.write(content)
        draft.keep(name)


def content(cache, name):
    file = cache.open(name)
    if file:
        with file:
            return file.read()
    return None


def on_disk(cache):
    return {path.name: path.stat().st_size for path in cache.folder.iterdir()}


def test_file_is_there_once_it_is_complete_for_other_processes_too(cache):
    with cache.draft() as draft:
        draft.write(b"een")
        assert content(cache, "naam") is None
        draft.write(b" twee")
        draft.keep("naam")
        assert list(draft.read_from(3)) == [b" twee"]
    assert content(FileCache(cache.folder, 100), "naam") == b"een twee"


def test_nothing_stays_of_a_file_whose_making_failed(cache):
    making = cache.draft()
    making.__enter__().write(b"half")
    assert len(on_disk(cache)) == 1
    making.__exit__(OSError, OSError("the client left"), None)
    assert on_disk(cache) == {}


def test_least_recently_used_files_make_room_also_what_a_crash_left(cache):
    cache.folder.mkdir()
    (cache.folder / f"{file_cache.PARTIAL}x").write_bytes(b"x" * 30)
    os.utime(cache.folder / f"{file_cache.PARTIAL}x", (0, 0))
    for number, name in enumerate("abc", start=1):
        keep(cache, name, name.encode() * 30)
        os.utime(cache.folder / name, (number, number))
    assert set(on_disk(cache)) == {"a", "b", "c"}
    assert content(cache, "a") == b"a" * 30
    keep(cache, "d", b"d" * 40)
    assert on_disk(cache) == {"a": 30, "c": 30, "d": 40}


def test_many_small_files_count_for_more_than_their_bytes(cache):
    for number in range(20):
        keep(cache, str(number), b"x")
    assert len(on_disk(cache)) == 10


def test_file_larger_than_the_room_is_written_no_further(cache):
    with cache.draft() as draft:
        for _ in range(20):
            draft.write(b"x" * 10)
        draft.keep("groot")
        assert (draft.is_lost, draft.size) == (True, 200)
        assert sum(on_disk(cache).values()) <= 110
    assert on_disk(cache) == {}


def test_folder_that_cannot_be_written_keeps_nothing_and_fails_nothing(tmp_path):
    (tmp_path / "files").write_text("no folder")
    cache = FileCache(tmp_path / "files", 100)
    keep(cache, "naam", b"tekst")
    assert content(cache, "naam") is None
