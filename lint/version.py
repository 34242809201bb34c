"""The linter's own version."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version


def version() -> str:
    """Return the version of the installed distribution; `0` from a bare checkout."""
    try:
        return installed_version("headgate")
    except PackageNotFoundError:
        return "0"
