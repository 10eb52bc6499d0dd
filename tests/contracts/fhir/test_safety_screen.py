"""The safety screen as a program meets it: the questionnaire, and $assess with whatever may be wrong in a body."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ashi.knowledge import safety
from ashi.records import rules
from tests.contracts.fhir.people import in_parameters, nothing, response

pytestmark = pytest.mark.django_db

SCREEN = safety.the_screen()
ADDRESS = "/fhir/Questionnaire/safety-screen"


def questionnaire() -> dict[str, Any]:
    answer = Client().get(ADDRESS)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/fhir+json")
    return answer.json()


def items_of(owner: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for item in owner.get("item", []):
        yield item
        yield from items_of(item)


def items() -> dict[str, dict[str, Any]]:
    return {item["linkId"]: item for item in items_of(questionnaire())}


def assess(body: Any) -> tuple[int, dict[str, Any]]:
    content = body if isinstance(body, (str, bytes)) else json.dumps(body)
    answer = Client().post("/fhir/QuestionnaireResponse/$assess", content, content_type="application/fhir+json")
    assert answer["Content-Type"].startswith("application/fhir+json")
    return answer.status_code, answer.json()


def reasons(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = {}
    for row in assess(body)[1]["parameter"]:
        if row["name"] == "reason":
            parts = {part["name"]: part for part in row["part"]}
            found[parts["id"]["valueString"]] = parts
    return found


def value(body: dict[str, Any], name: str) -> Any:
    status, answer = assess(body)
    assert status == 200, answer
    (row,) = [row for row in answer["parameter"] if row["name"] == name]
    return next(row[key] for key in row if key.startswith("value"))


def faults(body: Any) -> tuple[int, list[tuple[str, list[str]]]]:
    """The status, and what is wrong where."""
    status, answer = assess(body)
    assert answer["resourceType"] == "OperationOutcome"
    assert all(issue["severity"] == "error" and issue["diagnostics"] for issue in answer["issue"])
    return status, [(issue["diagnostics"], issue.get("expression", [])) for issue in answer["issue"]]


def test_the_questionnaire_has_every_question_once_under_the_id_of_its_rule() -> None:
    names = [item["linkId"] for item in items_of(questionnaire())]
    assert len(names) == len(set(names))
    asked = {question.id for question in SCREEN.rules.questions}
    assert asked | {"age"} == set(names) - {"CI06.when1"}  # which only holds a second condition
    compound = {"RF08.new_pain", "RF11.unwell", "RF13.recent", "RF13.cannot_walk", "RF16.pain"}
    assert compound <= set(names)
    assert {f"RF19{letter}" for letter in "abcdefghi"} <= set(names)


def test_it_is_that_of_the_rules_in_force_and_says_so() -> None:
    found = questionnaire()
    assert (found["version"], found["date"]) == (SCREEN.version, SCREEN.effective.isoformat())
    assert found["url"].endswith(ADDRESS)


def test_words_that_nobody_has_signed_are_a_draft(settings: Any) -> None:
    settings.DEMO = False
    assert questionnaire()["status"] == "draft"
    settings.DEMO = True
    assert questionnaire()["status"] == "active"


def test_every_text_is_there_in_spanish_too() -> None:
    for name, item in items().items():
        if name in SCREEN.asked:
            (translation,) = item["_text"]["extension"]
            language, content = translation["extension"]
            assert (language["valueCode"], translation["url"].endswith("/translation")) == ("es", True)
            words = SCREEN.asked[name]
            assert item["text"].startswith(words.text.in_language("en"))
            assert content["valueString"].startswith(words.text.in_language("es"))
            if words.hint:
                assert content["valueString"].endswith(words.hint.in_language("es"))


def test_a_question_is_asked_where_it_matters() -> None:
    found = items()
    sign = {"question": "RF08", "operator": "=", "answerBoolean": True}
    assert found["RF08.new_pain"]["enableWhen"] == found["RF07"]["enableWhen"] == [sign]
    unknown = {"question": "age", "operator": "exists", "answerBoolean": False}
    from_sixteen = {"question": "age", "operator": ">=", "answerInteger": 16}
    assert (found["RF04"]["enableWhen"], found["RF04"]["enableBehavior"]) == ([unknown, from_sixteen], "any")
    young = {"question": "age", "operator": "<=", "answerInteger": 19}
    old = {"question": "age", "operator": ">=", "answerInteger": 50}
    assert (found["RF10"]["enableWhen"], found["RF10"]["enableBehavior"]) == ([young, old], "any")
    assert [item["linkId"] for item in found["CI06.when1"]["item"]] == ["CI06"]
    assert "enableWhen" not in found["RF01"]


def test_who_answers_what_is_asked_has_answered_enough() -> None:
    """The questionnaire's own conditions, followed by somebody who knows nothing else."""
    for age in (None, 5, 12, 17, 30, 49, 50, 75):
        for yes in ((), ("RF08",), ("CI06",), ("RF19",), ("CI12", "CI14")):
            body = response({}, age)
            for name, given in followed(questionnaire(), age, yes).items():
                body["item"].append({"linkId": name, "answer": [{"valueBoolean": given}]})
            status, answer = assess(body)
            assert status == 200, (age, yes, answer)


