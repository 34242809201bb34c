from pathlib import Path

import pytest

from lint.baseline import held_back, read_baseline, write_baseline
from lint.config import ConfigError
from tests.lint.conftest import Project
from tests.lint.reporters.scene import SQL, finding

TEXTS = {"m/0002.sql": SQL}


def test_what_was_written_is_held_back(project: Project) -> None:
    project({})
    write_baseline("known.json", [finding()], TEXTS)

    new = finding(code="HG301")

    known = read_baseline("known.json")
    assert held_back("known.json", known, [finding(), new], TEXTS) == (finding(),)


def test_it_is_held_back_after_the_lines_have_moved(project: Project) -> None:
    project({})
    write_baseline("known.json", [finding()], TEXTS)
    moved = finding(line=3, end_line=3)

    held = held_back("known.json", read_baseline("known.json"), [moved], {"m/0002.sql": f"\n{SQL}"})

    assert held == (moved,)


def test_a_second_one_like_it_is_new(project: Project) -> None:
    project({})
    write_baseline("known.json", [finding()], TEXTS)
    twice = [finding(), finding(line=5, end_line=5)]
    texts = {"m/0002.sql": f"{SQL}\n{SQL}"}

    held = held_back("known.json", read_baseline("known.json"), twice, texts)

    assert held == (twice[0],)


def test_it_is_the_same_from_another_folder(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = project({"m/0002.sql": SQL})
    write_baseline("known.json", [finding()], TEXTS)
    monkeypatch.chdir(folder / "m")
    near = finding(path="0002.sql")

    held = held_back("../known.json", read_baseline("../known.json"), [near], {"0002.sql": SQL})

    assert held == (near,)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (None, "baseline 'k.json': no such file or directory; write it with --write-baseline"),
        ("{", "baseline 'k.json': not JSON; write it again"),
        ("[]", "baseline 'k.json': not a baseline; write it again"),
        ('{"version": 2, "findings": []}', "baseline 'k.json': version 2; write it again"),
        ('{"version": 1, "findings": [{}]}', "baseline 'k.json': not a baseline; write it again"),
    ],
)
def test_what_is_no_baseline_is_one_line(content: str | None, error: str, project: Project) -> None:
    project({} if content is None else {"k.json": content})

    with pytest.raises(ConfigError) as caught:
        read_baseline("k.json")

    assert str(caught.value) == error


def test_a_baseline_that_cannot_be_written_is_one_line(project: Project) -> None:
    project({})

    with pytest.raises(ConfigError, match=r"^baseline 'no/k.json': no such file or directory$"):
        write_baseline("no/k.json", [], {})

    assert not Path("no").exists()
