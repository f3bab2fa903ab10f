"""The previous release and this one serve the same migrated database, beside each other."""

import io
import json
import os
import subprocess
import sys
import tarfile
from urllib.request import urlopen

import pytest

from tests.browser.running import start_gunicorn
from tests.databases import ROOT, copy_of_catalogue
from tests.proof import only_in_proof
from tests.sites import process
from tests.views.pages import PAGES

MIGRATIONS = "initiatives/migrations"
API = ("/api/v1/initiatieven", "/api/v1/gemeenten", "/api/v1/doelgroepen", "/api/v1/categorieen")
EDIT = """
from initiatives.models import Initiative
from initiatives.search.index import writer
Initiative.objects.filter(slug="coronamaatjes-almere").update(title={title!r})
writer.reindex(Initiative.objects.filter(slug="coronamaatjes-almere"))
from tests.factories import make_initiative
make_initiative({slug!r}, title={title!r})
"""


def git(*arguments):
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout


def previous_release() -> str:
    """Return the newest release; before there is one, the last commit with fewer migrations than this one."""
    tag = subprocess.run(["git", "describe", "--tags", "--abbrev=0"], cwd=ROOT, capture_output=True, text=True)
    if tag.returncode == 0:
        return tag.stdout.strip()
    names = git("ls-tree", "--name-only", "HEAD", f"{MIGRATIONS}/").split()
    for commit in git("log", "--first-parent", "--format=%H", "--", MIGRATIONS).decode().split():
        if len(git("ls-tree", "--name-only", commit, f"{MIGRATIONS}/").split()) < len(names):
            return commit
    raise AssertionError("No release had fewer migrations.")


@pytest.fixture(scope="module")
def previous(tmp_path_factory):
    """The code of the previous release, with its own collected static files."""
    if not (ROOT / ".git").exists():
        pytest.skip("The history is not here.")
    folder = tmp_path_factory.mktemp("previous")
    with tarfile.open(fileobj=io.BytesIO(git("archive", previous_release()))) as archive:
        archive.extractall(folder, filter="data")
    environment = {**os.environ, "VAR": str(folder / "var")}
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(command, cwd=folder, env=environment, check=True)
    assert (folder / MIGRATIONS).exists()
    return folder


@pytest.fixture
def sites(previous):
    """The addresses of both releases, and what runs Python in each, by name."""
    with copy_of_catalogue(f"releases_{os.getpid()}") as url:
        new, new_address = start_gunicorn(url, workers=1)
        old, old_address = start_gunicorn(url, workers=1, code=previous, VAR=str(previous / "var"))
        try:
            with process(url, ROOT) as edit_new, process(url, previous) as edit_old:
                yield {"new": (new_address, edit_new), "old": (old_address, edit_old)}
        finally:
            for one in (new, old):
                one.terminate()
                one.wait(timeout=30)


def read(address, path):
    with urlopen(address + path, timeout=30) as response:  # any other status than 200 raises
        return response.read().decode()


@only_in_proof
def test_previous_release_reads_and_writes_beside_this_one(sites):
    for path in PAGES.values():
        assert [len(read(address, path)) > 1_000 for address, _ in sites.values()] == [True, True]
    for path in API:
        new, old = (json.loads(read(address, path).replace(address, "")) for address, _ in sites.values())
        assert new == old
    for writer, reader in (("old", "new"), ("new", "old")):
        title = f"Geschreven door {writer}"
        sites[writer][1](EDIT.format(title=title, slug=f"geschreven-door-{writer}"))
        for name in (reader, writer):
            address = sites[name][0]
            assert title in read(address, "/initiatieven/coronamaatjes-almere/")
            assert title in read(address, f"/initiatieven/geschreven-door-{writer}/")
            assert f"geschreven-door-{writer}" in read(address, f"/initiatieven/?q=geschreven+{writer}")
