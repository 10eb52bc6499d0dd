"""What the server keeps in memory once both of its web workers have served everything.

A connection is served by one worker for as long as it is kept, so each worker is asked over a connection of its own:
every measured request, and then every page to which links lead, for a visitor, for the front desk, for an
acupuncturist and for the owner, one page of each kind.
"""

import html
import re
import tempfile
from collections import deque
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from bench.browser import Browser, hidden
from bench.catalogue import MEASUREMENTS
from bench.pages import PASSWORD
from bench.server import Server

AIMS = {"parent and web workers": 160, "with the message worker": 220}
_HREF = re.compile(r'<a [^>]*href="([^"#]+)')
_OWN = re.compile(r"\d[\d-]*|[\w=-]{24,}|(?<=/grid/)[\w-]+|(?<=/points/)[\w-]+")  # what tells pages of one kind apart
STARTS = {
    "": ("/", "/es/", "/find/", "/demo/mailbox/", "/llms.txt", "/sitemap.xml"),
    "dana": ("/clinic/", "/clinic/people/"),
    "bench1": ("/clinic/",),
    "olga": ("/clinic/",),
}


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="ashi-bench-") as folder, Server(Path(folder), "bench") as server:
        print("megabytes resident, as the kernel counts them; shared pages count in each process")
        told(server, "after the start")
        for what, ask in (("measured requests", measured), ("pages", every_page)):
            told(server, f"{each_worker(server, ask)} {what} each")
        for line in server.memory():
            print(line)
    return 0


def each_worker(server: Server, ask: Callable[[Server], int]) -> int:
    asked = 0
    for pid in server.web_workers():
        server.meet(pid)
        asked = ask(server)
        server.settle()
    return asked


def measured(server: Server) -> int:
    """All that is measured, often enough that what is kept is kept."""
    asked = 0
    for measurement in MEASUREMENTS["bench"].values():
        requests, work = measurement(server)
        work(requests // 4)
        asked += requests // 4
    return asked


def every_page(server: Server) -> int:
    return sum(walked(signed_in(server, login), starts) for login, starts in STARTS.items())


def signed_in(server: Server, login: str) -> Browser:
    browser = Browser(server)
    if login:
        page = browser.get("/clinic/sign-in/")
        browser.post("/clinic/sign-in/", {**hidden(page), "login": login, "password": PASSWORD})
    return browser


def walked(browser: Browser, starts: tuple[str, ...]) -> int:
    """One page of each kind that links lead to."""
    waiting, seen = deque(starts), {_OWN.sub("*", start) for start in starts}
    shown = 0
    while waiting:
        address = waiting.popleft()
        page = browser.look(address)
        shown += 1
        for link in map(html.unescape, _HREF.findall(page)):
            there = urlsplit(urljoin(address, link))
            kind = _OWN.sub("*", there.path)
            if there.netloc == "" and kind not in seen and "sign-out" not in kind:
                seen.add(kind)
                waiting.append(f"{there.path}?{there.query}" if there.query else there.path)
    return shown


def told(server: Server, when: str) -> None:
    parent, *web = (server.resident(pid) for pid in (server.process.pid, *server.web_workers()))
    sums = (parent + sum(web), sum(server.resident(pid) for pid in server.processes()))
    each = ", ".join(f"{one:.1f}" for one in web)
    said = ", ".join(f"{name} {have:.1f} (aim {aim})" for (name, aim), have in zip(AIMS.items(), sums, strict=True))
    print(f"{when}: parent {parent:.1f}, web workers {each}; {said}", flush=True)
