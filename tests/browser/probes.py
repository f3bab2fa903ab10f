"""What can be wrong with the layout of a page, as a browser sees it."""

from playwright.sync_api import Page

# How much of a page moves by itself, also while somebody scrolls through it.
SHIFTS = """
    async () => {
        let sum = 0;
        const observe = (list) => { for (const each of list.getEntries()) sum += each.value; };
        new PerformanceObserver(observe).observe({ type: "layout-shift", buffered: true });
        for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
            scrollTo(0, y);
            await new Promise(requestAnimationFrame);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
        return sum;
    }
"""
# What goes wrong on a page: wider than the window, cut off, lying over each other, or always in view.
MISPLACED = """() => {
  const isHidden = (element) => element.closest(".visually-hidden, .skip-link, [hidden], datalist, .map");
  const scrolls = (element) => element.closest(".scroll, .facet__options--long");
  const name = (element) => element.outerHTML.slice(0, 100);
  const all = [...document.body.querySelectorAll("*")].filter((each) => !isHidden(each) && each.checkVisibility());
  const outside = all.filter((each) => {
    const { left, right, width } = each.getBoundingClientRect();
    return width && !scrolls(each) && (left < -0.5 || right > innerWidth + 0.5);
  });
  const cut = all.filter((each) => {
    const { overflowX, overflowY } = getComputedStyle(each);
    const hides = (overflow) => ["hidden", "clip"].includes(overflow);
    const isCutX = hides(overflowX) && each.scrollWidth > each.clientWidth + 1;
    const isCutY = hides(overflowY) && each.scrollHeight > each.clientHeight + 1;
    return !each.matches("input") && (isCutX || isCutY);
  });
  const stuck = all.filter((each) => {
    const { position } = getComputedStyle(each);
    return position === "fixed" || (position === "sticky" && !scrolls(each));
  });
  return { outside: outside.map(name), cut: cut.map(name), stuck: stuck.map(name) };
}"""
# Lines of text that lie over other lines of text.
OVERLAPS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const lines = [];
  while (walker.nextNode()) {
    const { parentElement, data } = walker.currentNode;
    const isHidden = parentElement.closest(".visually-hidden, .skip-link, .map, .heat, datalist, [hidden]");
    if (!data.trim() || isHidden || !parentElement.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    lines.push(...[...range.getClientRects()].map((box) => ({ box, text: data.trim().slice(0, 40) })));
  }
  lines.sort((one, other) => one.box.top - other.box.top);
  const found = [];
  for (const [index, { box, text }] of lines.entries()) {
    for (const other of lines.slice(index + 1)) {
      if (other.box.top > box.bottom) break;
      const down = box.bottom - other.box.top;
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      if (down > box.height / 3 && across > 2) found.push(`${text} / ${other.text}`);
    }
  }
  return found;
}"""
ADD_STYLE = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def shifts(page: Page) -> float:
    """The sum of all layout shifts since the page began to load."""
    return page.evaluate(SHIFTS)


def misplaced(page: Page) -> dict[str, list[str]]:
    """The elements that are lost or in the way, by what is wrong with them."""
    places = {**page.evaluate(MISPLACED), "overlaps": page.evaluate(OVERLAPS)}
    return {fault: elements for fault, elements in places.items() if elements}


def add_style(page: Page, rules: str) -> None:
    """Add a style sheet; the content policy of a page does not apply to one that is made by a script."""
    page.evaluate(ADD_STYLE, rules)
