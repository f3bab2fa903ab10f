"""A copy that is brought up to date, and what keeps one from being made."""

import json
import shutil

import pytest
from django.core.management import CommandError, call_command

from initiatives.freezing.folder import Folder, FolderError
from initiatives.freezing.run import BrokenLinksError, freeze, source_of
from initiatives.models import Initiative
from initiatives.search.index import writer
from tests.freezing.world import BASE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_world")]


def state(path):
    """The time and content of every file."""
    files = [file for file in path.rglob("*") if file.is_file() and file.name not in (".lock", "manifest.json")]
    return {file.relative_to(path).as_posix(): (file.stat().st_mtime_ns, file.read_bytes()) for file in files}


def changed_pages(before, after):
    """The pages that were written; office files have the time at which they were made in them."""
    return {path for path in after if path.endswith(".html") and after[path] != before.get(path)}


@pytest.fixture
def frozen(tmp_path, copy):
    """A copy that a test may change: the files of the shared one."""
    path = tmp_path / "copy"
    shutil.copytree(copy, path)
    return path


def test_nothing_is_written_when_nothing_changed(frozen, freeze_to):
    before = state(frozen)
    assert freeze_to(frozen).changed == 0
    assert state(frozen) == before


def test_only_what_changed_is_written_and_what_is_gone_is_removed(frozen, freeze_to):
    before = state(frozen)
    Initiative.objects.filter(slug="wandelen").update(status="archived")
    writer.reindex(Initiative.objects.filter(slug="wandelen"))
    result = freeze_to(frozen)
    after = state(frozen)
    changed = {path for path in after if after[path] != before.get(path)}
    assert result.changed == len(changed)
    assert {"initiatieven/index.html", "gemeenten/urk/index.html", "zoekindex.js", "sitemap.xml"} <= changed
    assert not {"gemeenten/almere/index.html", "initiatieven/praatlijn/index.html", "404.html", "robots.txt"} & changed
    assert before.keys() - after.keys() >= {"initiatieven/wandelen/index.html", "api/v1/initiatieven/wandelen.json"}
    assert not (frozen / "initiatieven" / "wandelen").exists()


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_harmed_copy_is_repaired(frozen, freeze_to, harm):
    file = frozen / "gemeenten" / "almere" / "index.html"
    content = file.read_bytes()
    file.unlink() if harm == "missing" else file.write_bytes(content[:100])
    before = state(frozen)
    freeze_to(frozen)
    assert file.read_bytes() == content
    assert changed_pages(before, state(frozen)) == {"gemeenten/almere/index.html"}


def test_stopped_run_leaves_the_copy_as_it_was(frozen):
    before = state(frozen)
    Initiative.objects.filter(slug="praatlijn").update(title="De bellijn")
    writer.reindex(Initiative.objects.filter(slug="praatlijn"))

    def stop(line):
        if line.startswith("Checking"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Folder.opened(frozen) as folder:
        freeze(folder, BASE, stop)
    assert state(frozen) == before
    assert not (frozen / ".new").exists()


def test_run_that_stopped_while_placing_is_made_good(frozen, freeze_to):
    manifest = json.loads((frozen / "manifest.json").read_text())
    (frozen / "manifest.json").write_text(json.dumps(manifest | {"source": None}))
    (frozen / "index.html").write_text("half")
    before = state(frozen)
    freeze_to(frozen)
    assert changed_pages(before, state(frozen)) == {"index.html"}
    assert json.loads((frozen / "manifest.json").read_text())["source"] == manifest["source"]


def test_broken_link_is_reported_and_the_copy_stays(frozen, client):
    before = state(frozen)
    with Folder.opened(frozen) as folder:
        add, folder.source = folder.add, None

        def without_almere(path, *rest):
            if path != "gemeenten/almere/index.html":
                add(path, *rest)

        folder.add = without_almere
        with pytest.raises(BrokenLinksError) as raised:
            freeze(folder, BASE, lambda line: None)
    assert "initiatieven/boodschappenhulp/index.html: ../../gemeenten/almere/index.html" in raised.value.links
    assert state(frozen) == before


def test_copy_of_other_base_is_another_copy(frozen):
    with Folder.opened(frozen) as folder:
        assert folder.source == source_of(BASE)
        assert folder.source != source_of("http://localhost")


@pytest.mark.parametrize("content", ["", "{}", '{"format": "other"}', "[]", "no JSON"])
def test_folder_with_other_files_is_left_alone(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)
    (tmp_path / "letter.txt").write_text("Beste")
    with pytest.raises(FolderError, match="other files"), Folder.opened(tmp_path):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letter.txt", "manifest.json"]


def test_two_runs_do_not_share_a_folder(tmp_path):
    with Folder.opened(tmp_path), pytest.raises(FolderError, match="Another run"), Folder.opened(tmp_path):
        pass


def test_command_says_what_it_made(tmp_path, capsys):
    call_command("freeze", str(tmp_path / "copy"), base=BASE)
    call_command("freeze", str(tmp_path / "copy"), base=BASE)
    first, second = capsys.readouterr().out.splitlines()
    assert "written" in first
    assert "nothing changed" in second


@pytest.mark.parametrize(
    "base", ["http://elsewhere.example", "testserver", "http://testserver/pad", "ftp://testserver"]
)
def test_command_refuses_an_address_that_is_not_the_site(tmp_path, base):
    with pytest.raises(CommandError, match="ALLOWED_HOSTS"):
        call_command("freeze", str(tmp_path), base=base)


def test_command_says_that_it_may_not_write(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="Cannot write"):
        call_command("freeze", str(tmp_path / "file" / "copy"), base=BASE)
