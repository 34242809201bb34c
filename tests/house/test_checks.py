import pytest

from tests.house.conftest import run_tool


@pytest.mark.parametrize(
    "line",
    [("ruff", "format", "--check", "."), ("ruff", "check", "."), ("mypy",), ("lint-imports",)],
    ids=["formatter", "style", "types", "imports"],
)
def test_the_code_passes(line: tuple[str, ...]) -> None:
    done = run_tool(*line)

    assert done.returncode == 0, done.stdout
