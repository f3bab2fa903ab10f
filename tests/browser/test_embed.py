"""A page of another origin shows a list in a frame, and can show nothing else of the catalogue; the builder's page."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.views.pages import EMBEDS

LIST, CARDS = "/embed/initiatieven/?aantal=5&doelgroep=ouderen", EMBEDS["embed_cards"]
REFUSED = ("/", "/initiatieven/", "/insluiten/", "/bestaat-niet/")
HEIGHTS = "[...document.querySelectorAll('iframe')].map((frame) => frame.clientHeight)"
WHOLE = "document.documentElement.scrollHeight === innerHeight"
FITS = "document.documentElement.scrollWidth <= innerWidth"
# A message of anybody else: the height of the first frame, 77 pixels before it, right after our script has had it.
TAMPERED = """() => new Promise((done) => {
  const frame = document.querySelector("iframe");
  const receive = (act, isFirst) => addEventListener("message", ({ source }) => source === window && act(), isFirst);
  receive(() => { frame.style.height = "77px"; }, true);
  receive(() => done(frame.clientHeight), false);
  postMessage({ embedHeight: 5 }, "*");
})"""
PAINTED = """([selector, property]) => getComputedStyle(document.querySelector(selector))[property]"""


class Host(BaseHTTPRequestHandler):
    """Somebody else's site: gives the one page that a test wrote."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.server.page.encode())

    def log_message(self, *_):
        """Nothing to read between the dots of the tests."""


