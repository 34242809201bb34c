"""`headgate explain` prints the statement of an operation, and PostgreSQL's plan of it."""

from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result

from api.cli import main
from tests.rows import Rows

pytestmark = pytest.mark.parametrize("major", [18], indirect=True, ids=["pg18"])

BY_NUMBER = """query ($number: String!) {
  orderByNumber(clickfunnelsOrderNumber: $number) { orderTotal contact { phone } }
}"""


@pytest.fixture
def url(migrated_url: str) -> str:
    with psycopg.connect(migrated_url, autocommit=True) as owner:
        ours = Rows(owner, "ours")
        ours.add("orders", clickfunnels_order_number="7", contact_id=ours.the("contacts")["id"])
    return migrated_url


def explain(url: str, folder: Path, document: str, *arguments: str) -> Result:
    environment = {"DATABASE_URL": url, "HEADGATE_DATA": str(folder)}
    line = ["explain", "-", *arguments]
    return CliRunner().invoke(main, line, input=document, env=environment)


def test_it_prints_the_statement_its_values_and_its_plan(url: str, tmp_path: Path) -> None:
    result = explain(url, tmp_path, BY_NUMBER, "--variables", '{"number": "7"}')
    assert result.exit_code == 0, result.output
    statement, values, plan = result.output.strip().split("\n\n")
    assert statement.startswith('select (\n  select row_to_json("orderByNumber".*)')
    assert '\n    where "orders"."clickfunnels_order_number" = $1::text\n' in statement
    assert values == '-- $1 is "7"'
    assert "Index Scan" in plan
    assert "actual" not in plan


def test_analyze_runs_it_as_the_tenant(url: str, tmp_path: Path) -> None:
    arguments = ("--analyze", "--variables", '{"number": "7"}', "--organization", "ours")
    result = explain(url, tmp_path, BY_NUMBER, *arguments)
    plan = result.output.strip().split("\n\n")[-1]
    assert "actual" in plan
    assert "current_organization" in plan or "InitPlan" in plan


def test_a_role_that_is_shown_less_gets_another_statement(url: str, tmp_path: Path) -> None:
    variables = ("--variables", '{"number": "7"}')
    assert "•••••" not in explain(url, tmp_path, BY_NUMBER, *variables).output
    assert "•••••" in explain(url, tmp_path, BY_NUMBER, *variables, "--role", "member").output


def test_it_says_what_is_interpreted_and_why(url: str, tmp_path: Path) -> None:
    result = explain(url, tmp_path, "{ __schema { description } orders { totalCount } }")
    assert result.output.startswith(
        "-- __schema: interpreted, because '__schema' is answered by Python"
    )
    assert "select count(*)" in result.output


@pytest.mark.parametrize(
    ("document", "arguments", "said"),
    [
        ("{ nonsense }", (), "Cannot query field 'nonsense' on type 'Query'."),
        ("{ orders { totalCount } }", ("--variables", "{"), "--variables is no JSON"),
        ("{ orders { totalCount } }", ("--variables", "[]"), "--variables is no JSON object"),
        ("query A { __typename } query B { __typename }", (), "name one in operationName"),
    ],
)
def test_what_cannot_be_explained_is_said_in_a_line(
    url: str, tmp_path: Path, document: str, arguments: tuple[str, ...], said: str
) -> None:
    result = explain(url, tmp_path, document, *arguments)
    assert result.exit_code == 1
    assert said in result.output
    assert "Traceback" not in result.output


def test_refused_arguments_are_said_to_be(url: str, tmp_path: Path) -> None:
    result = explain(url, tmp_path, "{ orders(first: -1) { totalCount } }")
    assert result.output.startswith("-- the arguments are refused")
