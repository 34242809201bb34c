"""A baseline holds back the findings that were there when it was written.

A finding is known by its rule, its file and the SQL it points at, not by its line, so edits around
it do not bring it back, and a second one like it is new.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from lint.config import ConfigError
from lint.finding import Finding
from lint.fingerprint import fingerprints

VERSION = 1


def write_baseline(path: str, findings: Sequence[Finding], texts: Mapping[str, str]) -> None:
    """Write the findings down as known."""
    marks = _marks(path, findings, texts)
    entries = [
        {"code": each.code, "path": _relative(path, each.path), "what": each.what, "mark": mark}
        for each, mark in zip(findings, marks, strict=True)
    ]
    shape = {"version": VERSION, "findings": entries}
    try:
        text = json.dumps(shape, indent=2, ensure_ascii=False) + "\n"
        Path(path).write_text(text, encoding="utf-8")
    except OSError as problem:
        reason = (problem.strerror or "cannot be written").lower()
        raise ConfigError(f"baseline '{path}': {reason}") from problem


def read_baseline(path: str) -> frozenset[str]:
    """Return the marks of the known findings."""
    try:
        shape = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as problem:
        reason = (problem.strerror or "cannot be read").lower()
        hint = "; write it with --write-baseline" if isinstance(problem, FileNotFoundError) else ""
        raise ConfigError(f"baseline '{path}': {reason}{hint}") from problem
    except ValueError as problem:
        raise ConfigError(f"baseline '{path}': not JSON; write it again") from problem
    try:
        if shape["version"] != VERSION:
            raise ConfigError(f"baseline '{path}': version {shape['version']}; write it again")
        return frozenset(str(entry["mark"]) for entry in shape["findings"])
    except (KeyError, TypeError) as problem:
        raise ConfigError(f"baseline '{path}': not a baseline; write it again") from problem


def held_back(
    path: str, known: frozenset[str], findings: Sequence[Finding], texts: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Return the findings that the baseline knows."""
    marks = _marks(path, findings, texts)
    pairs = zip(findings, marks, strict=True)
    return tuple(finding for finding, mark in pairs if mark in known)


def _marks(path: str, findings: Sequence[Finding], texts: Mapping[str, str]) -> list[str]:
    """Return the findings' marks, with their paths as the baseline's folder sees them."""
    moved = [each.but(path=_relative(path, each.path)) for each in findings]
    seen = {_relative(path, shown): text for shown, text in texts.items()}
    return fingerprints(moved, seen)


def _relative(baseline: str, path: str) -> str:
    if path.startswith("<"):
        return path
    return os.path.relpath(path, Path(baseline).parent).replace("\\", "/")
