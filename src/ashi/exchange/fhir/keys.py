"""Which program is asking, and what it may do."""

import json
from datetime import datetime

from django.http import HttpRequest

from ashi.exchange.fhir.problems import Issue, Problem
from ashi.records import statements
from ashi.records.models import MachineKey
from ashi.records.tokens import digest, new_key

_LIVE = "SELECT id, scopes FROM records_machinekey WHERE key_hash = %s AND revoked_at IS NULL"
SCOPES = ("find", "hold", "book", "search")


def make_key(*, name: str, scopes: list[str], now: datetime, key: str = "") -> str:
    """A new key; it is shown this once. Raises ValueError for a scope that does not exist.

    Only the demo, whose key is no secret, says itself what the `key` is to be.
    """
    if unknown := sorted(set(scopes) - set(SCOPES)):
        raise ValueError(f"unknown scope {unknown[0]}: choose from {', '.join(SCOPES)}")
    key = key or f"ashi_{new_key()}"
    MachineKey.objects.create(name=name, key_hash=digest(key), scopes=sorted(set(scopes)), created_at=now)
    return key


def key_for(request: HttpRequest, scope: str) -> MachineKey:
    """The key of `Authorization: Bearer …`, of which only its id is read. Problem 401 without a live one, 403 when it
    may not do this."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secret:
        raise _unknown("send a key as Authorization: Bearer …")
    found = statements.select(_LIVE, [digest(secret.strip())])
    if not found:
        raise _unknown("this key is not known, or was revoked")
    pk, scopes = found[0]
    if scope not in json.loads(scopes):
        raise Problem(403, Issue("forbidden", f"this key may not {scope}"))
    return MachineKey(pk=pk)


def _unknown(diagnostics: str) -> Problem:
    return Problem(401, Issue("login", diagnostics), headers={"WWW-Authenticate": 'Bearer realm="fhir"'})
