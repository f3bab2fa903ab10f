"""The map: names that can be read, dots that say what they are, the same in the table beside it."""

import pytest

# Pairs of names that lie over each other or over the legend, and names outside the picture, as they are drawn.
FAULTS = """() => {
  const svg = document.querySelector(".map"), frame = svg.getBoundingClientRect();
  const names = [...svg.querySelectorAll(".map__names text")];
  const boxes = [...names, svg.querySelector(".map__legend")].map((each) => each.getBoundingClientRect());
  const overlap = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const pairs = boxes.flatMap((one, index) =>
    boxes.slice(index + 1).filter((other) => overlap(one, other)).map(() => names[index].textContent));
  const outside = names.filter((name, index) => {
    const { left, right, top, bottom } = boxes[index];
    return left < frame.left || right > frame.right || top < frame.top || bottom > frame.bottom;
  });
  return { count: names.length, pairs, outside: outside.map((name) => name.textContent) };
}"""
QUERIES = (
    "",
    "?doelgroep=ouderen",
    "?categorie=schulden",
    "?gemeente=zwijndrecht&gemeente=papendrecht",
    "?provincie=overijssel",
)


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_names_lie_clear_of_each_other_and_inside_the_map(open_window, site, width):
    page = open_window(width=width)
    faults = {}
    for query in QUERIES:
        page.goto(f"{site}/kaart/{query}")
        faults[query] = page.evaluate(FAULTS)
    counts = [fault.pop("count") for fault in faults.values()]
    assert [query for query, fault in faults.items() if fault != {"pairs": [], "outside": []}] == []
    assert counts[0] >= 10
    assert min(counts) >= 2


def test_names_on_the_home_page_lie_clear_of_each_other(open_window, site):
    for width in (320, 1280):
        page = open_window(width=width)
        page.goto(site)
        faults = page.evaluate(FAULTS)
        assert (faults["pairs"], faults["outside"], faults["count"] >= 10) == ([], [], True)


def test_dot_shows_its_name_while_it_is_pointed_at(open_window, site):
    page = open_window(java_script_enabled=False)
    page.goto(f"{site}/kaart/")
    dot = page.locator(".map__dots a", has_text="Maastricht: 7")
    assert not dot.locator("text").is_visible()
    dot.locator("circle").hover()
    assert dot.locator("text").is_visible()
    assert page.locator(".map__dots text:visible").count() == 1
    dot.locator("circle").click()
    assert page.url == f"{site}/initiatieven/?gemeente=maastricht"


def test_dot_shows_its_name_while_it_is_held_by_a_finger(open_window, site):
    page = open_window(width=375, has_touch=True)
    page.goto(f"{site}/kaart/")
    dot = page.locator(".map__dots a", has_text="Maastricht: 7")
    dot.evaluate("(link) => link.focus()")  # as a finger does before it is lifted
    assert dot.locator("text").is_visible()


def test_dots_are_large_enough_to_see(open_window, site):
    page = open_window(width=320)
    page.goto(f"{site}/kaart/")
    sizes = page.locator(".map__dots circle").evaluate_all(
        "all => all.map((each) => each.getBoundingClientRect().width)"
    )
    assert len(sizes) > 50
    assert min(sizes) >= 6


def test_table_is_sorted_by_following_a_link(open_window, site):
    page = open_window(java_script_enabled=False)
    page.goto(f"{site}/kaart/?doelgroep=ouderen")
    counts = [int(number) for number in page.locator(".numbers td").all_inner_texts()]
    assert counts == sorted(counts, reverse=True)
    page.get_by_role("link", name="Gemeente (A\u2013Z)").click()
    assert page.url == f"{site}/kaart/?doelgroep=ouderen&sorteer=gemeente#aantallen"
    names = page.locator(".numbers tbody th").all_inner_texts()
    assert names == sorted(names)
    assert len(names) == len(counts) > 5
    page.get_by_role("link", name="Aantal", exact=True).click()
    assert page.url == f"{site}/kaart/?doelgroep=ouderen#aantallen"
