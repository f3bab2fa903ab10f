"""Rewrites a page of the site for a copy: relative links, a dated notice, and nothing that needs a server."""

import re
from collections.abc import Callable
from urllib.parse import urldefrag, urljoin

from lxml import html

from initiatives.freezing.addresses import Address, relative_link
from initiatives.freezing.scope import EXPLANATION, SEARCH, is_frozen, list_for, url_name

# What only works with a server or with modules, which browsers do not load from files: scripts and what they reveal,
# the selection, the search field of one facet, links to views of an answer that a copy does not have. The script of
# lists in frames of other sites stays: it asks no server, and nginx shows those lists while the application is away.
NEEDLESS = (
    "//script[@type='module'][not(contains(@src, 'embed_height'))]",
    "//link[@rel='preload']",
    "//a[@data-save]",
    "//a[@data-selection]/parent::li",
    "//form[contains(@class, 'facet__search')]",
    "//button[contains(concat(' ', @class, ' '), ' waits ')]",
)
CSS_LINK = re.compile(r"url\(\s*[\"']?([^\"')]+)")
NEXT_PAGE = re.compile(r'<([^>]+)>; rel="next"')
LINKS = "//*[@href or @src or @action]"
ATTRIBUTES = ("href", "src", "action")
ELSEWHERE = {"canonical", "external"}  # relations of links that go on leading to the site itself

Redirect = Callable[[Address], Address | None]  # where an address redirects to


class Pages:
    """Rewrites the pages of one copy.

    Attributes:
        needed: the addresses that pages link to, in the order in which they were met.
    """

    def __init__(self, base: str, notice: str, redirect: Redirect) -> None:
        """Take the base of the site, the HTML of the notice, and a function that asks where an address leads."""
        self._base, self._notice, self._redirect = base, notice, redirect
        self.needed: dict[Address, None] = {}
        self._destinations: dict[Address, tuple[Address, str]] = {}

    def rewrite(self, content: bytes, address: Address, *, is_anywhere: bool = False) -> bytes:
        """Return a page as a file of the copy.

        Args:
            is_anywhere: it is shown at any address, so that its links begin with a slash.
        """
        root = html.document_fromstring(content.decode())
        for element in (element for path in NEEDLESS for element in root.xpath(path)):
            element.drop_tree()
        self._add_notice(root)
        for element in root.xpath(LINKS):
            for name in ATTRIBUTES:
                if (link := element.get(name)) is not None:
                    self._rewrite_link(element, name, link, address, is_anywhere)
        return html.tostring(root, doctype="<!DOCTYPE html>", encoding="utf-8")

    def follow_style(self, content: bytes, address: Address) -> bytes:
        """Note what a style sheet refers to, and return it as it is: these links are relative already."""
        for link in CSS_LINK.findall(content.decode()):
            if not link.startswith("data:"):
                self.needed.setdefault(Address.of(urljoin(str(address), link)))
        return content

    def follow_header(self, link: str) -> None:
        """Note the next page of a list for programs, which only its Link header names (RFC 8288)."""
        for url in NEXT_PAGE.findall(link):
            self.needed.setdefault(Address.of(url.removeprefix(self._base)))

    def destination(self, address: Address) -> tuple[Address, str]:
        """Return the address in the copy for one of the site, and the query for a page that reads one itself."""
        if address not in self._destinations:
            self._destinations[address] = self._destination(address)
        target, query = self._destinations[address]
        self.needed.setdefault(target)
        return target, query

    def _destination(self, address: Address) -> tuple[Address, str]:
        if url_name(address.path) == "matrix_cell":
            address = self._redirect(address) or address
        target = address if is_frozen(address) else list_for(address) or EXPLANATION
        return (SEARCH, target.query) if target.path == SEARCH.path else (target, "")

    def _add_notice(self, root: html.HtmlElement) -> None:
        """Put the notice at the top, behind the link that skips the menu."""
        skip = root.xpath("//body/a[@class='skip-link']")
        body = root.find("body")
        body.insert(len(skip), html.fragment_fromstring(self._notice))

    def _rewrite_link(
        self, element: html.HtmlElement, name: str, link: str, address: Address, is_anywhere: bool
    ) -> None:
        absolute, fragment = urldefrag(urljoin(f"{self._base}{address}", link))
        is_own = f"{absolute}/".startswith(f"{self._base}/") and not link.startswith("#")
        if not is_own or ELSEWHERE & {*element.get("rel", "").split()}:
            return
        wanted = Address.of(absolute.removeprefix(self._base) or "/")
        target, query = self._form_target(element) if name == "action" else self.destination(wanted)
        if target == EXPLANATION and element.tag == "link":  # a feed
            element.getparent().remove(element)
        elif not is_frozen(wanted) and element.xpath("ancestor::nav[@class='views']"):  # not as a map, for instance
            element.getparent().drop_tree()
        else:
            start = f"/{target.file}" if is_anywhere else relative_link(address.file, target.file)
            element.set(name, start + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else ""))

    @staticmethod
    def _form_target(form: html.HtmlElement) -> tuple[Address, str]:
        """A form with a field for words leads to the search of the copy."""
        form.attrib.pop("data-suggestions", None)
        return (SEARCH if form.xpath(".//input[@name='q']") else EXPLANATION), ""