def followed(owner: dict[str, Any], age: int | None, yes: tuple[str, ...]) -> dict[str, bool]:
    said: dict[str, bool] = {}
    for item in owner["item"]:
        if item["linkId"] != "age" and enabled(item, age, yes):
            if item["type"] == "boolean" and item["required"]:
                said[item["linkId"]] = item["linkId"] in yes
            if item.get("item"):
                said |= followed(item, age, yes)
    return said


def enabled(item: dict[str, Any], age: int | None, yes: tuple[str, ...]) -> bool:
    def holds(when: dict[str, Any]) -> bool:
        if when["question"] != "age":
            return when["question"] in yes
        if when["operator"] == "exists":
            return age is None
        least = when["operator"] == ">="
        return age is not None and (age >= when["answerInteger"] if least else age <= when["answerInteger"])

    found = [holds(when) for when in item.get("enableWhen", [])]
    return not found or (all(found) if item["enableBehavior"] == "all" else any(found))


def test_an_answer_names_the_result_the_version_and_a_reason_per_rule() -> None:
    body = response(nothing() | {"RF05": True, "CI02": True})
    assert (value(body, "result"), value(body, "version")) == ("urgent", SCREEN.version)
    found = reasons(body)
    assert list(found) == ["RF05", "CI02"]  # strictest first
    assert found["RF05"]["action"]["valueCode"] == "U"
    assert found["RF05"]["text"]["valueString"] == SCREEN.advice["RF05.alone"].reason.in_language("en")
    assert found["RF05"]["soon"]["valueString"] == "today"


def test_three_criteria_of_nine_ask_for_a_test_and_four_for_a_specialist() -> None:
    three = nothing() | dict.fromkeys(["RF19", "RF19a", "RF19c", "RF19i"], True)
    for said, key in ((three, "RF19.test"), (three | {"RF19e": True}, "RF19.refer")):
        words = SCREEN.advice[key].reason.in_language("en")
        assert reasons(response(said))["RF19"]["text"]["valueString"] == words


def test_a_notes_only_answer_is_clear() -> None:
    body = response(nothing() | {"RF19": True})
    assert (value(body, "result"), list(reasons(body))) == ("clear", ["RF19"])


def test_without_an_age_it_says_what_it_took_as_given() -> None:
    assert "grown-up" in value(response(nothing(), None), "assumed")
    assert "assumed" not in json.dumps(assess(response(nothing(), 40)))


def test_nothing_of_it_is_written_anywhere(caplog: pytest.LogCaptureFixture) -> None:
    with CaptureQueriesContext(connection) as captured:
        assert assess(response(nothing() | {"RF01": True}))[0] == 200
        assert assess(response({"RF01": False}))[0] == 422
    asked = [query["sql"] for query in captured]
    assert asked
    assert [sql for sql in asked if not re.match(r"SELECT .* FROM .records_rules(version|signature)", sql)] == []
    assert "RF01" not in caplog.text


