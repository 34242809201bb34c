"""Documents that may be executed: each read and checked once, then found by its text.

Clients send the same few documents again and again, and parsing and validating one costs more than
answering it. What is wrong with a document is remembered too: who repeats one that is refused costs
no more than who repeats one that is answered. Both memories are bounded in bytes, and each by
itself, so that documents that are refused push out none that are answered.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    validate,
)
from graphql.validation.rules import overlapping_fields_can_be_merged as conflicts

from api.endpoint import limits
from api.endpoint.refusals import Code, Refusal, error, unreadable_document
from api.recently_used import RecentlyUsed

_MOST_DOCUMENTS: Final = 1_000
_MOST_BYTES: Final = 32 * 2**20
_MOST_BYTES_REFUSED: Final = 4 * 2**20
# Measured: what graphql-core keeps of a document, of each token, and of a comment's text once more.
_BYTES_PER_DOCUMENT: Final = 4_000
_BYTES_PER_TOKEN: Final = 400
_BYTES_PER_ERROR: Final = 1_000
_MOST_ERRORS: Final = 20
_MOST_COMPARISONS: Final = 100_000
_GIVEN_UP: Final = "Validation aborted."
_TANGLED: Final = "too many fields share a response key; select each field once, or use aliases"

# Whether fields of one response key conflict is asked of each two of them: graphql-core gives up
# sooner than it would by itself.
conflicts.MAX_COMPLEXITY_BUDGET = _MOST_COMPARISONS


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the schema, within the limits."""

    key: bytes
    nodes: DocumentNode
    operations: Mapping[str | None, OperationDefinitionNode]

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """Return the operation that is asked for."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        if name not in self.operations:
            raise Refusal(HTTPStatus.BAD_REQUEST, [self._why_none(name)], is_readable=True)
        return self.operations[name]

    def _why_none(self, name: str | None) -> GraphQLError:
        if name is None:
            message = "the document holds several operations; name one in operationName"
        else:
            message = "the document holds no operation of that name; name one that it holds"
        return error(Code.BAD_REQUEST, message)


def _accepted() -> RecentlyUsed[bytes, Document]:
    return RecentlyUsed(_MOST_DOCUMENTS, _MOST_BYTES)


def _refused() -> RecentlyUsed[bytes, Refusal]:
    return RecentlyUsed(_MOST_DOCUMENTS, _MOST_BYTES_REFUSED)


@dataclass(slots=True)
class Documents:
    """The documents that were asked for of late."""

    schema: GraphQLSchema
    accepted: RecentlyUsed[bytes, Document] = field(default_factory=_accepted)
    refused: RecentlyUsed[bytes, Refusal] = field(default_factory=_refused)

    def find(self, text: str) -> Document:
        """Return the document of a text, or raise the refusal that says what is wrong with it."""
        _refuse_longer(text)
        # Lone surrogates cannot be sent in UTF-8, and are no GraphQL: the parser says so.
        written = text.encode(errors="surrogatepass")
        key = hashlib.sha256(written).digest()
        known = self.accepted.get(key)
        if known is not None:
            return known
        refusal = self.refused.get(key)
        if refusal is not None:
            # An exception gathers a traceback whenever it is raised.
            raise replace(refusal)
        try:
            read = _read(self.schema, key, text)
        except Refusal as refused:
            self.refused.put(key, _without_nodes(refused), _size_of_refusal(written, refused))
            raise
        self.accepted.put(key, read, _size(written, read))
        return read


def _without_nodes(refusal: Refusal) -> Refusal:
    """Return the refusal with what is shown of it, without the document's syntax tree."""
    errors = [
        GraphQLError(
            found.message,
            source=found.source,
            positions=found.positions,
            extensions=found.extensions,
        )
        for found in refusal.errors
    ]
    return replace(refusal, errors=errors)


def _size(written: bytes, document: Document) -> int:
    tokens = document.nodes.token_count
    return _BYTES_PER_DOCUMENT + tokens * _BYTES_PER_TOKEN + 2 * len(written)


def _size_of_refusal(written: bytes, refusal: Refusal) -> int:
    errors = sum(_BYTES_PER_ERROR + len(found.message) for found in refusal.errors)
    return len(written) + errors


def _read(schema: GraphQLSchema, key: bytes, text: str) -> Document:
    nodes = _parsed(text)
    excess = limits.excess(nodes)
    if excess is not None:
        raise unreadable_document(Code.COST_LIMIT_EXCEEDED, [GraphQLError(excess)])
    faults = validate(
        schema,
        nodes,
        max_errors=_MOST_ERRORS,
        hide_suggestions=True,
        allow_empty_selection_sets=False,
    )
    if any(fault.message == _GIVEN_UP for fault in faults):
        raise unreadable_document(Code.COST_LIMIT_EXCEEDED, [GraphQLError(_TANGLED)])
    if faults:
        raise unreadable_document(Code.VALIDATION_FAILED, faults)
    operations = {
        node.name.value if node.name else None: node
        for node in nodes.definitions
        if isinstance(node, OperationDefinitionNode)
    }
    return Document(key, nodes, operations)


def _refuse_longer(text: str) -> None:
    if len(text) > limits.MOST_CHARACTERS:
        message = (
            f"the document has {len(text)} characters, and {limits.MOST_CHARACTERS} are allowed; "
            "ask for less at once, or pass values as variables"
        )
        raise unreadable_document(Code.COST_LIMIT_EXCEEDED, [GraphQLError(message)])


def _parsed(text: str) -> DocumentNode:
    try:
        return parse(text, max_lexical_tokens=limits.MOST_TOKENS, allow_empty_selection_sets=False)
    except GraphQLSyntaxError as fault:
        raise unreadable_document(_why_unparsed(fault), [fault]) from fault
    except RecursionError as fault:
        message = "the document is nested too deeply; nest less"
        raise unreadable_document(Code.PARSE_FAILED, [GraphQLError(message)]) from fault


def _why_unparsed(fault: GraphQLSyntaxError) -> Code:
    is_too_long = "token" in fault.message and str(limits.MOST_TOKENS) in fault.message
    return Code.COST_LIMIT_EXCEEDED if is_too_long else Code.PARSE_FAILED
