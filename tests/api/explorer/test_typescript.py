"""A frontend's types: graphql-codegen makes them of the schema and the documented operations."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PROJECT = ROOT / "web" / "typescript"
GENERATED = PROJECT / "generated"
NPM = Path(sys.executable).with_name("npm")
PATIENCE_SECONDS = 300


def npm(*words: str) -> subprocess.CompletedProcess[str]:
    """Run npm in the project, with the Node that came with it."""
    path = f"{NPM.parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [NPM, *words],
        cwd=PROJECT, env=os.environ | {"PATH": path, "NODE_USE_SYSTEM_CA": "1"},
        capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS,
    )  # fmt: skip


def test_a_frontend_gets_types_of_every_documented_operation() -> None:
    """One test, for it installs the generator into one folder."""
    installed = npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
    assert installed.returncode == 0, installed.stderr
    made = npm("run", "generate")
    assert made.returncode == 0, made.stdout + made.stderr

    text = (GENERATED / "graphql.ts").read_text(encoding="utf-8")
    documents = list((ROOT / "docs" / "operations").glob("*/*.graphql"))
    assert len(documents) >= 15
    for document in documents:
        name = document.stem.replace("-", " ").title().replace(" ", "")
        assert re.search(rf"export type {name}(Query|Subscription) = ", text), name

    accepted = npm("run", "check")
    assert accepted.returncode == 0, accepted.stdout
    refused = with_wrong_use()
    assert refused.returncode != 0
    assert "Property 'margin' does not exist" in refused.stdout


def with_wrong_use() -> subprocess.CompletedProcess[str]:
    """Check a use of a field that the operation does not ask for."""
    wrong = GENERATED / "wrong.ts"
    wrong.write_text(
        "import type { NewestOrdersQuery } from './graphql';\n"
        "export const wrong = (answer: NewestOrdersQuery) => answer.orders.nodes[0]?.margin;\n"
    )
    try:
        return npm("run", "check")
    finally:
        wrong.unlink()
