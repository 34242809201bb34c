"""What each statement does, for `explain`: as text for a terminal, or as JSON."""

from collections.abc import Iterator

from lint.finding import ExplainedEffect, ExplainedStatement, Explanation, InputError
from lint.reporters.as_json import VERSION, as_object, error_shape
from lint.reporters.stage import Stage, counted
from lint.reporters.wrapping import wrap_sql, wrap_words

_INDENT = "    "
_MOST_LINES = 6


def render_json(explanation: Explanation) -> str:
    """Return the explanation as one JSON object."""
    shape: dict[str, object] = {
        "version": VERSION,
        "pg_version": explanation.pg_version,
        "statements": [_statement_shape(each) for each in explanation.statements],
    }
    if explanation.errors:
        shape["errors"] = [error_shape(each) for each in explanation.errors]
    return as_object(shape)


def render_text(explanation: Explanation, stage: Stage) -> str:
    """Return the explanation in words."""
    blocks = [list(_statement(each, stage)) for each in explanation.statements]
    blocks += [list(_error(each, stage)) for each in explanation.errors]
    number = counted(len(explanation.statements), "statement")
    blocks.append([f"Explained {number} for PostgreSQL {explanation.pg_version}."])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _statement_shape(statement: ExplainedStatement) -> dict[str, object]:
    return {
        "migration": statement.migration,
        "path": statement.path,
        "line": statement.line,
        "sql": statement.sql,
        "transaction": statement.transaction,
        "effects": [_effect_shape(each) for each in statement.effects],
        "fails": statement.fails,
        "unknown": list(statement.unknown),
    }


def _effect_shape(effect: ExplainedEffect) -> dict[str, object]:
    return {
        "relation": effect.relation,
        "lock": effect.lock,
        "rewrites": effect.rewrites,
        "scans": effect.scans,
        "builds_indexes": list(effect.builds_indexes),
    }


def _statement(statement: ExplainedStatement, stage: Stage) -> Iterator[str]:
    place = f"{statement.path}:{statement.line}"
    yield _bold(stage, f"{place}  transaction {statement.transaction}")
    lines = wrap_sql(statement.sql, stage.width - 2)
    yield from (f"  {line}" for line in lines[:_MOST_LINES])
    if len(lines) > _MOST_LINES:
        yield "  ..."
    for effect in statement.effects:
        yield from _indented(f"{effect.relation}: {_does(effect)}", stage)
    if not statement.effects and not statement.fails:
        yield f"{_INDENT}touches nothing that existed before it"
    if statement.fails:
        yield from _indented(f"PostgreSQL refuses it: {statement.fails}", stage)
    if statement.unknown:
        yield from _indented(f"cannot tell: {', '.join(statement.unknown)}", stage)


def _does(effect: ExplainedEffect) -> str:
    """Return `ACCESS EXCLUSIVE, rewrites it, builds author_pkey`."""
    parts = [effect.lock or "no lock"]
    if effect.rewrites:
        parts.append("rewrites it")
    if effect.scans:
        parts.append("reads every row")
    if effect.builds_indexes:
        parts.append(f"builds {', '.join(effect.builds_indexes)}")
    return ", ".join(parts)


def _error(error: InputError, stage: Stage) -> Iterator[str]:
    place = ":".join(str(part) for part in (error.path, error.line, error.column) if part)
    yield _bold(stage, f"{place}  cannot be read")
    yield from _indented(error.message, stage)


def _indented(text: str, stage: Stage) -> list[str]:
    return wrap_words(text, stage.width, _INDENT, _INDENT + "  ")


def _bold(stage: Stage, text: str) -> str:
    return f"\033[1m{text}\033[0m" if stage.is_coloured else text
