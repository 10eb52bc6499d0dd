"""Reading a Parameters body: what came is checked before it is used, and the answer says where it is wrong."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, QueryDict

from ashi.book.people import Identifier, Person
from ashi.exchange.fhir.parameters import refuse_nul
from ashi.exchange.fhir.problems import Issue, Problem, invalid, required

MOST_BYTES = 256 * 1024
FORM = "application/x-www-form-urlencoded"
_NAME_LENGTH = 120


@dataclass(frozen=True)
class Parameters:
    """The parameters by name, each with the place it stood at."""

    values: dict[str, list[tuple[str, dict[str, Any]]]]

    def resource(self, name: str, kind: str) -> dict[str, Any] | None:
        for place, part in self.values.get(name, []):
            found = part.get("resource")
            if not isinstance(found, dict) or found.get("resourceType") != kind:
                raise invalid(f"{name} is a {kind} resource", f"{place}.resource")
            return found
        return None

    def reference(self, name: str) -> str | None:
        for place, part in self.values.get(name, []):
            found = part.get("valueReference")
            text = found.get("reference") if isinstance(found, dict) else part.get("valueString")
            if not isinstance(text, str) or not text:
                raise invalid(f"{name} is a valueReference with a reference", f"{place}.valueReference")
            return text
        return None


def parameters_of(request: HttpRequest) -> Parameters:
    """The body as FHIR Parameters. Problem 400 says what is broken and where."""
    return parameters_in(json_of(request))


def parameters_in(body: Any) -> Parameters:
    if not isinstance(body, dict) or body.get("resourceType") != "Parameters":
        raise invalid("the body is a Parameters resource", "Parameters")
    rows = body.get("parameter", [])
    if not isinstance(rows, list):
        raise invalid("parameter is a list", "Parameters.parameter")
    values: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for number, row in enumerate(rows):
        place = f"Parameters.parameter[{number}]"
        if not isinstance(row, dict) or not isinstance(row.get("name"), str):
            raise invalid("each parameter is an object with a name", place)
        values.setdefault(row["name"], []).append((place, row))
    return Parameters(values)


def form_of(request: HttpRequest) -> QueryDict:
    """The parameters of a search that came by POST (R4 http.html#search). Problem 415 for a body of another kind."""
    body = _bytes_of(request)
    if body and request.content_type != FORM:
        raise Problem(415, Issue("not-supported", f"a search by POST is sent as {FORM}"))
    form = QueryDict(body, encoding="utf-8")
    refuse_nul(form)
    return form


def json_of(request: HttpRequest) -> Any:
    try:
        text = _bytes_of(request).decode("utf-8")
        if "\\u0000" in text or "\x00" in text:
            raise invalid("a text holds no NUL character", "Parameters")
        return _speakable(json.loads(text, parse_constant=_no_constant), text)
    except UnicodeEncodeError:
        raise Problem(400, Issue("structure", "a text holds half a character (a lone surrogate)")) from None
    except UnicodeDecodeError:
        raise Problem(400, Issue("structure", "the body is not UTF-8")) from None
    except RecursionError:
        raise Problem(400, Issue("structure", "the body is nested too deeply")) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise Problem(400, Issue("structure", f"the body is not JSON: {error.msg} at {where}")) from None
    except ValueError:
        raise Problem(400, Issue("structure", "the body holds a number that JSON does not have")) from None


def _bytes_of(request: HttpRequest) -> bytes:
    if len(request.body) > MOST_BYTES:
        raise Problem(413, Issue("too-long", f"a body has at most {MOST_BYTES} bytes"))
    return request.body


def _speakable(value: Any, text: str) -> Any:
    """What could not be said back is not taken in either. Raises UnicodeEncodeError."""
    if "\\u" in text:  # only an escape can bring one
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _no_constant(text: str) -> None:
    raise ValueError(text)


def person_of(resource: dict[str, Any], machine_key_id: int) -> Person:
    """A Patient resource as the person to be booked. Every fault is told at once."""
    faults: list[Issue] = []
    name = _name(resource, faults)
    phone, email = _phone(resource, faults), _email(resource, faults)
    if not phone and not email and not faults:
        faults.append(Issue("required", "a telephone number or a mail address is required", ("Patient.telecom",)))
    born = _birth_date(resource, faults)
    identifiers = _identifiers(resource, machine_key_id, faults)
    if faults:
        raise Problem(400, *faults)
    return Person(
        name=name, phone=phone, email=email, language=_language(resource), birth_date=born, identifiers=identifiers
    )


def patient_in(parameters: Parameters) -> dict[str, Any]:
    resource = parameters.resource("patient-resource", "Patient")
    if resource is None:
        raise required("patient-resource", "Parameters.parameter")
    return resource


def objects(owner: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """A list of objects, or nothing: what has another shape is left out."""
    found = owner.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _name(resource: dict[str, Any], faults: list[Issue]) -> str:
    for name in objects(resource, "name"):
        given = name.get("given")
        parts = [*(given if isinstance(given, list) else []), name.get("family")]
        text = name.get("text") or " ".join(part for part in parts if isinstance(part, str))
        if isinstance(text, str) and text.strip():
            if len(text.strip()) > _NAME_LENGTH:
                faults.append(Issue("too-long", f"a name has at most {_NAME_LENGTH} characters", ("Patient.name",)))
            return text.strip()
    faults.append(Issue("required", "a name is required, as text or given and family", ("Patient.name",)))
    return ""


def _telecom(resource: dict[str, Any], system: str) -> tuple[str, str]:
    for number, contact in enumerate(objects(resource, "telecom")):
        value = contact.get("value")
        if contact.get("system") == system and isinstance(value, str) and value.strip():
            return value.strip(), f"Patient.telecom[{number}].value"
    return "", ""


def _phone(resource: dict[str, Any], faults: list[Issue]) -> str:
    text, place = _telecom(resource, "phone")
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text[:40], "US")
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    except phonenumbers.NumberParseException:
        pass
    faults.append(Issue("value", "this is not a telephone number; write it like +13055550123", (place,)))
    return ""


def _email(resource: dict[str, Any], faults: list[Issue]) -> str:
    text, place = _telecom(resource, "email")
    try:
        if text:
            validate_email(text)
    except ValidationError:
        faults.append(Issue("value", "this is not a mail address", (place,)))
        return ""
    return text


def _birth_date(resource: dict[str, Any], faults: list[Issue]) -> date | None:
    text = resource.get("birthDate")
    if text is None:
        return None
    try:
        return date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else _no_date()
    except ValueError:
        faults.append(Issue("value", "birthDate is a whole date such as 1984-05-02", ("Patient.birthDate",)))
        return None


def _no_date() -> date:
    raise ValueError


def _language(resource: dict[str, Any]) -> str:
    for communication in objects(resource, "communication"):
        language = communication.get("language")
        for coding in objects(language, "coding") if isinstance(language, dict) else []:
            if str(coding.get("code", "")).lower().startswith("es"):
                return "es"
    return "en"


def _identifiers(resource: dict[str, Any], machine_key_id: int, faults: list[Issue]) -> tuple[Identifier, ...]:
    found = []
    for number, row in enumerate(objects(resource, "identifier")):
        system, value = row.get("system", ""), row.get("value")
        place = f"Patient.identifier[{number}]"
        if not isinstance(system, str) or not isinstance(value, str) or not value:
            faults.append(Issue("value", "an identifier has a system and a value", (place,)))
        elif len(system) > 200 or len(value) > 200:
            faults.append(Issue("too-long", "an identifier has at most 200 characters", (place,)))
        else:
            found.append(Identifier(machine_key_id, system, value))
    return tuple(dict.fromkeys(found))
