"""Pages as PDF files, where the optional extra is installed (`pip install 'ashi[pdf]'`); otherwise nothing is loaded.

What is laid out fetches nothing: the one style sheet is given to it, and every address in the page is refused.
"""

import logging
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

SHEET = Path(__file__).parent / "static" / "treat" / "paper.css"


class NothingIsFetched(ValueError):
    """A page on paper asked for an address."""


@cache
def may_be_pdf() -> bool:
    """Is it installed, with the libraries of the system that it needs?"""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


def pdf(request: HttpRequest, template: str, context: dict[str, Any], *, name: str) -> HttpResponse:
    """The page as a file; `name` says nothing of the patient. Only where `may_be_pdf`."""
    import weasyprint

    for name_of_log in ("weasyprint", "weasyprint.progress", "fontTools"):
        logging.getLogger(name_of_log).setLevel(logging.ERROR)  # what it refused and every step is nobody's news
    html = render_to_string(template, {**context, "on_paper": True}, request=request)
    sheet = weasyprint.CSS(string=SHEET.read_text(encoding="utf-8"))
    laid_out = weasyprint.HTML(string=html, url_fetcher=_refuse).write_pdf(stylesheets=[sheet])
    response = HttpResponse(laid_out, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


def _refuse(url: str, *_: Any, **__: Any) -> Any:
    raise NothingIsFetched(url)
