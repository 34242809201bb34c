"""A migration, run in thought: each operation meets the catalog and transaction it would meet.

`Session` is what one connection carries from statement to statement. Where transactions begin and
end follows the tool (`Transactions`) and the text (BEGIN, COMMIT, ROLLBACK, savepoints); ROLLBACK
takes the catalog back too. A function that is called runs its body, as far as it could be read.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from lint import ops
from lint.catalog import DEFAULT_PATH, Catalog
from lint.effects import Effects, Lock, effects_in, moment_of
from lint.effects.effect import NOTHING
from lint.migration import Migration, Transactions
from lint.names import Name
from lint.parse import Parsed
from lint.record import KeywordRecord
from lint.replay.objects import with_path
from lint.rule import Run, Step
from lint.transaction import Transaction
from lint.triggers import fired_by

DEEPEST_CALL = 3


class Session(KeywordRecord):
    """A connection between two statements."""

    catalog: Catalog
    transaction: Transaction = Transaction()
    # The catalogs that ROLLBACK and ROLLBACK TO return to.
    at_begin: Catalog
    at_savepoints: tuple[tuple[str, Catalog], ...] = ()
    # The statement that a transaction of its own belongs to.
    statement: int | None = None
    is_wrapped: bool = False


class Outcome(KeywordRecord):
    """A migration that was rehearsed."""

    parsed: Parsed
    run: Run


def opened(catalog: Catalog, migration: Migration, parsed: Parsed, last: Session | None) -> Session:
    """Return the session in which the migration's first statement runs."""
    catalog = catalog.but(search_path=DEFAULT_PATH)
    mode = migration.transactions
    if mode is Transactions.JOINED and last is not None and last.transaction.is_block:
        # What the migrations before created may be old by now; what they locked may be locked.
        joined = last.transaction.but(first_serial=catalog.next_serial)
        path = dict(joined.session).get("search_path")
        return last.but(
            catalog=with_path(catalog, (path,)) if path else catalog, transaction=joined
        )
    is_block = mode in {Transactions.WRAPPED, Transactions.JOINED} or (
        mode is Transactions.IMPLICIT and len(parsed.statements) > 1
    )
    transaction = Transaction(is_block=is_block, first_serial=catalog.next_serial)
    return Session(catalog=catalog, transaction=transaction, at_begin=catalog, is_wrapped=is_block)


class Moved(NamedTuple):
    """The session after a statement, and the steps that led there."""

    session: Session
    steps: tuple[Step, ...]


def statements_of(operations: tuple[ops.Operation, ...]) -> Iterator[tuple[ops.Operation, ...]]:
    """Yield the operations statement by statement."""
    for _, group in groupby(operations, key=lambda operation: id(operation.statement)):
        yield tuple(group)


def rehearsed(session: Session, statement: tuple[ops.Operation, ...], pg_version: int) -> Moved:
    """Return the session after one statement, with a step for each of its operations."""
    session = _in_transaction(session, statement[0].statement)
    moment = moment_of(statement, session.catalog, session.transaction, pg_version)
    steps: list[Step] = []
    for operation in statement:
        now = moment.but(catalog=session.catalog, transaction=session.transaction)
        effects = _certain(effects_in(operation, now), operation)
        session, step = _stepped(session, operation, effects)
        steps.append(step)
    for called in _called(session, statement):
        session, more = rehearsed(session, called, pg_version)
        steps += more
    return Moved(session, tuple(steps))


def _certain(effects: Effects, operation: ops.Operation) -> Effects:
    """Return the effects; under IF it may not come to a refusal, or EXCEPTION may wait for it."""
    if effects.fails is None or not operation.statement.is_conditional:
        return effects
    return Effects((), None, (*effects.unknown, f"if it comes to this: {effects.fails}"))


def replayed(session: Session, statement: tuple[ops.Operation, ...]) -> Session:
    """Return the session after a statement of history: nobody asks what it did."""
    session = _in_transaction(session, statement[0].statement)
    for operation in statement:
        session, _ = _stepped(session, operation, NOTHING)
    for called in _called(session, statement):
        session = replayed(session, called)
    return session


def _in_transaction(session: Session, statement: ops.Statement) -> Session:
    """Return the session in the transaction of the statement: outside a block, one of its own."""
    if session.transaction.is_block or session.statement == statement.index:
        return session
    old = session.transaction
    is_first = session.statement is None
    fresh = Transaction(
        number=old.number if is_first else old.number + 1,
        first_serial=session.catalog.next_serial,
        before=old.session,
        session=old.session,
    )
    return session.but(
        transaction=fresh, at_begin=session.catalog, at_savepoints=(), statement=statement.index
    )