@pytest.fixture(scope="module")
def host():
    """Write a page and get its address, on an origin of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def write(page):
        server.page = f'<!DOCTYPE html><html lang="nl"><title>Gemeente</title>{page}</html>'
        return f"http://127.0.0.1:{server.server_port}/"

    yield write
    server.shutdown()
    server.server_close()


def frames_of(site, *paths):
    urls = ((site + path).replace("&", "&amp;") for path in paths)
    return "".join(f'<iframe src="{url}" title="Lijst" height="600" style="width: 100%"></iframe>' for url in urls)


def painted(page, selector, prop):
    return page.evaluate(PAINTED, [selector, prop])


def test_other_site_shows_the_list_and_nothing_else(browser, site, host):
    context = browser.new_context()
    page = context.new_page()
    page.goto(host(frames_of(site, LIST, "/embed/bestaat-niet/", *REFUSED)))
    frames = page.main_frame.child_frames
    assert frames[0].get_by_role("heading", level=1).inner_text().endswith("initiatieven voor ouderen")
    assert frames[1].get_by_role("heading", level=1).inner_text() == "Deze pagina bestaat niet"
    assert [frame.url for frame in frames[2:]] == ["chrome-error://chromewebdata/"] * len(REFUSED)
    with context.expect_page() as opened:
        frames[0].get_by_role("link", name="Bekijk en filter verder").click()
    assert opened.value.url == f"{site}/initiatieven/?doelgroep=ouderen"
    with context.expect_page() as opened:
        frames[0].locator(".card__title a").first.click()
    assert opened.value.url.startswith(f"{site}/initiatieven/")
    assert frames[0].url == site + LIST
    assert context.cookies() == []
    context.close()


def test_frame_shows_the_list_without_any_script(open_window, site, host):
    page = open_window(java_script_enabled=False)
    page.goto(host(frames_of(site, LIST) + f'<script src="{site}/static/js/embed.js" async></script>'))
    frame = page.main_frame.child_frames[0]
    assert frame.locator(".card").count() == 5
    frame.get_by_role("link", name="Volgende").click()
    frame.get_by_text("Pagina 2 van").wait_for()
    assert page.locator("iframe").bounding_box()["height"] == 604  # and a border of two pixels


def test_script_makes_each_frame_as_high_as_its_list(open_window, site, host):
    page = open_window(width=600)
    page.goto(host(frames_of(site, LIST, CARDS) + f'<script src="{site}/static/js/embed.js" async></script>'))
    first, second = page.main_frame.child_frames
    for frame in (first, second):
        frame.wait_for_function(f"() => {WHOLE}")
    heights = page.evaluate(HEIGHTS)
    assert min(heights) > 700
    assert heights[0] != heights[1]
    page.set_viewport_size({"width": 320, "height": 800})
    page.wait_for_function(f"(before) => ({HEIGHTS})[0] > before", arg=heights[0])
    first.get_by_role("link", name="Volgende").click()
    first.get_by_text("Pagina 2 van").wait_for()
    page.wait_for_function("() => document.querySelector('iframe').getBoundingClientRect().y >= 0")
    first.wait_for_function(f"() => {WHOLE}")
    assert page.evaluate(TAMPERED) == 77


EMPTY = "De lijst met initiatieven is hier niet te zien. Open de lijst"
# The page of the other site waits a fiftieth of what our script asks for: 100 milliseconds.
HASTE = "<script>const wait = setTimeout; setTimeout = (act, time, ...rest) => wait(act, time / 50, ...rest)</script>"


def impatient(site, frames):
    """A page with frames and our script, which waits less long than it does for visitors."""
    return f'{HASTE}{frames}<script src="{site}/static/js/embed.js" async></script>'


def test_script_says_so_where_the_browser_refuses_the_frame(browser, site, host):
    context = browser.new_context()
    page = context.new_page()
    refused = host(impatient(site, frames_of(site, LIST)))
    page.goto(refused.replace("127.0.0.1", "localhost"), wait_until="load")  # a host that is not in EMBED_HOSTS
    page.get_by_text("De lijst met initiatieven is hier niet te zien.").wait_for()
    assert page.main_frame.child_frames[0].url == "chrome-error://chromewebdata/"
    page.wait_for_timeout(500)  # the frame came in after the script began to wait: it is not told twice
    assert page.locator("p").all_inner_texts() == [EMPTY]
    page.get_by_role("link", name="Open de lijst").click()
    page.wait_for_url(site + LIST)
    context.close()


def test_script_says_nothing_of_lists_that_can_be_seen_or_are_far_below(open_window, site, host):
    page = open_window()
    far = '<div style="height: 20000px"></div>' + frames_of(site, CARDS).replace("<iframe", '<iframe loading="lazy"')
    page.goto(host(impatient(site, frames_of(site, LIST) + far)))
    first, second = page.main_frame.child_frames
    first.wait_for_function(f"() => {WHOLE}")
    page.wait_for_timeout(500)
    assert (second.url == site + CARDS, page.locator("p").count()) == (False, 0)
    page.locator("iframe").last.scroll_into_view_if_needed()
    second.wait_for_function(f"() => {WHOLE}")
    page.wait_for_timeout(500)
    assert (second.url == site + CARDS, page.locator("p").count()) == (True, 0)


def test_list_has_the_brand_that_its_address_asks_for(open_window, site):
    page = open_window(width=200, color_scheme="dark")
    page.goto(f"{site}{CARDS}")
    assert painted(page, ".embed__head", "backgroundColor") == "rgb(21, 66, 115)"
    assert painted(page, ".card a", "color") == "rgb(125, 42, 111)"
    assert painted(page, ".embed__foot", "backgroundColor") == "rgb(253, 241, 247)"
    assert painted(page, ".button", "backgroundColor") == "rgb(202, 0, 93)"
    assert painted(page, ".card", "borderRadius") == "0px"
    assert painted(page, "body", "fontFamily") == "Georgia, serif"
    assert painted(page, "body", "backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate(FITS)


DARK_PAPER, LIGHT_PAPER = "rgb(18, 25, 28)", "rgb(255, 255, 255)"
# The scheme that an address asks for, the device of its reader, and what that gives.
SCHEMES = [
    ("", "dark", "light", LIGHT_PAPER),
    ("&thema=licht", "dark", "light", LIGHT_PAPER),
    ("&thema=auto", "dark", "light dark", DARK_PAPER),
    ("&thema=auto", "light", "light dark", LIGHT_PAPER),
    ("&thema=donker", "light", "dark", DARK_PAPER),
]


@pytest.mark.parametrize("colour", ["", "&kleur=154273"])
def test_list_is_light_unless_its_address_asks_otherwise(open_window, site, colour):
    page = open_window()
    for scheme, device, expected, paper in SCHEMES:
        page.emulate_media(color_scheme=device)
        page.goto(site + LIST + colour + scheme)
        painting = (painted(page, ":root", "colorScheme"), painted(page, "body", "backgroundColor"))
        assert painting == (expected, paper), (scheme, device)


def test_one_house_colour_is_in_bar_links_lines_and_surfaces(open_window, site):
    page = open_window(color_scheme="dark")
    page.goto(f"{site}{LIST}&kleur=154273&weergave=kaarten")
    assert painted(page, ".embed__head", "backgroundColor") == "rgb(21, 66, 115)"
    assert painted(page, ".button", "backgroundColor") == "rgb(21, 66, 115)"
    assert painted(page, ".card a", "color") == "rgb(21, 66, 115)"
    assert painted(page, ".card", "borderTopColor") == "rgb(196, 208, 220)"
    assert painted(page, ".embed__foot", "backgroundColor") == "rgb(236, 240, 244)"
    page.goto(f"{site}{LIST}&kleur=154273&weergave=kaarten&thema=auto")
    assert painted(page, ".card a", "color") == "color(srgb 0.678824 0.740588 0.807843)"
    assert painted(page, ".card", "borderTopColor") == "rgb(57, 66, 72)"
    assert painted(page, ".embed__foot", "backgroundColor") == "rgb(30, 38, 42)"


def test_list_is_dark_when_asked_and_light_on_paper(open_window, site):
    page = open_window(width=200, color_scheme="light")
    page.goto(site + EMBEDS["embed_dark"])
    assert painted(page, "body", "backgroundColor") == "rgb(18, 25, 28)"
    assert painted(page, ":root", "colorScheme") == "dark"
    assert page.evaluate(FITS)
    page.emulate_media(media="print", color_scheme="light")
    assert painted(page, ":root", "colorScheme") == "light"
    assert [painted(page, heading, "color") for heading in ("h1", "h2")] == ["rgb(27, 36, 39)"] * 2


def shown(page):
    """The address of the list in the builder's example."""
    return page.locator("iframe").get_attribute("src")


