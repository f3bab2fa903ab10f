"""What can be wrong with the layout of a page, as a browser sees it."""

from playwright.sync_api import Page

# What moves by itself on a page, and how much, also while somebody scrolls through it.
SHIFTS = """
    async () => {
        const shifts = [];
        const name = ({ node }) => (node?.outerHTML ?? node?.textContent ?? "gone").slice(0, 100);
        const observe = (list) => {
            for (const { value, sources } of list.getEntries()) shifts.push([value, ...sources.map(name)]);
        };
        new PerformanceObserver(observe).observe({ type: "layout-shift", buffered: true });
        for (let y = 0; y < document.documentElement.scrollHeight; y += 400) {
            scrollTo(0, y);
            await new Promise(requestAnimationFrame);
        }
        await new Promise((resolve) => setTimeout(resolve, 100));
        return shifts;
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
  return { outside: outside.map(name), cut: cut.map(name) };
}"""
# What stays in place while the page scrolls below it: in a window as low as this one it would cover too much of it.
STUCK = """() => {
  const scrolls = (each) => {
    for (let box = each.parentElement; box; box = box.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(box).overflow) && box !== document.documentElement) return true;
    }
    return false;
  };
  return [...document.querySelectorAll("body *")].filter((each) => {
    const { position } = getComputedStyle(each);
    return position === "fixed" || (position === "sticky" && !scrolls(each));
  }).map((each) => each.outerHTML.slice(0, 100));
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
# The targets that are too small, with the exceptions of the standard: a link in a line of text, a small target with
# enough room around it, and dots whose place on a map is what they tell.
TOO_SMALL = """() => {
  const LEAST = 24;
  const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((each) => each.checkVisibility())
    .filter((each) => !each.closest(".visually-hidden, .skip-link, .map, .select2-hidden-accessible"));
  const boxOf = (element) => {
    const label = element.type === "checkbox" ? element.closest("label") : null;
    const boxes = [...(label ?? element).getClientRects()];
    return boxes.reduce((one, other) => (one.width * one.height >= other.width * other.height ? one : other));
  };
  const isLarge = ({ width, height }) => width >= LEAST && height >= LEAST;
  const blockOf = (element) => {
    const parent = element.parentElement;
    return getComputedStyle(parent).display.startsWith("inline") ? blockOf(parent) : parent;
  };
  const isInText = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    const rest = blockOf(element).cloneNode(true);
    rest.querySelectorAll("a, .count, .visually-hidden").forEach((each) => each.remove());
    return /\\p{L}{2}/u.test(rest.textContent);
  };
  const boxes = targets.map(boxOf);
  const distance = ({ x, y }, box) =>
    Math.hypot(x - Math.min(Math.max(x, box.left), box.right), y - Math.min(Math.max(y, box.top), box.bottom));
  const hasRoom = (index) => {
    const middle = (box) => ({ x: box.left + box.width / 2, y: box.top + box.height / 2 });
    return boxes.every((box, other) => {
      if (other === index) return true;
      if (distance(middle(boxes[index]), box) < LEAST / 2) return false;
      return isLarge(box) || distance(middle(boxes[index]), new DOMRect(middle(box).x, middle(box).y)) >= LEAST;
    });
  };
  return targets.filter((each, index) => !isLarge(boxes[index]) && !isInText(each) && !hasRoom(index))
    .map((each) => each.outerHTML.slice(0, 100));
}"""
# By how many pixels the page is wider than the window with text of twice the size; nothing may hide that.
WIDER_WITH_LARGE_TEXT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("html { font-size: 200%; } html, body { overflow-x: visible !important; }");
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const wider = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
  return Math.max(0, wider);
}"""
ADD_STYLE = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def shifts(page: Page) -> list[list]:
    """All layout shifts since the page began to load: the score of each, and the elements that moved."""
    return page.evaluate(SHIFTS)


def misplaced(page: Page) -> dict[str, list[str]]:
    """The elements that are lost or in the way, by what is wrong with them."""
    places = {**page.evaluate(MISPLACED), "overlaps": page.evaluate(OVERLAPS)}
    return {fault: elements for fault, elements in places.items() if elements}


def stuck(page: Page) -> list[str]:
    """The elements that do not scroll with the page, in the window as it is."""
    return page.evaluate(STUCK)


def small_targets(page: Page) -> list[str]:
    """What one points at and is smaller than 24 by 24 pixels (WCAG 2.5.8)."""
    return page.evaluate(TOO_SMALL)


def wider_with_large_text(page: Page) -> int:
    """By how many pixels the page scrolls sideways with text at 200% (WCAG 1.4.4)."""
    return page.evaluate(WIDER_WITH_LARGE_TEXT)


def add_style(page: Page, rules: str) -> None:
    """Add a style sheet; the content policy of a page does not apply to one that is made by a script."""
    page.evaluate(ADD_STYLE, rules)
