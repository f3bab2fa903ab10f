"""Find the Nu Html Checker and its Java, and get what is missing: `python -m tests.markup.checker`."""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tests import debian

VERSION = "26.9.27"
# Sha512 in base64; for another version: npm view vnu-jar@VERSION dist.integrity
INTEGRITY = "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA=="
JAR = Path(sys.prefix, "vnu", f"vnu-{VERSION}.jar")
# Java's quick compiler halves the time of so short a run; it needs a larger stack for the checker's deep schemas.
JAVA_FLAGS = ("-Xss4m", "-XX:TieredStopAtLevel=1")
# Errors and warnings. Left out are remarks that find no fault, such as that on the slash at the end of <br/>: it has no
# effect. With exit-zero-always only a checker that broke down ends with another status.
# Messages about newer CSS that the checker does not know.
NEWER = "paint-order|container-type|scroll-timeline|timeline-scope|animation-timeline"
UNKNOWN = rf".*(Property “({NEWER})” doesn't exist|Unrecognized at-rule “@container”).*"
OPTIONS = ("--format", "json", "--stdout", "--skip-info-messages", "--exit-zero-always", "--filterpattern", UNKNOWN)


def find() -> list[str] | None:
    """The command that runs the checker on this machine, if it and Java are there."""
    java = shutil.which("java")
    return [java, *JAVA_FLAGS, "-jar", str(JAR)] if java and JAR.exists() else None


def complaints(files: Iterable[Path], *, css: bool = False) -> list[str]:
    """What is wrong with pages and pictures (.html, .svg), or with style sheets, as `file:line: message: source`.

    One Java process reads them all; style sheets have one of their own, since beside them (--also-check-css) this
    version of the checker numbers the lines of pages from 0. Raises `SystemExit` when the checker is missing, so that
    nothing is skipped in silence.
    """
    command = find() or sys.exit("The Nu Html Checker or its Java is missing: run `make markup`.")
    command += [*OPTIONS, "--css" if css else "--also-check-svg", *map(str, files)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return [_line(message) for message in json.loads(done.stdout)["messages"]]


def _line(message: dict) -> str:
    """A message for people; one about a whole file has no line and no source."""
    source = " ".join(message.get("extract", "").split())
    return f"{Path(message['url']).name}:{message.get('lastLine', 1)}: {message['message']}: {source}"


def install() -> None:
    """Get the checker's jar with npm, and Java from Debian when that is allowed; or say what to do."""
    print("Installing the Nu Html Checker for the markup tests (30 MB) ...", flush=True)  # noqa: T201
    if not JAR.exists():
        _get_jar()
    if shutil.which("java") is None:
        debian.install("default-jre-headless")
    if find() is None:
        sys.exit("Java is missing and could not be installed: install default-jre-headless, version 17 or newer.")


def _get_jar() -> None:
    """Only the package is fetched: no script of it is run."""
    if shutil.which("npm") is None:
        debian.install("npm")
    if shutil.which("npm") is None:
        sys.exit("npm is missing and could not be installed: install your system's package npm.")
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--loglevel=error", "--ignore-scripts", f"vnu-jar@{VERSION}"]
        if subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=False).returncode:
            sys.exit(f"npm could not get the Nu Html Checker, vnu-jar {VERSION}.")
        unpack(next(Path(folder).glob("*.tgz")), JAR)


def unpack(package: Path, jar: Path) -> None:
    """Put the jar of the pinned package in its place, at once; raises `SystemExit` for any other package."""
    digest = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if digest != INTEGRITY:
        sys.exit(f"{package.name} is not the vnu-jar {VERSION} that is pinned: its sha512 is {digest}.")
    with tarfile.open(package) as archive:
        content = archive.extractfile("package/build/dist/vnu.jar").read()
    jar.parent.mkdir(parents=True, exist_ok=True)
    unfinished = jar.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(content)
    unfinished.replace(jar)


if __name__ == "__main__":
    find() or install()
