"""Whoever logs, it is one line in one form on standard error."""

import json
import subprocess
import sys

import pytest

PROGRAM = """
import logging, sys, structlog
from api import logs
from api.settings import LogFormat, LogLevel
logs.configure(LogFormat(sys.argv[1]), LogLevel(sys.argv[2]))
ours, theirs = structlog.get_logger("api.ours"), logging.getLogger("library.theirs")
ours.debug("too little"), theirs.debug("too little")
ours.info("ours", number=1)
theirs.info("theirs %s", 2)
ours.warning("warned")
token = "a secret"
try:
    raise ValueError("broken")
except ValueError:
    ours.error("failed", exc_info=True)
    theirs.exception("failed too")
"""


def logged(log_format: str, level: str = "info") -> str:
    program = [sys.executable, "-c", PROGRAM, log_format, level]
    ended = subprocess.run(program, capture_output=True, text=True, check=True)
    assert ended.stdout == ""
    return ended.stderr


def test_every_line_says_what_when_who_and_how_bad() -> None:
    lines = [json.loads(line) for line in logged("json").splitlines()]
    assert [(line["event"], line["logger"], line["level"]) for line in lines] == [
        ("ours", "api.ours", "info"),
        ("theirs 2", "library.theirs", "info"),
        ("warned", "api.ours", "warning"),
        ("failed", "api.ours", "error"),
        ("failed too", "library.theirs", "error"),
    ]
    assert lines[0]["number"] == 1
    assert all(line["timestamp"].endswith("Z") for line in lines)
    for line in lines[3:]:
        assert line["exception"].startswith("Traceback")
        assert line["exception"].endswith("ValueError: broken")


def test_the_level_holds_for_all() -> None:
    lines = [json.loads(line) for line in logged("json", "warning").splitlines()]
    assert [line["event"] for line in lines] == ["warned", "failed", "failed too"]
    lines = [json.loads(line) for line in logged("json", "debug").splitlines()]
    assert [line["event"] for line in lines][:2] == ["too little", "too little"]


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_a_traceback_shows_no_values(log_format: str) -> None:
    said = logged(log_format)
    assert "ValueError: broken" in said
    assert "a secret" not in said
