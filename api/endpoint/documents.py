"""Documents that may be executed: each read and checked once, then found by its text.

Clients send the same few documents again and again, and parsing and validating one costs more than
answering it. The registry forgets the document that was asked for longest ago.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
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

_MOST_DOCUMENTS: Final = 1_000
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


@dataclass(slots=True)
class Documents:
    """The documents that were asked for of late."""

    schema: GraphQLSchema
    most: int = _MOST_DOCUMENTS
    _known: OrderedDict[bytes, Document] = field(default_factory=OrderedDict)

    def find(self, text: str) -> Document:
        """Return the document of a text, or raise the refusal that says what is wrong with it."""
        # Lone surrogates cannot be sent in UTF-8, and are no GraphQL: the parser says so.
        key = hashlib.sha256(text.encode(errors="surrogatepass")).digest()
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        read = _read(self.schema, key, text)
        self._known[key] = read
        if len(self._known) > self.most:
            self._known.popitem(last=False)
        return read


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


def _parsed(text: str) -> DocumentNode:
    if len(text) > limits.MOST_CHARACTERS:
        message = (
            f"the document has {len(text)} characters, and {limits.MOST_CHARACTERS} are allowed; "
            "ask for less at once, or pass values as variables"
        )
        raise unreadable_document(Code.COST_LIMIT_EXCEEDED, [GraphQLError(message)])
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
