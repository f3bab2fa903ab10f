"""Makes a copy of the site in a folder, or brings it up to date."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from django.utils import timezone

from initiatives.freezing import own_pages, scope, search_index
from initiatives.freezing.addresses import Address
from initiatives.freezing.answers import Answer, Site, UnansweredError, kept_connection
from initiatives.freezing.archive import MEDIA_TYPE as WARC_TYPE
from initiatives.freezing.archive import Archive
from initiatives.freezing.folder import Folder, Source
from initiatives.freezing.links import broken_links
from initiatives.freezing.pages import Pages
from initiatives.freezing.release import release
from initiatives.search.index.version import current_version

HTML, CSS = "text/html", "text/css"
WARC, REDIRECTS = "catalogue.warc.gz", "redirects.map"
ABSENT = (404, 410)
NOWHERE = Address("/bestaat-niet/")  # answered with the page for what does not exist
REPORTED = 500  # addresses between two lines of progress
ATTEMPTS = 3

Say = Callable[[str], None]


class BrokenLinksError(Exception):
    """Links in the new copy lead to files that it does not have; `links` are the first of them."""

    def __init__(self, links: list[str]) -> None:
        self.links = links


class ChangingError(Exception):
    """The catalogue changed during every attempt."""


@dataclass(frozen=True)
class Result:
    """What a run did: how many files the copy has, and how many of them it wrote."""

    files: int
    changed: int


def source_of(base: str) -> Source:
    """Return what a copy of the site at a base would be made of now."""
    return Source(base, current_version(), release(), timezone.localdate().isoformat())


def freeze(folder: Folder, base: str, say: Say) -> Result:
    """Bring the copy in a folder up to date; what is there stays as it is until the new one is complete and checked.

    Args:
        base: the address of the site without a slash at the end.
        say: is told how far it is.

    Raises:
        UnansweredError: the site has no answer to one of its addresses.
        BrokenLinksError: a link in the copy leads nowhere.
        ChangingError: the catalogue was changed each time.
        OSError: the folder cannot be written, or the disk is full.
    """
    if folder.source == source_of(base) and folder.is_whole():
        return Result(len(folder.former), 0)
    for _ in range(ATTEMPTS):
        source = source_of(base)
        with kept_connection():
            _Freezing(folder, source, say).make()
        if source_of(base) == source:
            return _placed(folder, source, say)
        say("The catalogue changed meanwhile; starting again ...")
    raise ChangingError


def _placed(folder: Folder, source: Source, say: Say) -> Result:
    say("Checking links ...")
    if broken := list(islice(broken_links(folder.entries, folder.read), 100)):
        raise BrokenLinksError(broken)
    changed = folder.place(source, made_at=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", archive=WARC)
    return Result(len(folder.entries), changed)


class _Freezing:
    """One attempt: asks for addresses until no page links to a new one."""

    def __init__(self, folder: Folder, source: Source, say: Say) -> None:
        self._folder, self._source, self._say = folder, source, say
        self._site = Site(source.base)
        self._day = timezone.localdate()
        self._pages = Pages(source.base, own_pages.notice(self._day), self._redirection)
        self._moved: dict[Address, Address] = {}
        self._statuses: Counter[int] = Counter()

    def make(self) -> None:
        """Write the files of the new copy beside the old one."""
        self._folder.start()
        with self._folder.writing(WARC, WARC_TYPE) as file:
            description = f"Catalogue version {self._source.catalogue_version}, release {self._source.release}"
            archive = Archive(file, WARC, self._source.base, datetime.now(UTC), description=description)
            self._write_own_pages()
            required = dict.fromkeys(scope.first_addresses())
            waiting = deque(dict.fromkeys([*required, *scope.former_addresses()]))
            known = {*waiting, *scope.OWN}
            while waiting:
                address = waiting.popleft()
                self._report(sum(self._statuses.values()), len(waiting))
                self._freeze(self._site.get(address), archive, is_required=address in required)
                new = self._pages.needed.keys() - known
                known |= new
                waiting.extend(sorted(new))
                self._pages.needed.clear()
        self._write_redirects()

    def _report(self, done: int, waiting: int) -> None:
        if done % REPORTED == 0:
            self._say(f"{done:,} addresses frozen, {waiting:,} known to follow ...")

    def _freeze(self, answer: Answer, archive: Archive, *, is_required: bool) -> None:
        """Put the answer of an address into the copy and the archive.

        A page may link to what is not there (any more): then the copy has the page that says so.
        """
        self._statuses[answer.code] += 1
        address = answer.address
        if answer.code != 200 and scope.url_name(address.path) in scope.OPTIONAL:
            return
        if answer.code not in (200, 301):
            if is_required or answer.code not in ABSENT:
                raise UnansweredError(f"{address} is answered with {answer.status}.")
            self._say(f"{address} is answered with {answer.status}.")
        archive.add(answer)
        if answer.code == 301:
            self._write_moved(address, self._location(answer))
            return
        change = {HTML: self._pages.rewrite, CSS: self._pages.follow_style}.get(answer.media_type)
        content = change(answer.content, address) if change else answer.content
        self._folder.add(address.file, content, answer.media_type, str(address), answer.code)

    def _write_moved(self, address: Address, location: Address) -> None:
        self._moved[address] = location
        target, query = self._pages.destination(location)
        self._folder.add(address.file, own_pages.moved_page(address, target, query), HTML, str(address), 301)

    def _location(self, answer: Answer) -> Address:
        return Address.of(answer.header("Location").removeprefix(self._source.base))

    def _redirection(self, address: Address) -> Address | None:
        """Where the site redirects an address to; None when it does not."""
        answer = self._site.get(address)
        return self._location(answer) if answer.code == 301 else None

    def _write_own_pages(self) -> None:
        """Write the pages that the site does not have, and the one for what does not exist."""
        own = {
            scope.SEARCH: own_pages.search_page(self._day),
            scope.EXPLANATION: own_pages.explanation_page(self._day, self._source.base),
            scope.MISSING: self._site.get(NOWHERE).content,
        }
        for address, content in own.items():
            page = self._pages.rewrite(content, address, is_anywhere=address == scope.MISSING)
            self._folder.add(address.file, page, HTML)
        self._folder.add(scope.SEARCH_INDEX.file, search_index.script(), search_index.MEDIA_TYPE)

    def _write_redirects(self) -> None:
        """Write the addresses that moved as lines for a map of nginx."""
        lines = sorted(f'"{address}" "{target}";\n' for address, target in self._moved.items())
        self._folder.add(REDIRECTS, "".join(lines).encode(), "text/plain")
