"""A crawler that does as it is told: it reads robots.txt, and follows what links and pages allow."""

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin
from urllib.robotparser import RobotFileParser

from lxml import html

SITE = "http://testserver"
FOLLOWED = {"alternate", "canonical", "next", "prev"}  # relations of links in the head


class Page:
    """What a page tells crawlers.

    `title` is what it is called, `canonical` where it says that it belongs, `robots` what it asks of who reads it, and
    `followed` are the addresses on this site to go on to.
    """

    def __init__(self, address: str, content: str) -> None:
        root = html.fromstring(content)
        self.title = " ".join(root.xpath("normalize-space(/html/head/title)").split())
        self.robots = " ".join(root.xpath("//meta[@name='robots']/@content"))
        self.canonical = " ".join(root.xpath("//link[@rel='canonical']/@href"))
        links = root.xpath("//*[@href][self::a or self::link]")
        followed = [link for link in links if self._leads_on(link)] if "nofollow" not in self.robots else []
        targets = {urldefrag(urljoin(address, link.get("href"))).url for link in followed}
        self.followed = {target for target in targets if target.startswith(f"{SITE}/")} - {address}

    @staticmethod
    def _leads_on(link: html.HtmlElement) -> bool:
        relations = set(link.get("rel", "").split())
        return "nofollow" not in relations if link.tag == "a" else bool(relations & FOLLOWED)


@dataclass
class Crawl:
    """What a crawler met: the status of every address, and the pages among them."""

    statuses: dict[str, int] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    passed: set[str] = field(default_factory=set)

    @property
    def addresses(self) -> set[str]:
        """Of all pages, those that were passed too."""
        return {*self.pages, *self.passed}


def crawl(client, passing: Collection[str] = ()) -> Crawl:
    """Follow everything that is allowed; an address that redirects is one, and where it leads to is another.

    Pages that it is asked to pass are met and not read.
    """
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())
    result, waiting, known = Crawl(), deque([f"{SITE}/"]), {f"{SITE}/"}
    while waiting:
        address = waiting.popleft()
        if address in passing:
            result.passed.add(address)
            continue
        response = client.get(address)
        result.statuses[address] = response.status_code
        targets = {urljoin(address, response["Location"])} if response.has_header("Location") else set()
        content = b"".join(response) if response.streaming else response.content  # a file is closed when it is read
        if content and response["Content-Type"].startswith("text/html"):
            result.pages[address] = Page(address, content.decode())
            targets |= result.pages[address].followed
        new = {target for target in targets - known if rules.can_fetch("*", target)}
        known |= new
        waiting.extend(sorted(new))
    return result
