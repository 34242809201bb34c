"""What a rule is: one file of `lint/rules/` that judges operations, migrations or schemas.

The file's docstring is the rule's page: its first line says why the thing is a hazard, its `sql`
fences are the rule's tests. The file's name is the rule's name. The decorator holds the rest:

    @rule("HG201", on=SetNotNull, severity=Severity.ERROR)
    def check(op: SetNotNull, before: Before) -> Complaint | None: ...

    @schema_rule("HG410", severity=Severity.ERROR)
    def check(before: Catalog, after: Catalog, run: Run) -> Iterator[Complaint]: ...

    @migration_rule("HG503", severity=Severity.WARNING)
    def check(run: Run) -> Iterator[Complaint]: ...

Rules run once the whole migration has been replayed, so a rule may look at what comes later.
"""

import importlib
import os
import re
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar, overload

import lint.rules
from lint.finding import Severity
from lint.ops import Operation, Span
from lint.record import KeywordRecord, Record

if TYPE_CHECKING:
    from lint.catalog import Catalog
    from lint.effects import Effects
    from lint.migration import Migration
    from lint.suppress import Suppression
    from lint.transaction import Transaction


class Complaint(Record):
    """What a rule has to say.

    `what` names the object and who is blocked or what is lost; `fix` is SQL to paste. `why` stands
    in for the first line of the rule's page, `at` for the operation that was judged (a schema rule
    must give it), `severity` for the rule's own.
    """

    what: str
    fix: str
    at: "Operation | Span | None" = None
    why: str | None = None
    severity: Severity | None = None


class Step(Record):
    """One operation in its moment: what was known before it, what it does, what is known after."""

    operation: Operation
    catalog: "Catalog"
    transaction: "Transaction"
    effects: "Effects"
    after: "Catalog"


class Run(KeywordRecord):
    """One migration, replayed: `before` and `after` are the catalog around it.

    `overtaken_by` is the last migration that comes after it in order and is already in use.
    """

    migration: "Migration"
    pg_version: int
    before: "Catalog"
    after: "Catalog"
    steps: tuple[Step, ...]
    overtaken_by: str | None = None

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Return the operations in the order in which they run."""
        return tuple(step.operation for step in self.steps)

    def cause(self, has_changed: "Callable[[Catalog], bool]") -> Operation | None:
        """Return the operation after which the claim about the catalog first holds."""
        return next((step.operation for step in self.steps if has_changed(step.after)), None)


class Before(Record):
    """What an operation rule may know: the step it judges, within its run."""

    step: Step
    run: Run
    index: int

    @property
    def catalog(self) -> "Catalog":
        """Return the catalog before the operation."""
        return self.step.catalog

    @property
    def transaction(self) -> "Transaction":
        """Return the transaction as the operation finds it."""
        return self.step.transaction

    @property
    def effects(self) -> "Effects":
        """Return what PostgreSQL does for the operation."""
        return self.step.effects

    @property
    def after(self) -> "Catalog":
        """Return the catalog after the operation."""
        return self.step.after

    @property
    def pg_version(self) -> int:
        """Return the server's major version."""
        return self.run.pg_version

    @property
    def migration(self) -> "Migration":
        """Return the migration the operation stands in."""
        return self.run.migration

    @property
    def earlier(self) -> tuple[Step, ...]:
        """Return the steps of this migration before the operation."""
        return self.run.steps[: self.index]

    @property
    def later(self) -> tuple[Step, ...]:
        """Return the steps of this migration after the operation."""
        return self.run.steps[self.index + 1 :]

    @property
    def siblings(self) -> tuple[Operation, ...]:
        """Return the operations of the same statement, this one included, in order."""
        steps, statement = self.run.steps, self.step.operation.statement
        first = last = self.index
        while first and steps[first - 1].operation.statement is statement:
            first -= 1
        while last < len(steps) and steps[last].operation.statement is statement:
            last += 1
        return tuple(step.operation for step in steps[first:last])


Complaints = Complaint | Iterable[Complaint] | None


class Rule(KeywordRecord):
    """What all rules have; `page` is the docstring of the rule's file."""

    code: str
    severity: Severity
    name: str
    page: str

    @property
    def summary(self) -> str:
        """Return the first line of the rule's page."""
        return self.page.strip().split("\n", 1)[0]


