"""A small catalogue: of the shipped fixtures only the initiatives of one source, and what they need.

Municipalities that are left out stay in the database of a test; a load leaves them alone.
"""

import re
import shutil
from pathlib import Path

from tests.shipped import FIXTURES

INITIATIVES = "initiatives/lijst-initiatieven-kwetsbare-doelgroepen.yaml"
SYNONYMS = 50  # of some hundreds, which no initiative needs
BEGIN = re.compile(r"^(?=- model: )", re.M)
OF_TESTS = ("GM0184",)  # municipalities that tests name: Urk
CODE, OWN_CODE = re.compile(r"\bGM\d{4}\b"), re.compile(r"^    code: (GM\d{4})$", re.M)
SLUG = re.compile(r"^    slug: (\S+)$", re.M)
# The record of an initiative or organisation, and one that belongs to an initiative; in both, the slug.
NAMED = re.compile(r"- model: initiatives\.(?:initiative|organisation)\n.*?^    slug: (\S+)$", re.M | re.S)
PART = re.compile(r"^    initiative: \[([a-z0-9-]+)\]$", re.M)


def copy_few(folder: Path, *, all_municipalities: bool = False) -> Path:
    """Copy the fixtures with the initiatives of the file `INITIATIVES` only, their parts and the first synonyms.

    Of the municipalities too it copies only what these need, unless all are wanted: they are half of the records.
    """
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
    if not all_municipalities:
        keep_municipalities(folder / "municipalities.yaml", {*CODE.findall(text), *OF_TESTS})
    return folder


def keep_municipalities(path: Path, codes: set[str]) -> None:
    """Leave in a file the municipalities with these codes, and what succeeded them."""
    head, *records = BEGIN.split(path.read_text(encoding="utf-8"))
    by_code = {OWN_CODE.search(record)[1]: record for record in records}
    kept, new = set(), codes
    while new:
        kept |= new
        new = {code for known in new for code in CODE.findall(by_code[known])} - kept
    path.write_text(head + "".join(by_code[code] for code in by_code if code in kept), encoding="utf-8")


def owner(record: str) -> str | None:
    """The slug of the initiative or organisation that a record is, or belongs to."""
    match = NAMED.match(record) or PART.search(record)
    return match and match[1]
