"""Google's Lighthouse on a phone (npm), one figure for each kind of page."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from initiatives.models import Initiative
from tests import debian
from tests.benchmarks.figures import Report
from tests.benchmarks.web import HOST, gunicorn
from tests.browser import chromium

PACKAGE = "lighthouse@12.8.2"  # the last for Node 20, which Debian has
FOLDER = Path(__file__).resolve().parents[2] / ".venv" / "lighthouse"
PAGES = {
    "home": "/",
    "list": "/initiatieven/",
    "initiative": "/initiatieven/{slug}/",
    "municipality": "/gemeenten/almere/",
    "map": "/kaart/",
    "matrix": "/matrix/",
}


def measure(report: Report) -> None:
    """Performance of six pages on a slow phone, 0 to 100: the median of three visits."""
    command = _install()
    slug = Initiative.objects.published().first().slug
    with gunicorn() as port:
        for name, path in PAGES.items():
            scores = sorted(_score(command, f"http://{HOST}:{port}{path.format(slug=slug)}") for _ in range(3))
            report.show(f"Lighthouse, performance on a phone: {name}", scores[1], ">= 95")


def _install() -> Path:
    """The command; installed with npm when it is not there."""
    command = FOLDER / "node_modules" / ".bin" / "lighthouse"
    if not command.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        if not shutil.which("npm"):
            debian.install("npm")
        arguments = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(FOLDER), PACKAGE]
        subprocess.run(arguments, check=True)
    return command


def _score(command: Path, address: str) -> float:
    flags = " ".join(["--headless=new", *chromium.FLAGS])
    arguments = [str(command), address, "--quiet", "--output=json", "--only-categories=performance"]
    environment = {**os.environ, "CHROME_PATH": chromium.find() or ""}
    done = subprocess.run(
        [*arguments, f"--chrome-flags={flags}"], env=environment, capture_output=True, text=True, check=True
    )
    return 100 * json.loads(done.stdout)["categories"]["performance"]["score"]
