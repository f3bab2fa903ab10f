"""Asks addresses of the site in a process of its own, on the database that DATABASE_URL names, without writing there.

`python -m initiatives.backups.asking` reads from standard input which addresses, as JSON, and writes the answers.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from random import Random
from typing import Any

# Of what is no page in the sitemap: a search, files, and answers for programs.
OTHERS = (
    "/initiatieven/?doelgroep=ouderen&sorteer=naam",
    "/initiatieven/?q=bellen",
    "/initiatieven.csv",
    "/initiatieven.json",
    "/initiatieven.atom",
    "/api/v1/initiatieven",
    "/sitemap.xml",
)
# It writes nothing: neither in the database, nor files that the site itself would send afterwards.
QUIET = {"READ_ONLY": "true", "FILES_MB": "0", "LOG_LEVEL": "CRITICAL"}


@dataclass(frozen=True)
class Answers:
    """What a site answered.

    Attributes:
        version: of its catalogue.
        found: status and SHA-256 of the content, by address.
    """

    version: int
    found: dict[str, tuple[int, str]]


def draw(url: str, number: int, seed: int) -> Answers:
    """Ask a site for addresses that are drawn from its sitemap; see `ask`."""
    return _asked(url, {"number": number, "seed": seed})


def ask(url: str, paths: list[str]) -> Answers:
    """Return what the site on a database answers.

    Raises:
        subprocess.CalledProcessError: it does not start.
    """
    return _asked(url, {"paths": paths})


def _asked(url: str, question: dict[str, Any]) -> Answers:
    command, environment = [sys.executable, "-m", __name__], os.environ | QUIET | {"DATABASE_URL": url}
    done = subprocess.run(  # noqa: S603 (this module)
        command, env=environment, input=json.dumps(question), text=True, stdout=subprocess.PIPE, check=True
    )
    answers = json.loads(done.stdout)
    return Answers(answers["version"], {path: tuple(answer) for path, answer in answers["found"].items()})


def _drawn(number: int, seed: int) -> list[str]:
    """Draw addresses of pages, beside those of other kinds."""
    pages: list[str] = []
    for path in _locations("/sitemap.xml"):  # of a large catalogue it names others
        pages += _locations(path) if path.endswith(".xml") else [path]
    others = list(OTHERS[:number])
    return others + Random(seed).sample(pages, min(len(pages), number - len(others)))  # noqa: S311 # nosec B311


def _locations(path: str) -> list[str]:
    _, content = _answer(path)
    return re.findall(r"<loc>https?://[^/<]+([^<]*)</loc>", content.decode())


def _answer(path: str) -> tuple[int, bytes]:
    from catalogue.health import own_environ
    from catalogue.wsgi import application

    statuses: list[int] = []
    content = b"".join(application(own_environ(path), lambda status, _: statuses.append(int(status[:3]))))
    return statuses[0], content


def main() -> None:
    """Answer what standard input asks."""
    import django
    from django.db import connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "catalogue.settings")
    django.setup()
    from catalogue.database import use_web_sessions
    from initiatives.search.index.version import current_version

    use_web_sessions()
    question = json.load(sys.stdin)
    paths = question.get("paths") or _drawn(question["number"], question["seed"])
    found = {path: (status, sha256(content).hexdigest()) for path in paths for status, content in [_answer(path)]}
    json.dump({"version": current_version(), "found": found}, sys.stdout)
    connection.close_pool()  # type: ignore[attr-defined] # of PostgreSQL only


if __name__ == "__main__":
    main()