def test_they_are_the_rules_in_force_also_when_those_were_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    later = replace(SCREEN, rules=replace(SCREEN.rules, version="2027-05-01"))
    monkeypatch.setattr(rules, "in_force", lambda: later)
    assert questionnaire()["version"] == value(response(nothing()), "version") == "2027-05-01"


def test_it_comes_in_parameters_too_and_the_place_is_told_from_there() -> None:
    body = response(nothing() | {"RF02": True})
    assert value(in_parameters(body), "result") == "emergency"
    body["item"].append({"linkId": "RF99"})
    last = len(body["item"]) - 1
    assert faults(in_parameters(body))[1][0][1] == [f"Parameters.parameter[0].resource.item[{last}].linkId"]


def item(name: str, *answers: dict[str, Any]) -> dict[str, Any]:
    return {"linkId": name, "answer": list(answers)}


YES = {"valueBoolean": True}
WRONG = [
    (item("RF99", YES), ".linkId", "RF99"),
    ({"answer": [YES]}, ".linkId", "linkId"),
    ({"linkId": 7, "answer": [YES]}, ".linkId", "linkId"),
    ({"linkId": ["RF01"], "answer": [YES]}, ".linkId", "linkId"),
    ({"linkId": {"a": 1}, "answer": [YES]}, ".linkId", "linkId"),
    (item("CI25", YES), ".linkId", "looked at during the visit"),
    (item("RF01", YES), "", "second time"),
    (item("RF10", YES, YES), ".answer", "one answer, not 2"),
    (item("RF10", {"valueString": "yes"}), ".answer[0]", "valueBoolean"),
    (item("RF10", {"valueBoolean": "true"}), ".answer[0]", "true or false"),
    (item("RF10", {"valueBoolean": 1}), ".answer[0]", "true or false"),
    (item("RF10", {"valueBoolean": None}), ".answer[0]", "true or false"),
    (item("RF10", {"valueBoolean": True, "valueInteger": 1}), ".answer[0]", "valueBoolean"),
    (item("RF10", {}), ".answer[0]", "nothing"),
    (item("age", {"valueInteger": 131}), ".answer[0].valueInteger", "0 to 130"),
    (item("age", {"valueInteger": -1}), ".answer[0].valueInteger", "0 to 130"),
    (item("age", {"valueInteger": 10**400}), ".answer[0].valueInteger", "0 to 130"),
    (item("age", {"valueInteger": True}), ".answer[0]", "whole number"),
    (item("age", {"valueDecimal": 40.5}), ".answer[0]", "valueInteger"),
    (item("CI06.when1", YES), ".answer[0]", "group"),
]


@pytest.mark.parametrize(("wrong", "where", "what"), WRONG)
def test_a_fault_is_told_with_its_place(wrong: dict[str, Any], where: str, what: str) -> None:
    said = {name: answer for name, answer in nothing().items() if name != "RF10"}
    body = response(said, None)
    body["item"].append(wrong)
    status, ((diagnostics, expression),) = faults(body)
    assert status == 422
    assert expression == [f"QuestionnaireResponse.item[{len(body['item']) - 1}]{where}"]
    assert what in diagnostics


def test_all_faults_are_told_at_once() -> None:
    body = response(nothing())
    body["item"] += [item("RF99", YES), item("RF10", YES, YES), item("age", {"valueString": "old"})]
    assert len(faults(body)[1]) == 3


@pytest.mark.parametrize("name", [name for name in nothing() if "." not in name and not name.startswith("RF19")])
def test_what_has_to_be_answered_is_asked_for_by_its_id(name: str) -> None:
    said = nothing() | {"RF08": True, "RF08.new_pain": False}
    del said[name]
    if name == "RF10":
        assert assess(response(said))[0] == 200
        assert faults(response(said, 60))[1][0][1] == ["QuestionnaireResponse.item.where(linkId='RF10')"]
    elif name == "RF08":
        said.pop("RF08.new_pain")
        assert faults(response(said))[1][0][1] == ["QuestionnaireResponse.item.where(linkId='RF08')"]
    else:
        assert faults(response(said)) == (
            422,
            [(f"{name} is required: true or false", [f"QuestionnaireResponse.item.where(linkId='{name}')"])],
        )


