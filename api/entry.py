"""Where the command `headgate` begins: also where the service itself is not installed."""

import sys


def main() -> None:
    """Run the command, or say how what it needs is installed."""
    try:
        from api.cli import main as command  # noqa: PLC0415 - what it imports may be missing
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("api"):
            raise
        sys.exit(
            f"headgate: the package '{error.name}' is missing, because the linter alone was "
            "installed; install the service with: pip install 'headgate[api]'"
        )
    command()
