"""How large a document may be, measured in time linear in its text.

Fragments multiply: a short document of fragments that spread fragments twice stands for millions
of fields. Each fragment is measured once, and a spread adds what was measured; so no document takes
longer to refuse than to read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
)

MOST_CHARACTERS: Final = 64 * 1024
MOST_TOKENS: Final = 6_000
MOST_DEPTH: Final = 20
MOST_FIELDS: Final = 2_000
MOST_ALIASES: Final = 200
MOST_ROOT_FIELDS: Final = 50
_MOST_NESTING: Final = 60


@dataclass(frozen=True, slots=True)
class Size:
    """What a selection stands for once its fragments are spread."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0

    def beside(self, other: "Size") -> "Size":
        """Return the size of both in one selection."""
        return Size(
            max(self.depth, other.depth),
            self.fields + other.fields,
            self.aliases + other.aliases,
        )


class _TooDeep(Exception):  # noqa: N818 - ends the measuring, and never leaves this module
    """Selections are nested beyond anything that could be answered."""


def excess(document: DocumentNode) -> str | None:
    """Return what the document has too much of and what to do, or None where it may be executed."""
    measuring = _Measuring(document)
    try:
        sizes = [
            (measuring.of(operation.selection_set), measuring.roots(operation.selection_set))
            for operation in document.definitions
            if isinstance(operation, OperationDefinitionNode)
        ]
    except _TooDeep:
        return f"selections are nested more than {_MOST_NESTING} deep; nest fewer"
    return next((found for size, roots in sizes if (found := _verdict(size, roots))), None)


def _verdict(size: Size, roots: int) -> str | None:
    measured = (
        ("fields nested in one another", size.depth, MOST_DEPTH),
        ("fields, its fragments spread", size.fields, MOST_FIELDS),
        ("aliases, its fragments spread", size.aliases, MOST_ALIASES),
        ("fields at its root", roots, MOST_ROOT_FIELDS),
    )
    for what, found, most in measured:
        if found > most:
            return f"the operation has {found} {what}, and {most} are allowed; ask for less at once"
    return None


class _Measuring:
    """The fragments of a document, each measured when it is first spread."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = {
            node.name.value: node.selection_set
            for node in document.definitions
            if isinstance(node, FragmentDefinitionNode)
        }
        self._measured: dict[str, Size] = {}
        self._roots: dict[str, int] = {}

    def of(self, selections: SelectionSetNode | None, nesting: int = 0) -> Size:
        """Return what a selection set stands for."""
        if nesting > _MOST_NESTING:
            raise _TooDeep
        size = Size()
        for selection in _within(selections):
            size = size.beside(self._of_selection(selection, nesting + 1))
        return size

    def roots(self, selections: SelectionSetNode | None) -> int:
        """Return how many fields stand in a selection set itself, fragments spread."""
        return sum(self._roots_of(selection) for selection in _within(selections))

    def _of_selection(self, selection: SelectionNode, nesting: int) -> Size:
        if isinstance(selection, FragmentSpreadNode):
            return self._of_fragment(selection.name.value, nesting)
        if isinstance(selection, FieldNode):
            below = self.of(selection.selection_set, nesting)
            aliases = below.aliases + (selection.alias is not None)
            return Size(below.depth + 1, below.fields + 1, aliases)
        return self.of(_inner(selection), nesting)

    def _of_fragment(self, name: str, nesting: int) -> Size:
        if name not in self._measured:
            # Of itself a fragment counts nothing: validation refuses a circle by its own name.
            self._measured[name] = Size()
            self._measured[name] = self.of(self._fragments.get(name), nesting)
        return self._measured[name]

    def _roots_of(self, selection: SelectionNode) -> int:
        if isinstance(selection, FieldNode):
            return 1
        if not isinstance(selection, FragmentSpreadNode):
            return self.roots(_inner(selection))
        name = selection.name.value
        if name not in self._roots:
            self._roots[name] = 0
            self._roots[name] = self.roots(self._fragments.get(name))
        return self._roots[name]


def _within(selections: SelectionSetNode | None) -> Iterable[SelectionNode]:
    return selections.selections if selections else ()


def _inner(selection: SelectionNode) -> SelectionSetNode | None:
    return selection.selection_set if isinstance(selection, InlineFragmentNode) else None