def _stepped(session: Session, operation: ops.Operation, effects: Effects) -> tuple[Session, Step]:
    transaction, catalog = session.transaction, session.catalog
    after = _moved(session, operation)
    after = after.but(catalog=after.catalog.after(operation))
    if after.transaction.is_block or after.transaction.number == transaction.number:
        after = _holding(after, effects)
    return after, Step(operation, catalog, transaction, effects, after.catalog)


def _holding(session: Session, effects: Effects) -> Session:
    """Return the session with the locks that an operation leaves."""
    transaction = session.transaction
    for effect in effects.relations:
        if effect.lock is not None and effect.lock > Lock.ACCESS_SHARE:
            transaction = transaction.holding(effect.relation, effect.lock)
    return session if transaction is session.transaction else session.but(transaction=transaction)


def _moved(session: Session, operation: ops.Operation) -> Session:  # noqa: PLR0911 - one per kind
    """Return the session after what the operation says about the transaction itself."""
    transaction = session.transaction
    match operation:
        case ops.Begin():
            return _begun(session)
        case ops.Commit() | ops.PrepareTransaction():
            return _ended(session, transaction.session, session.catalog)
        case ops.Rollback():
            return _ended(session, transaction.before, _rolled_back(session, session.at_begin))
        case ops.Savepoint(name=name):
            points = (*session.at_savepoints, (name, session.catalog))
            return session.but(transaction=transaction.saving(name), at_savepoints=points)
        case ops.RollbackTo(name=name):
            return _back_to(session, name)
        case ops.ReleaseSavepoint(name=name):
            return session.but(transaction=transaction.releasing(name))
        case ops.SetVariable():
            return session.but(transaction=_with_setting(transaction, operation))
        case ops.ResetVariable(name=name):
            return session.but(transaction=transaction.resetting(name))
        case _:
            return session


def _with_setting(transaction: Transaction, op: ops.SetVariable) -> Transaction:
    if not op.values:
        return transaction.resetting(op.name)
    known = [value for value in op.values if value is not None]
    value = ", ".join(known) if len(known) == len(op.values) else None
    if op.is_local:
        return transaction.setting_locally(op.name, value)
    return transaction.setting_to(op.name, value)


def _begun(session: Session) -> Session:
    """Return the session after BEGIN; inside a transaction it is only a warning."""
    transaction = session.transaction
    if transaction.is_block:
        return session.but(transaction=transaction.but(is_explicit=True))
    begun = transaction.but(is_block=True, is_explicit=True)
    return session.but(transaction=begun, at_begin=session.catalog, at_savepoints=())


def _ended(
    session: Session, settings: tuple[tuple[str, str | None], ...], catalog: Catalog
) -> Session:
    """Return the session after COMMIT or ROLLBACK: locks go, and SET LOCAL with them."""
    ended = Transaction(
        number=session.transaction.number,
        first_serial=catalog.next_serial,
        before=settings,
        session=settings,
    )
    path = dict(settings).get("search_path")
    back = with_path(catalog, (path,)) if path else catalog.but(search_path=DEFAULT_PATH)
    return session.but(
        transaction=ended, catalog=back, at_begin=back, at_savepoints=(), statement=-1
    )


def _rolled_back(session: Session, target: Catalog) -> Catalog:
    """Return the older catalog; serials go on, so that nothing new looks old."""
    return target.but(next_serial=session.catalog.next_serial)


def _back_to(session: Session, name: str) -> Session:
    for place in range(len(session.at_savepoints) - 1, -1, -1):
        known, catalog = session.at_savepoints[place]
        if known == name:
            return session.but(
                catalog=_rolled_back(session, catalog),
                transaction=session.transaction.rolled_back_to(name),
                at_savepoints=session.at_savepoints[: place + 1],
            )
    return session


def _called(
    session: Session, statement: tuple[ops.Operation, ...]
) -> Iterator[tuple[ops.Operation, ...]]:
    """Yield the statements of the functions that the statement calls, in its own place."""
    first = statement[0]
    if first.statement.depth >= DEEPEST_CALL:
        return
    for operation in statement:
        for name in (*_callees(operation), *fired_by(operation, session.catalog)):
            for function in session.catalog.functions_named(name):
                for inner in statements_of(function.definition.operations):
                    place = inner[0].statement.but(
                        index=first.statement.index,
                        span=first.statement.span,
                        within=ops.Within.FUNCTION,
                        depth=first.statement.depth + 1,
                    )
                    yield tuple(each.placed(place, operation.span) for each in inner)


def _callees(operation: ops.Operation) -> tuple[Name, ...]:
    match operation:
        case ops.Call(procedure=procedure):
            return (procedure,)
        case ops.RunsQuery(query=query):
            return query.functions
        case _:
            return ()
