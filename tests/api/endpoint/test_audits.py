"""GraphQL over HTTP as its working group audits it, against the service as it runs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.endpoint.conftest import Running

WEB = Path(__file__).parents[3] / "web"
NODE = Path(sys.executable).with_name("node")
AUDITS = 61


def test_every_audit_of_graphql_over_http_is_ok(served: Running) -> None:
    if not (WEB / "node_modules" / "graphql-http").is_dir():
        pytest.fail("web/node_modules is missing; run make setup")
    audited = subprocess.run(
        [NODE, WEB / "audits.mjs"],
        check=True, capture_output=True, timeout=120,
        env={**os.environ, "AUDITED_URL": served.url, "AUDITED_TOKEN": served.token()},
    )  # fmt: skip
    results = json.loads(audited.stdout)
    assert [result for result in results if result["status"] != "ok"] == []
    assert len(results) == AUDITS
