"""What every test in a real browser needs: to press what leads to another page, and to measure how wide one is."""

from playwright.sync_api import Locator, Page

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDTHS = (320, 390, 768, 1280)
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
    for letters in ("plain", "wide"):
        if letters == "wide":
            page.evaluate(WIDE_LETTERS)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(TOO_WIDE) <= 0, f"{page.url} scrolls sideways at {width} px with {letters} letters"
    page.evaluate("document.adoptedStyleSheets = []")
    if size:
        page.set_viewport_size(size)
