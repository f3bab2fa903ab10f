"""Find LibreOffice, and get it where it is missing: `python -m tests.selection.office`."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests import debian

NAMES = ("soffice", "libreoffice")
PACKAGES = ("libreoffice-writer-nogui", "libreoffice-calc-nogui")
PARTS = ("libswlo.so", "libsclo.so")  # of the text processor and the spreadsheet
SECONDS = 180  # the first start of a new profile is slow on a busy machine


def find() -> str | None:
    """The path of LibreOffice on this machine, when it has all that the tests need."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    return program if program and all((Path(program).resolve().parent / part).exists() for part in PARTS) else None


def convert(files: Sequence[Path], folder: Path, kind: str, *options: str) -> None:
    """Make a file of another kind in `folder` of each file, such as a PDF.

    Without LibreOffice this raises `SystemExit`, so nothing is skipped in silence.

    All in one start, which is what takes long, and with a profile of its own, since two cannot share one.

    Raises:
        subprocess.CalledProcessError: LibreOffice refused.
        subprocess.TimeoutExpired: it took more than `SECONDS`.
        RuntimeError: a file is not there, with what LibreOffice said of it.
    """
    path = find() or sys.exit("LibreOffice is missing: run `make office`.")
    with tempfile.TemporaryDirectory(prefix="office-") as profile:
        command = [path, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", kind]
        command += [*options, "--outdir", str(folder), *map(str, files)]
        ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=SECONDS)
    missing = [file.name for file in files if not (folder / f"{file.stem}.{kind}").exists()]
    if missing:  # LibreOffice ends well also when it cannot read a file
        raise RuntimeError(f"LibreOffice made no {kind} of {missing}: {ran.stdout} {ran.stderr}")


def install() -> None:
    """Install Debian's package when that is allowed; or say what to do."""
    print("Installing LibreOffice for the tests of documents (about a minute) ...", flush=True)  # noqa: T201
    debian.install("--no-install-recommends", *PACKAGES, "fonts-liberation")
    if find() is None:
        sys.exit(f"LibreOffice is missing and could not be installed: install {' and '.join(PACKAGES)}.")


if __name__ == "__main__":
    find() or install()
