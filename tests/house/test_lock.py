import importlib.metadata
import re
import subprocess
from collections.abc import Iterator
from typing import cast

import pytest
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

from tests.house.conftest import ROOT, pyproject

LOCK = (ROOT / "requirements.lock").read_text()
# In pieces, so that this file names none either.
REGISTRIES = [
    ".".join(words)
    for words in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("npmjs", "com"),
        ("yarnpkg", "com"),
        ("crates", "io"),
        ("golang", "org"),
        ("rubygems", "org"),
    )
]


def entries() -> list[str]:
    """Return the lock's entries, each as one line."""
    joined = LOCK.replace("\\\n", " ")
    return [line for line in joined.splitlines() if line and not line.startswith("#")]


def pins() -> dict[NormalizedName, Requirement]:
    """Return each package's pin; the one for this Python where there are several."""
    found = [Requirement(entry.split("--hash")[0]) for entry in entries()]
    return {canonicalize_name(pin.name): pin for pin in sorted(found, key=applies_here)}


def wanted() -> list[Requirement]:
    """Return what the project and all its extras ask for."""
    project = pyproject()["project"]
    extras = cast("dict[str, list[str]]", project["optional-dependencies"])
    texts = [*cast("list[str]", project["dependencies"]), *(t for e in extras.values() for t in e)]
    return [need for text in texts if (need := Requirement(text)).name != "headgate"]


def is_pinned_within(need: Requirement) -> bool:
    pin = pins().get(canonicalize_name(need.name))
    if pin is None:
        return False
    (exact,) = pin.specifier
    return exact.operator == "==" and need.specifier.contains(exact.version, prereleases=True)


def needed_here() -> set[NormalizedName]:
    """Return everything that this machine's installation of the project needs."""
    found: set[NormalizedName] = set()
    seen: set[tuple[str, str]] = set()
    waiting = [(need.name, extra) for need in wanted() for extra in ("", *need.extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        found.add(canonicalize_name(name))
        waiting.extend(asked_by(name, extra))
    return found


def asked_by(name: str, extra: str) -> Iterator[tuple[str, str]]:
    for text in importlib.metadata.requires(name) or []:
        need = Requirement(text)
        if need.marker is None or need.marker.evaluate({"extra": extra}):
            yield from ((need.name, asked) for asked in ("", *need.extras))


def applies_here(pin: Requirement) -> bool:
    return pin.marker is None or pin.marker.evaluate()


@pytest.mark.parametrize("need", wanted(), ids=str)
def test_what_the_project_asks_for_is_pinned_within_its_bounds(need: Requirement) -> None:
    assert is_pinned_within(need), f"requirements.lock does not satisfy {need}; run make lock"


def test_the_lock_holds_what_the_project_needs_and_nothing_else() -> None:
    locked = {name for name, pin in pins().items() if applies_here(pin)}

    assert locked == needed_here(), "run make lock"


def test_every_entry_has_its_hashes() -> None:
    assert [entry for entry in entries() if "--hash=sha256:" not in entry] == []


def test_the_lock_names_no_address_and_no_option() -> None:
    assert re.findall(r"\S*://\S*", LOCK) == []
    assert [entry for entry in entries() if entry.startswith("-")] == []


def test_no_committed_file_names_a_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    naming = [
        f"{name}: {host}"
        for name in listed.stdout.split("\0")
        if name and (ROOT / name).is_file()
        for host in REGISTRIES
        if host.encode() in (ROOT / name).read_bytes()
    ]

    assert naming == []


def test_a_missing_and_an_outdated_pin_are_seen() -> None:
    assert not is_pinned_within(Requirement("no-such-package"))
    assert not is_pinned_within(Requirement("ruff<0.1"))