def test_builder_works_without_javascript(open_window, site):
    page = open_window(java_script_enabled=False)
    page.goto(f"{site}/insluiten/?provincie=flevoland")
    page.get_by_label("Doelgroep").select_option("Jongeren")
    page.get_by_label("Kop").fill('Voor "ons"')
    page.get_by_role("button", name="Werk het voorbeeld bij").first.click()
    assert shown(page) == "/embed/initiatieven/?doelgroep=jongeren&kop=Voor+%22ons%22&provincie=flevoland"
    assert page.frame_locator("iframe").get_by_role("heading", level=1).inner_text() == 'Voor "ons"'
    assert page.get_by_label("Kop").input_value() == 'Voor "ons"'


def test_builder_follows_the_form_and_tells_what_cannot_be_read(open_window, site):
    page = open_window(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{site}/insluiten/?doelgroep=jongeren")
    page.get_by_text("Losse kleuren, hoeken en letter").click()
    links = page.get_by_label("Links", exact=True)
    links.fill("#aaaaaa")
    fault = page.get_by_text("Te weinig contrast tussen “Links” en “Vlak onder”: 2,1.")
    fault.wait_for()
    assert links.get_attribute("aria-invalid") == "true"
    page.get_by_label("Kies een kleur: Links").fill("#7d2a6f")
    fault.wait_for(state="detached")
    assert (links.input_value(), links.get_attribute("aria-invalid")) == ("#7d2a6f", None)
    page.locator("iframe[src$='kleur-link=7d2a6f']").wait_for()
    assert "kleur-link=%237d2a6f" in page.url
    page.get_by_role("button", name="Kopieer de code").click()
    page.get_by_role("button", name="Code gekopieerd").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.get_by_label("Code", exact=True).input_value()
    assert f'src="{site}{shown(page)}"'.replace("&", "&amp;") in copied


def test_builder_follows_the_house_colour(open_window, site):
    page = open_window()
    page.goto(f"{site}/insluiten/?aantal=5")
    page.get_by_text("Losse kleuren, hoeken en letter").click()
    page.get_by_label("Uw huiskleur", exact=True).fill("#ffcc00")
    page.get_by_text("Wij maakten uw kleur veel donkerder (#8a6e00), zodat tekst leesbaar blijft.").wait_for()
    assert page.get_by_label("Links", exact=True).get_attribute("placeholder") == "#8a6e00"
    assert page.get_by_label("Kies een kleur: Links").input_value() == "#8a6e00"
    page.get_by_label("Kies een kleur: Uw huiskleur").fill("#154273")
    page.get_by_text("Wij maakten uw kleur").wait_for(state="detached")
    page.locator("iframe[src='/embed/initiatieven/?aantal=5&kleur=154273']").wait_for()
    assert page.get_by_label("Kies een kleur: Links").input_value() == "#154273"


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_example_and_code_are_beside_the_form_or_below_the_first_choices(open_window, site, width):
    page = open_window(width=width)
    page.goto(f"{site}/insluiten/")
    first, second = page.get_by_label("Uw huiskleur", exact=True), page.get_by_label("Kop", exact=True)
    example, code = page.locator("iframe"), page.get_by_label("Code", exact=True)
    first, second, example, code = (place.bounding_box() for place in (first, second, example, code))
    assert example["y"] < code["y"]
    if width == 1280:
        assert min(example["x"], code["x"]) > first["x"] + first["width"]
        assert second["y"] - first["y"] < 400  # nothing between them
    else:
        assert first["y"] < example["y"] < code["y"] < second["y"]
    assert page.evaluate(FITS)
