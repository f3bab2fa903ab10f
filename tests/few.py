"""A small catalogue: of the shipped fixtures only the initiatives of one source, and what they need."""

import re
import shutil
from pathlib import Path

from tests.shipped import FIXTURES

INITIATIVES = "initiatives/lijst-initiatieven-kwetsbare-doelgroepen.yaml"
SYNONYMS = 50  # of some hundreds, which no initiative needs
BEGIN = re.compile(r"^(?=- model: )", re.M)
SLUG = re.compile(r"^    slug: (\S+)$", re.M)
# The record of an initiative or organisation, and one that belongs to an initiative; in both, the slug.
NAMED = re.compile(r"- model: initiatives\.(?:initiative|organisation)\n.*?^    slug: (\S+)$", re.M | re.S)
PART = re.compile(r"^    initiative: \[([a-z0-9-]+)\]$", re.M)


def copy_few(folder: Path) -> Path:
    """Copy the fixtures with the initiatives of the file `INITIATIVES` only, their parts and the first synonyms."""
    shutil.copytree(FIXTURES, folder)
    text = (folder / INITIATIVES).read_text(encoding="utf-8")
    slugs = {*SLUG.findall(text), *re.findall(r"\[([a-z0-9-]+)\]", text)}  # of initiatives, and of what they name
    vocabularies = [folder / f"{name}.yaml" for name in ("organisations", "recommendations", "relations")]
    for path in [*(folder / "initiatives").iterdir(), *vocabularies]:
        head, *records = BEGIN.split(path.read_text(encoding="utf-8"))
        kept = "".join(record for record in records if (slug := owner(record)) is None or slug in slugs)
        path.write_text(head + (kept or "[]"), encoding="utf-8")
    synonyms = folder / "synonyms.yaml"
    synonyms.write_text("".join(BEGIN.split(synonyms.read_text(encoding="utf-8"))[: SYNONYMS + 1]), encoding="utf-8")
    (folder / "findings.yaml").write_text("[]", encoding="utf-8")  # they rest on the initiatives of all sources
    return folder


def owner(record: str) -> str | None:
    """The slug of the initiative or organisation that a record is, or belongs to."""
    match = NAMED.match(record) or PART.search(record)
    return match and match[1]
