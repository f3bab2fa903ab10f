"""The table of combinations: its headings stay in sight, it is whole on paper, and every cell has its headings."""

from io import BytesIO
from unicodedata import normalize

import pytest
from pypdf import PdfReader

PATH = "/matrix/?toon=doelgroep"
# After scrolling, in the first table: where its frame is, its corner, a heading of each kind, and the cell of both.
PLACES = """([row, column]) => {
  const frame = document.querySelector(".heat-scroll"), table = frame.querySelector("table");
  const box = (element) => element.getBoundingClientRect().toJSON();
  const corner = table.tHead.rows[0].cells[0];
  const top = table.tHead.rows[0].cells[column], side = table.tBodies[0].rows[row].cells[0];
  const cell = table.tBodies[0].rows[row].cells[column];
  const onTop = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  };
  const boxes = { frame: box(frame), corner: box(corner), top: box(top), side: box(side), cell: box(cell) };
  return {
    scrolled: [frame.scrollLeft, frame.scrollTop + scrollY],
    boxes,
    onTop: [corner, top, side, cell].map(onTop),
  };
}"""

SCROLLED = "() => scrollY + document.querySelector('.heat-scroll').scrollTop"


def without_blanks(text):
    """Lines may be broken anywhere, and letters are joined in print ("ff")."""
    return "".join(normalize("NFKC", text).split())


@pytest.fixture(params=[375, 1280])
def table(request, open_window, site):
    page = open_window(width=request.param, height=700)
    page.goto(site + PATH)
    page.locator(".heat-scroll").first.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('.heat-scroll').scrollIntoView()")
    return page


def is_wide(page):
    """There all columns fit, and the page scrolls rather than the frame of the table."""
    return page.viewport_size["width"] > 1000


def scroll(page, right, down):
    """Turn the wheel above the first table; return how far it was scrolled already, with the page."""
    before = page.evaluate(SCROLLED)
    box = page.locator(".heat-scroll").first.bounding_box()
    page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 300)
    page.mouse.wheel(right, down)
    page.wait_for_function(f"(down) => ({SCROLLED})() >= down", arg=before + down)
    return before


def test_headings_stay_beside_and_above_their_cells(table):
    before = scroll(table, 0 if is_wide(table) else 300, 600)
    column = table.evaluate(
        "() => [...document.querySelectorAll('.heat thead th')].findIndex((head, index, heads) =>"
        " index && head.getBoundingClientRect().left >= heads[0].getBoundingClientRect().right)"
    )
    row = table.evaluate(
        "() => [...document.querySelectorAll('.heat tbody tr')].findIndex((row) => row.getBoundingClientRect().top >="
        " document.querySelector('.heat thead th').getBoundingClientRect().bottom)"
    )
    places = table.evaluate(PLACES, [row, column])
    boxes = places["boxes"]
    top = 0 if is_wide(table) else boxes["frame"]["top"]
    assert places["scrolled"][1] >= before + 600
    assert (places["scrolled"][0] >= 300) != is_wide(table)
    assert [boxes["corner"]["left"], boxes["corner"]["top"]] == [boxes["frame"]["left"], top]
    assert boxes["top"]["top"] == top
    assert boxes["side"]["left"] == boxes["frame"]["left"]
    assert [boxes["top"]["left"], boxes["top"]["width"]] == [boxes["cell"]["left"], boxes["cell"]["width"]]
    assert [boxes["side"]["top"], boxes["side"]["height"]] == [boxes["cell"]["top"], boxes["cell"]["height"]]
    assert places["onTop"] == [True] * 4
    assert row > 10


def test_headings_leave_room_for_the_table(table):
    boxes = table.evaluate(PLACES, [0, 1])["boxes"]
    room = 700 if is_wide(table) else boxes["frame"]["height"]
    assert boxes["corner"]["height"] < room / 3
    assert boxes["corner"]["width"] < boxes["frame"]["width"] / 2
    assert room <= 700 * 0.8 or is_wide(table)


def test_wide_window_has_no_window_within_it(open_window, site):
    page = open_window()
    page.goto(site + PATH)
    assert (
        page.evaluate(
            "[...document.querySelectorAll('.heat-scroll')].map((frame) => [frame.scrollWidth - frame.clientWidth,"
            " frame.scrollHeight - frame.clientHeight, getComputedStyle(frame).overflow])"
        )
        == [[0, 0, "visible"]] * 2
    )
    assert [hint.is_visible() for hint in page.locator(".heat-hint").all()] == [False, False]


def test_narrow_window_tells_that_there_are_more_columns_until_the_last(open_window, site):
    page = open_window(width=375)
    page.goto(site + PATH)
    assert [hint.is_visible() for hint in page.locator(".heat-hint").all()] == [True, True]
    shadow = "getComputedStyle(document.querySelector('.heat-frame'), '::after').opacity"
    assert page.evaluate(shadow) == "1"
    page.evaluate("document.querySelector('.heat-scroll').scrollLeft = 9999")
    page.wait_for_function(f"() => {shadow} === '0'")


def test_low_window_shows_the_whole_table(open_window, site):
    page = open_window(width=320, height=256)
    page.goto(site + PATH)
    assert (
        page.evaluate(
            "(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight)(document.querySelector('.heat-scroll'))"
        )
        <= 1
    )


def test_table_is_whole_on_paper(open_window, site):
    page = open_window(width=670)
    page.goto(site + PATH)
    labels = page.locator(".heat tbody th").all_inner_texts()
    page.emulate_media(media="print")
    assert page.evaluate(
        "[...document.querySelectorAll('.heat')].map((table) => table.offsetWidth > document.body.clientWidth)"
    ) == [False, False]
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    text = without_blanks("".join(sheet.extract_text() for sheet in sheets))
    assert len(labels) == 122
    assert [label for label in labels if without_blanks(label) not in text] == []


def test_screen_reader_hears_row_column_and_blank(open_window, site):
    page = open_window()
    page.goto(site + PATH)
    session = page.context.new_cdp_session(page)
    nodes = [node for node in session.send("Accessibility.getFullAXTree")["nodes"] if not node["ignored"]]
    named = {
        role: [node["name"]["value"] for node in nodes if node["role"]["value"] == role]
        for role in ("columnheader", "rowheader", "cell", "gridcell")
    }
    columns = page.locator(".heat thead th").all_inner_texts()
    assert named["columnheader"] == columns
    assert named["rowheader"] == page.locator(".heat tbody th").all_inner_texts()
    numbers = page.locator(".heat td").all_inner_texts()
    assert [*named["cell"], *named["gridcell"]] == numbers
    assert numbers.count("") > numbers.count("1") > 0
    assert len(numbers) == 61 * (23 + 12)
