"""Makes the web font from a package when static files are collected, so that no font stands in the repository."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

import fontpkg_public_sans as package
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage
from django.utils.functional import cached_property

PREFIX = "fonts"  # of the names of the static files
FONT, LICENCE = "public-sans.woff2", "OFL.txt"
FILES = (FONT, LICENCE)
WEIGHTS = (400, 800)  # from body text to headings
# Latin with the letters of Dutch, French, Turkish and Polish names, and the punctuation of Dutch texts.
RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B))
OTHERS = "–—‘’‚“”„†•…‰‹›€™−≈≤≥"  # noqa: RUF001 (these are the characters meant)
FEATURES = ("kern", "mark", "mkmk", "ccmp", "locl", "liga", "calt", "tnum")
SOURCE = package.ROOT / "files" / "PublicSans[wght].ttf"
PAIR_ADJUSTMENT = 2  # type of a lookup in GPOS (OpenType)
EDITION = 2  # of the changes below, which the values above do not show
PACKAGES = ("fontpkg-public-sans", "fonttools")  # of which another version can make another file


class FontFinder(BaseFinder):
    """Static files finder for the font and its licence, which are made when they are first asked for."""

    def find(self, path: str, find_all: bool = False, **options: Any) -> Any:
        """Return the absolute path of a static file, in a list with `find_all`; an empty list for files of others."""
        folder, _, name = path.replace(os.sep, "/").rpartition("/")
        if folder != PREFIX or name not in FILES:
            return []
        absolute = self.storage.path(name)
        return [absolute] if find_all else absolute

    def check(self, **_: Any) -> list[CheckMessage]:
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in FILES:
            yield name, self.storage

    @cached_property
    def storage(self) -> FileSystemStorage:
        storage = FileSystemStorage(location=made_font(settings.VAR / PREFIX))
        setattr(storage, "prefix", PREFIX)  # noqa: B010 (an attribute that only finders know)
        return storage


def made_font(folder: Path) -> Path:
    """Return the folder inside `folder` with the files of this version of font and subset; make them once.

    They are made elsewhere and moved there in one step: several processes can do so at once, and the first wins.
    """
    target = folder / _tag()
    if target.exists():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        unfinished = Path(temporary) / target.name
        unfinished.mkdir()
        write_font(unfinished / FONT)
        shutil.copyfile(package.ROOT / "LICENSE", unfinished / LICENCE)
        try:
            unfinished.rename(target)
        except OSError:
            if not target.exists():
                raise
    return target


def _tag() -> str:
    """Hash of all that decides what the font file contains."""
    parts = (EDITION, WEIGHTS, RANGES, OTHERS, FEATURES, *map(version, PACKAGES))
    return blake2b(repr(parts).encode(), digest_size=6).hexdigest()


def characters() -> set[int]:
    """Return the code points to keep, as far as the font has them."""
    return {code for first, last in RANGES for code in range(first, last + 1)} | set(map(ord, OTHERS))


def write_font(path: Path) -> None:
    """Write a variable font (WOFF2) with only the characters, weights and features above; takes 1.5 s."""
    # Imported here: a third of a second that a start with a finished font does not need.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    # With the time of the original, so that every server makes the same file, with the same name.
    font = TTFont(SOURCE, recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=list(FEATURES), name_IDs=["*"]))
    subsetter.populate(unicodes=characters())
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": WEIGHTS})
    _keep_spaces(font["GPOS"].table)
    font.flavor = "woff2"
    font.save(path)


def _keep_spaces(positioning: Any) -> None:
    """Take the space out of all kerning: behind a hyphen (“Dak- en thuislozen”) the font all but removes it.

    `positioning` is a GPOS table. Pairs are adjusted glyph by glyph (format 1) or by class (format 2).
    """
    subtables = [subtable for lookup in positioning.LookupList.Lookup for subtable in lookup.SubTable]
    for subtable in (getattr(table, "ExtSubTable", table) for table in subtables):
        if subtable.LookupType != PAIR_ADJUSTMENT:
            continue
        if subtable.Format == 2:
            subtable.ClassDef2.classDefs.pop("space", None)
            continue
        for pairs in subtable.PairSet:
            pairs.PairValueRecord = [pair for pair in pairs.PairValueRecord if pair.SecondGlyph != "space"]
            pairs.PairValueCount = len(pairs.PairValueRecord)
