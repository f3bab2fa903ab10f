"""All public addresses of a site: those of its sitemap, of its lists for programs, and what both do not have."""

import re
from urllib.parse import urlsplit
from urllib.request import urlopen

LOCATION = re.compile(r"<loc>([^<]+)</loc>")
APPROACH, KINDS = re.compile(r"/aanpakken/[^/]+/"), ("odt", "docx", "xlsx")
NEXT = re.compile(r'<([^>]+)>; rel="next"')
LISTS = ("initiatieven", "gemeenten", "provincies", "doelgroepen", "categorieen", "aanpakken", "bronnen", "facetten")
FILES = (
    *("/initiatieven.csv", "/initiatieven.json", "/initiatieven.xlsx", "/initiatieven.ods", "/initiatieven.atom"),
    *("/catalogus.ttl", "/catalogus.jsonld", "/datapackage.json", "/tabelschema.json", "/robots.txt", "/sitemap.xml"),
    "/api/v1/openapi.json",
)


def public_addresses(address: str) -> list[str]:
    """Return the paths and queries of all pages, files and plain lists of a site.

    Args:
        address: of the site, which answers.
    """
    sections = LOCATION.findall(_text(f"{address}/sitemap.xml"))
    pages = [path for section in sections for path in LOCATION.findall(_text(section))]
    found = [_path(page.replace("&amp;", "&")) for page in pages]
    found += [_path(section) for section in sections]
    for name in LISTS:
        found += _pages_of_list(address, f"/api/v1/{name}")
    approaches = [path.rstrip("/") for path in found if APPROACH.fullmatch(path)]
    found += [f"{path}.{kind}" for path in approaches for kind in KINDS]
    return list(dict.fromkeys([*found, *FILES]))


def _pages_of_list(address: str, path: str) -> list[str]:
    pages = [path]
    while True:
        with urlopen(f"{address}{pages[-1]}") as response:
            following = NEXT.search(response.headers.get("Link", ""))
        if not following:
            return pages
        pages.append(_path(following[1]))


def _text(url: str) -> str:
    with urlopen(url) as response:
        return response.read().decode()


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
