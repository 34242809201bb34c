import re
from pathlib import Path
from typing import TypedDict, cast

import pytest

from tests.house.conftest import pyproject, run_tool


class Contract(TypedDict):
    id: str
    name: str


CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in cast("list[Contract]", pyproject()["tool"]["importlinter"]["contracts"])
}
VIOLATIONS = {
    "linter-alone": {"lint/planted.py": "import models.tenancy"},
    "models-act-on-nothing": {"models/planted.py": "import api.settings"},
    "migrations-know-models-only": {"migrations/planted.py": "import api.settings"},
    "api-knows-models-only": {"api/planted.py": "import migrations.sql"},
    "domains-stand-alone": {"api/orders/planted.py": "import api.blasts.types"},
    "what-domains-share-knows-none": {"api/graphql/planted.py": "import api.orders.types"},
    "one-door-to-the-parser": {"lint/planted.py": "import pglast"},
    "rules-stand-alone": {
        "lint/rules/planted_one.py": "import lint.rules.planted_two",
        "lint/rules/planted_two.py": "",
    },
}


def test_every_contract_has_a_planted_violation() -> None:
    assert VIOLATIONS.keys() == CONTRACTS.keys()


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_a_planted_violation_is_caught(contract: str, copied_tree: Path) -> None:
    for path, source in VIOLATIONS[contract].items():
        (copied_tree / path).write_text(f'"""Planted."""\n\n{source}\n')

    done = run_tool("lint-imports", "--no-cache", cwd=copied_tree, PYTHONPATH=str(copied_tree))

    assert done.returncode == 1
    assert f"{CONTRACTS[contract]} BROKEN" in done.stdout
    assert len(re.findall(r" BROKEN( |$)", done.stdout, flags=re.MULTILINE)) == 1
