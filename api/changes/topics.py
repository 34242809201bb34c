"""What a change is about, and how a notification says it.

Triggers send a notification with ids alone (`20260305000000_notify_of_changes`): the organization,
the table, and the blast where it is about one. Anyone who may connect can send one too. All that it
can do is make us look.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

CHANNEL: Final = "headgate"
EVERYTHING: Final = "everything"
"""The notification that anything may have changed."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The rows of a table, or one of them and what belongs to it."""

    table: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject of one organization: nobody watches another's."""

    organization_id: uuid.UUID
    subject: Subject


class _Notice(msgspec.Struct, frozen=True):
    organization: uuid.UUID
    table: str
    blast: int | None = None


_decoder: Final = msgspec.json.Decoder(_Notice)


def of_notification(payload: str) -> tuple[Topic, ...]:
    """Return what a notification says has changed: nothing where it is none of ours."""
    try:
        notice = _decoder.decode(payload)
    except (ValueError, RecursionError):
        return ()
    return tuple(Topic(notice.organization, subject) for subject in _subjects(notice))


def _subjects(notice: _Notice) -> Iterator[Subject]:
    yield Subject(notice.table)
    if notice.blast is not None:
        yield Subject("blasts", str(notice.blast))
