"""A browser's share: cookies, forms and their hidden fields, over the connection of the server under measurement."""

import re
from urllib.parse import urlencode

from bench.server import Server

_HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
_NAME, _VALUE = re.compile(r'name="([^"]*)"'), re.compile(r'value="([^"]*)"')


class Browser:
    def __init__(self, server: Server, **cookies: str) -> None:
        self.server, self.cookies = server, cookies

    def get(self, path: str) -> str:
        return self._ask("GET", path, None, 200)[0]

    def look(self, path: str) -> str:
        """Any page there is; of one that leads elsewhere, a link to there."""
        text, there = self._ask("GET", path, None, 200, 301, 302, 303, 403, 404, 405)
        return f'<a href="{there}">' if there else text

    def post(self, path: str, form: dict[str, str]) -> str:
        """Sends a form that succeeds: where the answer leads to."""
        typed = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", ""), **form}
        return self._ask("POST", path, urlencode(typed).encode(), 302)[1]

    def _ask(self, method: str, path: str, body: bytes | None, *expected: int) -> tuple[str, str]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        response = self.server.request(method, path, body, headers)
        text = response.read().decode(errors="replace")
        assert response.status in expected, (method, path, response.status, text[:400])
        for line in response.headers.get_all("Set-Cookie", []):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return text, response.headers.get("Location", "")


def hidden(page: str) -> dict[str, str]:
    """What the forms of a page carry without being seen."""
    found = {}
    for tag in _HIDDEN.findall(page):
        name, value = _NAME.search(tag), _VALUE.search(tag)
        if name and value:
            found[name[1]] = value[1]
    return found
