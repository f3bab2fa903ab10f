"""What axe-core has against a page: all rules of WCAG 2.0, 2.1 and 2.2, level A and AA, and of good practice."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOURS = ["color-contrast"]  # all that differs when a page has other colours

# Nothing is loaded beforehand: that is for rules of sound and of turned screens, which are not among these. The rule of
# hidden content never finds a violation, it only tells what axe did not look at.
RUN = """(rules) => axe.run({
    runOnly: rules, rules: { "hidden-content": { enabled: false } }, resultTypes: ["violations"], preload: false
})"""


def load(page: Page) -> None:
    """Put axe-core in the page; once is enough, also when the colours change afterwards."""
    page.evaluate(AXE_SCRIPT)


def violations(page: Page, rules: list[str] = RULES) -> dict[str, list]:
    """The broken rules by name, each with the places where."""
    answer = page.evaluate(RUN, rules)
    return {violation["id"]: [node["target"] for node in violation["nodes"]] for violation in answer["violations"]}
