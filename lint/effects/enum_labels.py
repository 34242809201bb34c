"""When a new label of an enum may be used: not in the transaction that added it."""

from lint.effects.moment import Moment
from lint.effects.version import NEW_ENUM_LABEL_OF_NEW_TYPE
from lint.facts import EnumType


def unsafe_label(text: str, enum: EnumType, moment: Moment) -> bool:
    """Tell if the label was added in this very transaction, so that it cannot be used yet."""
    first = moment.transaction.first_serial
    is_new = any(label == text and serial >= first for label, serial in enum.added)
    is_new_type = enum.serial >= first
    return is_new and not (is_new_type and moment.version >= NEW_ENUM_LABEL_OF_NEW_TYPE)


def label_refusal(text: str, enum: EnumType, moment: Moment) -> str | None:
    """Return why the text cannot be read as a label of the enum, if so."""
    if unsafe_label(text, enum, moment):
        return f'unsafe use of new value "{text}" of enum type {enum.name.name}'
    if enum.is_complete and text not in enum.labels:
        return f'invalid input value for enum {enum.name.name}: "{text}"'
    return None
