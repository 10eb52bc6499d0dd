"""What a test in a browser needs: to press what leads to another page, to measure a page, to hold it to the rules."""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Locator, Page

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDTHS = (320, 390, 768, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLORS = ["color-contrast", "link-in-text-block"]  # what alone may differ from light to dark
OF_WORDS = [
    *("html-has-lang", "html-lang-valid", "valid-lang", "document-title", "page-has-heading-one", "empty-heading"),
    *("label", "link-name", "button-name", "image-alt", "input-button-name", "select-name", "svg-img-alt"),
]
# Of what was in order nothing is told: to list and to send it costs more than to find what was not.
RUN_AXE = "only => axe.run({...only, resultTypes: ['violations']}).then(({violations}) => ({violations}))"
# Another machine has other fonts, and some people set their letters further apart (WCAG 2.2, 1.4.12).
WIDE_LETTERS = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { letter-spacing: 0.06em }");
    document.adoptedStyleSheets = [sheet];
}"""


def press(what: Locator) -> None:
    """Presses what leads to another page, and returns when that page is there; a click by itself returns too early."""
    with what.page.expect_navigation():
        what.click()


def fits(page: Page) -> None:
    """No scrolling sideways, on a small telephone and a wide screen, whatever the font."""
    size = page.viewport_size
    page.evaluate(WIDE_LETTERS)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(TOO_WIDE) <= 0, f"{page.url} scrolls sideways at {width} px with its letters set apart"
    page.evaluate("document.adoptedStyleSheets = []")
    if size:
        page.set_viewport_size(size)


def breaks_no_rule(page: Page) -> None:
    """The rules of accessibility, in light and in dark; of the same page in Spanish those that words can break. Without
    motion: halfway through a change of color the contrast is nobody's."""
    page.evaluate(AXE_SCRIPT)
    if page.evaluate("document.documentElement.lang") == "es":
        shades = {"light": {"runOnly": {"type": "rule", "values": OF_WORDS}}}
    else:
        shades = {"light": {"runOnly": RULES}, "dark": {"runOnly": {"type": "rule", "values": OF_COLORS}}}
    for shade, only in shades.items():
        page.emulate_media(color_scheme=shade, reduced_motion="reduce")
        found = AxeResults(page.evaluate(RUN_AXE, only))
        assert found.violations_count == 0, f"{page.url} {shade}\n{found.generate_report()}"