class OperationRule(Rule):
    """A rule that judges one operation at a time."""

    on: tuple[type[Operation], ...]
    check: Callable[[Operation, Before], Complaints]


class MigrationRule(Rule):
    """A rule that judges a whole migration."""

    check: Callable[[Run], Complaints]


class SchemaRule(Rule):
    """A rule that compares the catalog before and after a migration."""

    check: "Callable[[Catalog, Catalog, Run], Complaints]"


class SuppressionRule(Rule):
    """A rule that judges the comments that hold findings back; it is told if this one did."""

    check: "Callable[[Suppression, bool], Complaints]"


CODE = re.compile(r"HG[1-9]\d\d\Z")

A = TypeVar("A", bound=Operation)
B = TypeVar("B", bound=Operation)
C = TypeVar("C", bound=Operation)
D = TypeVar("D", bound=Operation)
Decorator = Callable[[Callable[[A, Before], Complaints]], OperationRule]


@overload
def rule(code: str, *, on: type[A], severity: Severity) -> Decorator[A]: ...
@overload
def rule(code: str, *, on: tuple[type[A], type[B]], severity: Severity) -> Decorator[A | B]: ...
@overload
def rule(
    code: str, *, on: tuple[type[A], type[B], type[C]], severity: Severity
) -> Decorator[A | B | C]: ...
@overload
def rule(
    code: str, *, on: tuple[type[A], type[B], type[C], type[D]], severity: Severity
) -> Decorator[A | B | C | D]: ...
@overload
def rule(
    code: str, *, on: tuple[type[Operation], ...], severity: Severity
) -> Decorator[Operation]: ...
def rule(
    code: str, *, on: type[Operation] | tuple[type[Operation], ...], severity: Severity
) -> Callable[[Callable[..., Complaints]], OperationRule]:
    """Register the function as the check of the operations `on` (their subclasses too)."""
    kinds = on if isinstance(on, tuple) else (on,)

    def register(check: Callable[..., Complaints]) -> OperationRule:
        name, page = _identity(check)
        return OperationRule(
            code=_code(code), severity=severity, name=name, page=page, on=kinds, check=check
        )

    return register


def migration_rule(
    code: str, *, severity: Severity
) -> Callable[[Callable[[Run], Complaints]], MigrationRule]:
    """Register the function as a check of whole migrations."""

    def register(check: Callable[[Run], Complaints]) -> MigrationRule:
        name, page = _identity(check)
        return MigrationRule(code=_code(code), severity=severity, name=name, page=page, check=check)

    return register


def schema_rule(
    code: str, *, severity: Severity
) -> "Callable[[Callable[[Catalog, Catalog, Run], Complaints]], SchemaRule]":
    """Register the function as a check of the schema before a migration against the one after."""

    def register(check: "Callable[[Catalog, Catalog, Run], Complaints]") -> SchemaRule:
        name, page = _identity(check)
        return SchemaRule(code=_code(code), severity=severity, name=name, page=page, check=check)

    return register


def suppression_rule(
    code: str, *, severity: Severity
) -> "Callable[[Callable[[Suppression, bool], Complaints]], SuppressionRule]":
    """Register the function as a check of suppression comments."""

    def register(check: "Callable[[Suppression, bool], Complaints]") -> SuppressionRule:
        name, page = _identity(check)
        return SuppressionRule(
            code=_code(code), severity=severity, name=name, page=page, check=check
        )

    return register


def _code(code: str) -> str:
    if not CODE.match(code):
        raise ValueError(f"rule code {code!r} is not HG and three digits; see the table of codes")
    return code


def _identity(check: Callable[..., Complaints]) -> tuple[str, str]:
    module = check.__module__
    page = sys.modules[module].__doc__ or ""
    return module.rpartition(".")[2].replace("_", "-"), page


def load_rules() -> tuple[Rule, ...]:
    """Return every rule of `lint/rules/`, in order of code."""
    # Not by pkgutil: it imports inspect, which alone takes 6 ms of the cold start.
    files = (file for folder in lint.rules.__path__ for file in os.listdir(folder))  # noqa: PTH208
    names = sorted(file.removesuffix(".py") for file in files if file.endswith(".py"))
    names.remove("__init__")
    modules = [importlib.import_module(f"lint.rules.{name}") for name in names]
    rules = [each for module in modules for each in vars(module).values() if isinstance(each, Rule)]
    return tuple(sorted(rules, key=lambda each: (each.code, each.name)))