def test_each_sign_of_a_heading_has_to_be_answered_or_the_heading() -> None:
    said = {name: answer for name, answer in nothing().items() if name != "RF22.rash"}
    assert "RF22.rash" in faults(response(said))[1][0][0]
    assert assess(response(said | {"RF22": False}))[0] == 200


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"resourceType": "Patient"}, "resourceType"),
        ([], "resourceType"),
        (None, "resourceType"),
        ({"resourceType": "Parameters"}, "Parameters.parameter"),
        (
            {"resourceType": "Parameters", "parameter": [{"name": "response", "valueString": "no"}]},
            "Parameters.parameter",
        ),
        ({"resourceType": "QuestionnaireResponse", "item": {"linkId": "RF01"}}, "QuestionnaireResponse.item"),
        ({"resourceType": "QuestionnaireResponse", "item": ["RF01"]}, "QuestionnaireResponse.item[0]"),
        (
            {"resourceType": "QuestionnaireResponse", "item": [{"linkId": "RF01", "answer": YES}]},
            "QuestionnaireResponse.item[0].answer",
        ),
    ],
)
def test_a_body_of_another_shape_is_refused_with_the_place(body: Any, where: str) -> None:
    assert faults(body)[0] == 400
    assert faults(body)[1][0][1] == [where]


def test_two_responses_in_one_body_are_refused() -> None:
    one = {"name": "response", "resource": response(nothing())}
    status, found = faults({"resourceType": "Parameters", "parameter": [one, one]})
    assert (status, found[0][1]) == (400, ["Parameters.parameter[1].resource"])


def test_a_body_that_nests_without_end_is_refused() -> None:
    body: dict[str, Any] = {"linkId": "RF01"}
    for _ in range(200):
        body = {"linkId": "RF01", "item": [body]}
    assert faults({"resourceType": "QuestionnaireResponse", "item": [body]})[0] == 400
    deep = '{"item":[' * 50_000
    assert faults('{"resourceType":"QuestionnaireResponse","item":[' + deep)[0] in (400, 413)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("questionnaire", "http://elsewhere.example/Questionnaire/safety-screen"),
        ("questionnaire", "Questionnaire/safety-screen|2020-01-01"),
        ("questionnaire", 7),
        ("status", "entered-in-error"),
        ("status", ["completed"]),
    ],
)
def test_answers_to_something_else_are_refused(name: str, text: Any) -> None:
    status, ((_, expression),) = faults(response(nothing()) | {name: text})
    assert (status, expression) == (422, [f"QuestionnaireResponse.{name}"])


def test_answers_may_name_the_questionnaire_and_its_version() -> None:
    found = questionnaire()
    for asked in (found["url"], f"{found['url']}|{found['version']}", "Questionnaire/safety-screen"):
        assert value(response(nothing()) | {"questionnaire": asked}, "result") == "clear"


def test_it_is_listed_where_programs_look() -> None:
    statement = Client().get("/fhir/metadata").json()
    kinds = {row["type"]: row for row in statement["rest"][0]["resource"]}
    assert kinds["Questionnaire"]["interaction"] == [{"code": "read"}]
    (operation,) = kinds["QuestionnaireResponse"]["operation"]
    assert operation["name"] == "assess"
    definition = Client().get(operation["definition"][operation["definition"].index("/fhir/") :]).json()
    assert (definition["resourceType"], definition["code"]) == ("OperationDefinition", "assess")


def test_it_is_named_to_programs_in_words() -> None:
    text = Client().get("/llms.txt").text
    assert "/fhir/Questionnaire/safety-screen" in text
    assert "/fhir/QuestionnaireResponse/$assess" in text


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_other_methods_are_refused(method: str) -> None:
    answer = getattr(Client(), method)("/fhir/QuestionnaireResponse/$assess")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert answer.json()["resourceType"] == "OperationOutcome"
