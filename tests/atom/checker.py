"""What is wrong with a feed: a schema for its elements, and rules that no schema can hold."""

from collections import Counter
from pathlib import Path

import feedparser
from lxml import etree, html

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))
PAGES = {"first", "last", "previous", "next"}


def complaints(content: bytes) -> list[str]:
    """What RFC 4287 and RFC 5005 forbid in a feed, or what feedparser stumbles over; nothing when it is valid.

    Args:
        content: of the feed, as it was sent.
    """
    try:
        feed = etree.fromstring(content)
    except etree.XMLSyntaxError as error:
        return [f"not XML: {error}"]
    if not SCHEMA.validate(feed):
        return [f"{error.line}: {error.message}" for error in SCHEMA.error_log]
    parsed = feedparser.parse(content)
    entries = feed.findall(f"{ATOM}entry")
    faults = [f"feedparser: {parsed.bozo_exception}"] if parsed.bozo else []
    faults += _of_authors(feed, entries) + _of_names(feed, entries) + _of_pages(feed)
    return faults + [fault for part in [feed, *entries] for fault in _of_links(part) + _of_html(part)]


def _of_authors(feed: etree._Element, entries: list[etree._Element]) -> list[str]:
    """Sections 4.1.1 and 4.1.2: the feed has an author, or each of its entries has."""
    if feed.find(f"{ATOM}author") is not None:
        return []
    return [f"no author: {_name(entry)}" for entry in entries or [feed] if entry.find(f"{ATOM}author") is None]


def _of_names(feed: etree._Element, entries: list[etree._Element]) -> list[str]:
    """Sections 4.2.6 and 4.1.1: names are absolute, and an entry stands in a feed once."""
    names = [_name(entry) for entry in entries]
    faults = [f"no absolute id: {name}" for name in [_name(feed), *names] if ":" not in name]
    return faults + [f"more than once: {name}" for name, times in Counter([_name(feed), *names]).items() if times > 1]


def _of_pages(feed: etree._Element) -> list[str]:
    """RFC 5005, section 3: each relation once, and a page that is neither first nor last has both its neighbours."""
    times = Counter(link.get("rel") for link in feed.findall(f"{ATOM}link"))
    faults = [f"{relation} more than once" for relation in PAGES | {"self"} if times[relation] > 1]
    faults += [] if times["self"] else ["no link to itself"]
    ends = times["first"], times["last"]
    return faults + ([] if ends == (bool(PAGES & times.keys()),) * 2 else ["a page without first or last"])


def _of_links(part: etree._Element) -> list[str]:
    """Section 4.1.1: no two alternates of one kind; and addresses are absolute, since no base is given."""
    links = part.findall(f"{ATOM}link")
    kinds = Counter(
        (link.get("type"), link.get("hreflang")) for link in links if link.get("rel", "alternate") == "alternate"
    )
    faults = ["more than one alternate" for times in kinds.values() if times > 1]
    faults += [] if kinds else [f"no alternate: {_name(part)}"]
    return faults + [f"no absolute address: {link.get('href')}" for link in links if "://" not in link.get("href")]


def _of_html(part: etree._Element) -> list[str]:
    """Section 3.1.1.2: what says that it is HTML is, and has nothing in it that could run."""
    marked = [element.text or "" for element in part if element.get("type") == "html"]
    roots = [html.fragment_fromstring(text, create_parent="div") for text in marked]
    return [f"script in {_name(part)}" for root in roots if root.xpath("//script|//*[@*[starts-with(name(), 'on')]]")]


def _name(part: etree._Element) -> str:
    return part.findtext(f"{ATOM}id")
