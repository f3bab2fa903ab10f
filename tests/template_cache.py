"""The template database of an earlier run, for as long as nothing that it is made of changes.

Making it takes some fifteen seconds of processor, and restoring it two. That migrations, loading and collecting work
from nothing is tested by the first start of a trial (tests/catalogue), in each run.
"""

import os
import shutil
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

from catalogue.trial.postgres import programs

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "var" / "test-template"
SOURCES = ("catalogue", "fixtures", "initiatives", "static", "templates", "tests/databases.py", "tests/environment.py")
MOST = 3  # templates that are kept: of the branches that one works on
DUMP, FILES = "database.dump", ("fonts", "static")  # files: as collectstatic makes them, in the folder of a run


def folder() -> Path:
    """The folder of the template that belongs to the sources, packages, Python and day of now."""
    digest = sha256(f"{sys.version} {date.today()} {os.environ.get('MEANING')}".encode())
    paths = [ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock"]
    for source in SOURCES:
        paths += [ROOT / source] if (ROOT / source).is_file() else sorted((ROOT / source).rglob("*"))
    for path in paths:
        if path.is_file() and path.suffix != ".pyc":
            digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size} ".encode() + path.read_bytes())
    return CACHE / digest.hexdigest()


def restore(url: str, into: Path) -> bool:
    """Fill an empty database and the folder of a run; returns whether there was a template to do that from."""
    template = folder()
    if not template.exists():
        return False
    template.touch()
    _execute(url, _script(template / DUMP))
    for name in FILES:
        shutil.copytree(template / name, into / name)
    return True


def store(url: str, of: Path) -> None:
    """Keep a database and the files in the folder of a run for later runs, and no more than `MOST` in all."""
    unfinished = CACHE / of.name
    unfinished.mkdir(parents=True)
    _run("pg_dump", "--format=custom", "--compress=none", "--file", unfinished / DUMP, url)
    for name in FILES:
        shutil.copytree(of / name, unfinished / name)
    try:
        unfinished.rename(folder())
    except OSError:  # another run was first
        shutil.rmtree(unfinished)
    for old in sorted(CACHE.iterdir(), key=lambda path: path.stat().st_mtime)[:-MOST]:
        shutil.rmtree(old, ignore_errors=True)


def _script(dump: Path) -> str:
    """Return a dump as SQL that also servers older than the programs understand, for whoever owns the database."""
    command = [programs() / "pg_restore", "--no-owner", "--file=-", dump]
    script = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return script.replace("SET transaction_timeout = 0;\n", "")


def _execute(url: str, script: str) -> None:
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1"]
    command = [programs() / "psql", *options, "--dbname", url]
    subprocess.run(command, check=True, input=script, text=True, stdout=subprocess.DEVNULL)


def _run(program: str, *arguments: str | Path) -> None:
    subprocess.run([programs() / program, *arguments], check=True, stdout=subprocess.DEVNULL)
