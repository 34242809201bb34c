"""What one run is to do: the command line over the configuration over the defaults."""

import argparse

from lint.config import Config, ConfigError
from lint.finding import Severity
from lint.migration import Transactions
from lint.record import KeywordRecord
from lint.selection import Selection
from lint.sources.options import Options


class Settings(KeywordRecord):
    """Everything a command needs to know, decided."""

    paths: tuple[str, ...]
    options: Options
    config: Config
    tool: str | None = None
    since: str | None = None
    schema: str | None = None
    database: str | None = None
    pg_version: int | None = None
    selection: Selection = Selection()
    fail_on: Severity = Severity.ERROR
    baseline: str | None = None
    write_baseline: str | None = None


def decide(given: argparse.Namespace, config: Config) -> Settings:
    """Return the settings of `check` or `explain`."""
    is_check = given.command == "check"
    write_baseline = given.write_baseline if is_check else None
    fail_on = (given.fail_on if is_check else None) or config.fail_on or Severity.ERROR
    database = given.database
    return Settings(
        paths=tuple(given.paths) or config.paths or (".",),
        options=Options(_transactions(given, config), given.python or config.python),
        config=config,
        tool=given.tool or config.tool,
        since=given.since,
        schema=given.schema or (None if database else config.schema),
        database=database,
        pg_version=given.pg_version or config.pg_version,
        selection=_selection(given, config, fail_on) if is_check else Selection(config=config),
        fail_on=fail_on,
        baseline=_baseline(given, config) if is_check and not write_baseline else None,
        write_baseline=write_baseline,
    )


def _selection(given: argparse.Namespace, config: Config, fail_on: Severity) -> Selection:
    if given.select == () or given.ignore == ():
        raise ConfigError("--select and --ignore take rule codes, as HG201 or HG2,HG401")
    return Selection(
        select=given.select or config.select,
        ignore=(*(given.ignore or ()), *config.ignore),
        are_notes_shown=fail_on is Severity.NOTE,
        config=config,
    )


def _baseline(given: argparse.Namespace, config: Config) -> str | None:
    baseline: str | None = given.baseline or config.baseline
    return baseline


def _transactions(given: argparse.Namespace, config: Config) -> Transactions | None:
    return Transactions(given.transactions) if given.transactions else config.transactions
