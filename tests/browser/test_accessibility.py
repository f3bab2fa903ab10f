"""What axe-core finds, and what it leaves undecided; every page is held against it in `test_every_page`."""

import pytest

from catalogue import theme
from initiatives.search.crosstab import HEATS
from tests.browser import axe
from tests.browser.probes import add_style
from tests.browser.windows import fit, unfold

SCHEMES = {"light": axe.RULES, "dark": axe.OF_COLOURS}
PALE = "document.querySelector('h1').insertAdjacentHTML('afterend', '<p class=planted>Nauwelijks te lezen</p>')"
# A grey that can be read on white; in the dark theme it stands on nearly black.
GREY = "document.querySelector('.planted').style.color = '#606060'"
# What axe leaves undecided because it is so short: the numbers in the heat table.
NUMBERS = """() => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  const luminance = (...colours) => {
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    const linear = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const paper = getComputedStyle(document.body).backgroundColor;
  return Object.fromEntries([...document.querySelectorAll(".heat td[class]")].map((cell) => {
    const levels = [getComputedStyle(cell).backgroundColor, getComputedStyle(cell.firstChild).color]
      .map((colour) => luminance(paper, colour));
    return [cell.className, (Math.max(...levels) + 0.05) / (Math.min(...levels) + 0.05)];
  }));
}"""


@pytest.fixture(scope="module", params=[320, 1280])
def sized(request, browser):
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    yield context.new_page()
    context.close()


def open_whole(page, address):
    """Open a page with everything on it unfolded and painted, in a window of the same width."""
    page.set_viewport_size({"width": page.viewport_size["width"], "height": 800})
    page.goto(address)
    unfold(page)
    fit(page)
    axe.load(page)


def violations(page):
    """What axe finds in each colour scheme; a scheme without violations is left out."""
    violations_by_scheme = {}
    for scheme, rules in SCHEMES.items():
        page.emulate_media(color_scheme=scheme)
        violations_by_scheme[scheme] = axe.violations(page, rules)
    return {scheme: rules for scheme, rules in violations_by_scheme.items() if rules}


def test_axe_would_find_something(sized):
    sized.set_content("<html><body><img src=''><a href='#'></a></body></html>")
    axe.load(sized)
    assert {"image-alt", "link-name", "html-has-lang"} <= set(axe.violations(sized))


def test_axe_would_find_what_is_hard_to_read_in_the_dark_only(sized, site):
    open_whole(sized, f"{site}/privacy/")
    sized.evaluate(PALE)
    sized.evaluate(GREY)
    assert violations(sized) == {"dark": {"color-contrast": [[".planted"]]}}


# Our own link colour, and the darkest, the lightest greys and a few hues that a theme may have.
LINKS = ("#0b5a73", "#000000", "#6f6f6f", "#d0021b", "#154273", "#00796b", "#7d2a6f")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_numbers_in_the_heat_table_can_be_read(open_window, site, scheme):
    page = open_window(color_scheme=scheme)
    page.goto(f"{site}/matrix/")
    own = page.evaluate(NUMBERS)
    for link in LINKS:
        add_style(page, f"@layer tokens {{ :root {{ {theme.LINK}: {link} }} }}")  # over that of the colour before
        contrasts = page.evaluate(NUMBERS)
        assert theme.unreadable({theme.LINK: link}) == []
        assert sorted(contrasts) == [f"h{shade}" for shade in range(1, HEATS + 1)]
        assert min(contrasts.values()) >= 4.5, link
    assert contrasts != own
