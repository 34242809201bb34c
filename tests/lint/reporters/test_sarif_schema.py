"""SARIF against the standard's object model: what each object that is written must and may have.

The rules are those of SARIF 2.1.0, sections 3.13 to 3.58, for the objects that the reporter uses.
Nothing that is not listed may appear, so a new property is looked up before it is written.
"""

import json
from collections.abc import Mapping

import jsonschema
import pytest

from lint.finding import Finding, InputError, Report, Severity
from lint.reporters import sarif
from lint.rule import load_rules
from tests.lint.reporters.scene import ERROR, finding, report, stage

Json = Mapping[str, object]


def thing(required: list[str], **properties: object) -> Json:
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


def many(items: object, *, distinct: bool = False) -> Json:
    return {"type": "array", "items": items, "uniqueItems": distinct}


TEXT: Json = {"type": "string", "minLength": 1}
COUNT: Json = {"type": "integer", "minimum": 1}
LEVEL: Json = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = thing(["text"], text=TEXT)
MULTIFORMAT = thing(["text"], text=TEXT, markdown=TEXT)
REGION = thing(["startLine"], startLine=COUNT, startColumn=COUNT, endLine=COUNT, endColumn=COUNT)
ARTIFACT = thing(["uri"], uri={"type": "string", "format": "uri-reference", "minLength": 1})
PHYSICAL = thing(["artifactLocation"], artifactLocation=ARTIFACT, region=REGION)
LOCATIONS = many(thing(["physicalLocation"], physicalLocation=PHYSICAL))
RULE = thing(
    ["id"],
    id=TEXT,
    name=TEXT,
    shortDescription=MULTIFORMAT,
    help=MULTIFORMAT,
    defaultConfiguration=thing([], level=LEVEL),
)
DRIVER = thing(["name"], name=TEXT, semanticVersion=TEXT, rules=many(RULE, distinct=True))
RESULT = thing(
    ["message"],
    ruleId=TEXT,
    ruleIndex={"type": "integer", "minimum": -1},
    level=LEVEL,
    message=MESSAGE,
    locations=LOCATIONS,
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
    suppressions=many(thing(["kind"], kind={"enum": ["inSource", "external"]}), distinct=True),
)
INVOCATION = thing(
    ["executionSuccessful"],
    executionSuccessful={"type": "boolean"},
    toolExecutionNotifications=many(
        thing(["message"], level=LEVEL, message=MESSAGE, locations=LOCATIONS)
    ),
)
RUN = thing(
    ["tool"],
    tool=thing(["driver"], driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    invocations=many(INVOCATION),
    results=many(RESULT),
)
LOG = {
    **thing(["version", "runs"], version={"const": "2.1.0"}, runs=many(RUN)),
    "$schema": "https://json-schema.org/draft/2020-12/schema",
}
LOG["properties"] = {**LOG["properties"], "$schema": {"type": "string", "format": "uri"}}  # type: ignore[dict-item]  # thing() made it a mapping

SEVERITIES = [finding(severity=each) for each in Severity]


@pytest.mark.parametrize(
    "told",
    [
        report(),
        report(*SEVERITIES),
        report(finding(code="HG301"), finding(), suppressed=(finding(code="HG999"),)),
        report(errors=(ERROR, InputError("<stdin>", None, None, "no"), ERROR.but(column=None))),
        report(finding(path="ž b/<x>#1.sql", what="w\x01", fix="")),
    ],
)
def test_what_is_written_is_what_the_standard_allows(told: Report) -> None:
    log = json.loads(sarif.render(told, stage()))

    jsonschema.validate(log, LOG, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.name)
def test_every_rule_can_be_described(rule: object) -> None:
    rules = {each.code: each for each in load_rules()}
    known = next(each for each in rules.values() if each.name == getattr(rule, "name", ""))
    told: Finding = finding(code=known.code, rule=known.name, severity=known.severity)

    log = json.loads(sarif.render(report(told), stage(rules=rules)))

    jsonschema.validate(log, LOG)
    (described,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert described["shortDescription"]["text"] == known.summary


def test_the_check_can_fail() -> None:
    log = json.loads(sarif.render(report(finding()), stage()))
    log["runs"][0]["results"][0]["level"] = "fatal"

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, LOG)
