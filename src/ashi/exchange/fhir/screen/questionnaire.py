"""Questionnaire/safety-screen, written from the rules in force. Its linkIds are the ids of the rules."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from ashi.core.evidence.wording import Wording
from ashi.core.safety import Question, RuleSet
from ashi.core.safety.answers import OLDEST
from ashi.exchange.fhir.answers import answer
from ashi.exchange.fhir.directory import only
from ashi.exchange.fhir.names import base
from ashi.exchange.fhir.screen.ages import AGE, Clause, clauses_of
from ashi.knowledge import safety
from ashi.records import rules
from ashi.records.clearances import booking_is_open

ID = "safety-screen"
TRANSLATION = "http://hl7.org/fhir/StructureDefinition/translation"
_LEAST = "http://hl7.org/fhir/StructureDefinition/minValue"
_MOST = "http://hl7.org/fhir/StructureDefinition/maxValue"
TITLE = Wording({"en": "Safety check before a visit", "es": "Preguntas de seguridad antes de una visita"})
HOW_OLD = Wording(
    {"en": "How old is this person, in whole years?", "es": "¿Cuántos años cumplidos tiene esta persona?"}
)
ABOUT = (
    "Triage, not a diagnosis. Every question is answered yes (true) or no (false); whoever is not sure says yes. Send"
    " the answers to QuestionnaireResponse/$assess. Without an age the answers are read as those of a grown-up."
)


def read(request: HttpRequest) -> HttpResponse:
    only(request, "GET", "HEAD")
    screen = rules.in_force()
    # Words that nobody licensed has signed yet are a draft, and say so.
    status = "active" if booking_is_open(version=screen.version, language="en") else "draft"
    return answer({**questionnaire(screen, base()), "status": status})


def url(base_url: str) -> str:
    return f"{base_url}/Questionnaire/{ID}"


def questionnaire(screen: safety.Screen, base_url: str) -> dict[str, Any]:
    """All of it; its status is for whoever knows who has signed."""
    return {
        "resourceType": "Questionnaire",
        "id": ID,
        "language": "en",
        "url": url(base_url),
        "version": screen.version,
        "name": "SafetyScreen",
        **_words("title", TITLE),
        "status": "draft",
        "subjectType": ["Patient"],
        "date": screen.effective.isoformat(),
        "description": ABOUT,
        "effectivePeriod": {"start": screen.effective.isoformat()},
        "item": [_age(), *(_item(question, screen) for question in screen.rules.questions if not question.parent)],
    }


def link_ids(screen: safety.Screen) -> frozenset[str]:
    """Every linkId of the questionnaire, those of its groups included."""
    found: set[str] = set()
    waiting = list(questionnaire(screen, "")["item"])
    while waiting:
        item = waiting.pop()
        found.add(item["linkId"])
        waiting += item.get("item", [])
    return frozenset(found)


def _age() -> dict[str, Any]:
    bounds = [{"url": _LEAST, "valueInteger": 0}, {"url": _MOST, "valueInteger": OLDEST}]
    return {"extension": bounds, "linkId": AGE, **_words("text", HOW_OLD), "type": "integer", "required": False}


def _item(question: Question, screen: safety.Screen) -> dict[str, Any]:
    item: dict[str, Any] = {"linkId": question.id, **_words("text", _asked(screen.asked[question.id]))}
    if question.group:
        item["type"] = "group"
    else:
        # More about a sign may stay unsaid: the worst is taken then.
        item |= {"type": "boolean", "required": not _is_more(question, screen.rules)}
    if parts := screen.rules.parts_of(question.id):
        item["item"] = [_item(part, screen) for part in parts]
    return _enabled(item, _clauses(question, screen.rules))


def _asked(words: safety.Asked) -> Wording:
    """The question and what explains it, as one text: few programs show help of their own beside a question."""
    if words.hint is None:
        return words.text
    return Wording({code: f"{text} {words.hint.in_language(code)}" for code, text in words.text.texts.items()})


def _is_more(question: Question, known: RuleSet) -> bool:
    return question.parent is not None and not known.by_id[question.parent].group


def _clauses(question: Question, known: RuleSet) -> list[Clause]:
    needed = sorted(question.asked_if.all_of)
    if question.parent and _is_more(question, known):
        needed.append(question.parent)
    yes = [[{"question": name, "operator": "=", "answerBoolean": True}] for name in needed]
    return [*yes, *clauses_of(question.asked_if.ages)]


def _enabled(item: dict[str, Any], clauses: list[Clause]) -> dict[str, Any]:
    """The item, shown only when each clause holds; what does not fit into its one list becomes a group around it."""
    either = [clause for clause in clauses if len(clause) > 1]
    all_of = [condition for clause in clauses if len(clause) == 1 for condition in clause]
    if all_of:
        item |= {"enableWhen": all_of, "enableBehavior": "all"}
    elif either:
        item |= {"enableWhen": either.pop(), "enableBehavior": "any"}
    for number, clause in enumerate(either, 1):
        group = {"linkId": f"{item['linkId']}.when{number}", "type": "group"}
        item = {**group, "enableWhen": clause, "enableBehavior": "any", "item": [item]}
    return item


def _words(name: str, wording: Wording) -> dict[str, Any]:
    return {name: wording.in_language("en"), f"_{name}": translated(wording)}


def translated(wording: Wording) -> dict[str, Any]:
    """The other languages beside the English, as FHIR's translation extension has them."""
    others = [(code, text) for code, text in wording.texts.items() if code != "en"]
    return {
        "extension": [
            {
                "url": TRANSLATION,
                "extension": [{"url": "lang", "valueCode": code}, {"url": "content", "valueString": text}],
            }
            for code, text in others
        ]
    }
