"""What a careless or a hostile program may send: strategies for the fuzzer."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

TEXTS = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff x",
    "\u202e\u0301",
    "𝒜" * 300,
    "x" * 70_000,
    "null",
    "true",
    "-1",
    "0",
    "1" * 400,
    "1e400",
    "../../etc/passwd",
    "%00",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "http://[::1",
    "//",
    "|",
    "||",
    ",",
    ",,,",
    "Practitioner/",
    "Practitioner/1/_history/2",
    "Patient/999999999999999999",
    "Practitioner/१२",
    "urn:uuid:not-one",
    "#contained",
    "p-1-1-1-1",
    "p-0-0-0-0",
    "p-1-1-1-999999999999",
    "h-00000000000000000000000000000000",
    "h-",
    "2027-02-30",
    "2027-13-01",
    "0000-00-00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:60Z",
    "9999-12-31T23:59:59-14:00",
    "9999",
    "9999-12",
    "10000-01-01",
    "2027-01-01T09:00:00+99:99",
    "2027-01-01T09:00",
    "2027-W01-1",
    "20270101",
    "2027-1-1",
    "ge",
    "ne2027-01-01",
    "ap2027-01-01",
    "sa2027-01-01",
    "gege2027-01-01",
    "١٢٣٤-٠١-٠١",
    "return",
    "*",
]
NUMBERS = [0, -1, 1, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400, 1.5, -0.0, 1e308, 5e-324]
ODD = st.one_of(
    st.sampled_from(TEXTS),
    st.sampled_from(NUMBERS),
    st.sampled_from([None, True, False, [], {}, [[]], {"": None}, [None]]),
    st.text(max_size=12),
    st.datetimes().map(lambda at: at.isoformat()),
)
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "FOO", "get"]
TYPES = [
    "application/fhir+json",
    "application/json",
    "application/json; charset=utf-16",
    "application/fhir+json; charset=no-such",
    "application/fhir+xml",
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=no-such",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "x" * 300,
    "text/plain",
    "",
    ";",
    "application/json; charset=",
]
HEADERS = {
    "Accept": [
        "*/*",
        "application/fhir+json",
        "application/fhir+xml",
        "text/html",
        "image/png",
        "",
        ";q=x",
        "a" * 9000,
    ],
    "Prefer": ["handling=strict", "handling=lenient", "return=minimal", "respond-async", "\xff", "handling=strict,,"],
    "Idempotency-Key": ["", "x", "x" * 121, "x" * 9000, "\xe9", "a b", "a\tb", "0"],
    "Authorization": ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "bearer \xff", "Bearer " + "x" * 9000],
    "If-None-Match": ["*", "W/", '"'],
    "If-Modified-Since": ["yesterday", "0"],
    "Range": ["bytes=0-0", "x"],
    "X-Forwarded-For": ["::1, x", ""],
    "X-Forwarded-Proto": ["ftp"],
    "Host": ["elsewhere.example", "[", "a" * 300, ""],
    "Content-Encoding": ["gzip", "br"],
    "Cookie": ["sessionid=x; \xff=", "=;="],
}
TAILS = [
    *("/", "//", "/1", "/0", "/-1", "/%00", "/%ff", "/%2e%2e/", "/$find", "/_search", "/_history", "/_history/1", "$"),
    *("/999999999999999999", "/99999999999999999999999", "/1-1-1", "/1-1-99999999999999999999", "/१", "%"),
]
BYTES = [
    b"",
    b" ",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"7",
    b"NaN",
    b'{"resourceType":"Parameters","parameter":[{"name":"start","valueDecimal":NaN}]}',
    b'{"resourceType":"Parameters","resourceType":"Parameters"}',
    b"\xff\xfe{\x00}\x00",
    b"\xef\xbb\xbf{}",
    b"\xff\xff\xff",
    b"\x1f\x8b\x08\x00",
    b"a=1&a=2&%zz=%",
    b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--',
    b"<Parameters xmlns='http://hl7.org/fhir'/>",
    b'{"resourceType":"Parameters","parameter":[{"name":"x","valueString":"\\ud800"}]}',
    b'{"resourceType":"Parameters","parameter":' + b"[" * 100_000,
    b'{"a":' * 30_000 + b"1" + b"}" * 30_000,
    b'{"resourceType":"' + b"x" * 300_000 + b'"}',
    b"1" * 5_000,
    b'{"x":' + b"1" * 5_000 + b"}",
]


@dataclass
class Sent:
    """A request that is going to be odd."""

    method: str
    path: str
    query: list[tuple[str, str]] = field(default_factory=list)
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = "application/fhir+json"

    @property
    def content(self) -> bytes:
        if self.body is None or isinstance(self.body, bytes):
            return self.body or b""
        return json.dumps(self.body).encode()

    @property
    def address(self) -> str:
        pairs = [(name.encode("utf-8", "replace"), value.encode("utf-8", "replace")) for name, value in self.query]
        return self.path + ("?" + urlencode(pairs) if pairs else "")


Step = Callable[[Sent, st.DataObject], Sent]


def odd_body(sent: Sent, data: st.DataObject) -> Sent:
    """One value somewhere in the body is something else, or gone, or there twice, or very deep."""
    if not isinstance(sent.body, dict):
        return odd_bytes(sent, data)
    body = copy.deepcopy(sent.body)
    for _ in range(data.draw(st.integers(1, 3))):
        places = list(_places(body))
        if not places:
            break
        owner, key = data.draw(st.sampled_from(places))
        match data.draw(st.sampled_from(["odd", "gone", "listed", "doubled", "deep", "key"])):
            case "odd":
                owner[key] = copy.deepcopy(data.draw(ODD))  # or the next step changes what others draw
            case "gone":
                del owner[key]
            case "listed":
                owner[key] = [owner[key]]
            case "doubled" if isinstance(owner, list):
                owner.append(copy.deepcopy(owner[key]))
            case "deep":
                owner[key] = _deep(data.draw(st.sampled_from([3, 50, 400])))
            case _ if isinstance(owner, dict):
                owner[str(data.draw(ODD))[:200]] = owner.pop(key)
    sent.body = body
    return sent


def odd_bytes(sent: Sent, data: st.DataObject) -> Sent:
    whole = sent.content
    sent.body = data.draw(
        st.one_of(
            st.sampled_from(BYTES),
            st.binary(max_size=40),
            st.integers(0, max(len(whole) - 1, 0)).map(lambda at: whole[:at]),
            st.integers(0, max(len(whole) - 1, 0)).map(lambda at: whole[:at] + b"\xff" + whole[at + 1 :]),
        )
    )
    return sent


def odd_query(sent: Sent, data: st.DataObject) -> Sent:
    names = [name for name, _ in sent.query] + ["_count", "_offset", "_id", "_format", "_include", "start", "date", "x"]
    for _ in range(data.draw(st.integers(1, 3))):
        value = str(data.draw(ODD))[:5_000]
        sent.query.append((data.draw(st.sampled_from(names)), value))
    if data.draw(st.booleans()):
        sent.query = data.draw(st.permutations(sent.query))
    return sent


def odd_headers(sent: Sent, data: st.DataObject) -> Sent:
    for name in data.draw(st.sets(st.sampled_from(sorted(HEADERS)), min_size=1, max_size=3)):
        sent.headers[name] = data.draw(st.sampled_from(HEADERS[name]))
    sent.content_type = data.draw(st.sampled_from(TYPES))
    return sent


def odd_method(sent: Sent, data: st.DataObject) -> Sent:
    sent.method = data.draw(st.sampled_from(METHODS))
    return sent


def odd_path(sent: Sent, data: st.DataObject) -> Sent:
    tail = data.draw(st.sampled_from(TAILS))
    cut = data.draw(st.integers(6, len(sent.path)))
    sent.path = sent.path[:cut] + tail if "%" in tail else sent.path[:cut] + quote(tail, safe="/$")
    return sent


STEPS: list[Step] = [odd_body, odd_bytes, odd_query, odd_headers, odd_method, odd_path]


def _deep(levels: int) -> Any:
    found: Any = "x"
    for level in range(levels):
        found = [found] if level % 2 else {"resource": found}
    return found


def _places(value: Any) -> Any:
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, below in list(rows):
        yield value, key
        yield from _places(below)
