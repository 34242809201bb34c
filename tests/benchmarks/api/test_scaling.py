"""What a page costs: in proportion to the rows asked for, and whatever number of rows is stored.

What is compared is the processor time of server and database together, which other work on the
machine does not count into, over one connection at a time.
"""

import json
import sys
from collections.abc import Callable

import pytest

from api.seeding import Scale
from tests.benchmarks.api.contenders import COMPILED, Contender, Running
from tests.benchmarks.api.data import Server
from tests.benchmarks.api.load import Measured
from tests.benchmarks.api.measuring import measure

FEW, MANY = 50, 400
MOST_TIMES_STORED = 1.3
# Eight times the rows may cost eight times as much, and what a noisy machine adds.
MOST_TIMES_ASKED = MANY / FEW * 1.1

RECIPIENTS = """query Recipients($first: Int!) {
  blastRecipients(first: $first) { nodes { id phoneNumber status attempts deliveredAt } }
}"""
OWNED = """query Owned($first: Int!) {
  blasts(first: 1) { nodes { recipients(first: $first) { nodes { id phoneNumber status } } } }
}"""
ORDERS = """query Orders($first: Int!) {
  orders(first: $first) {
    nodes { id orderTotal contact { email } items(first: 20) { nodes { product { productName } } } }
  }
}"""

pages = pytest.mark.parametrize(
    "document", [RECIPIENTS, OWNED, ORDERS], ids=["recipients", "of one blast", "orders"]
)

Start = Callable[[Contender, Scale], Running]


def cost(measured: Measured) -> float:
    """Return the processor milliseconds of one request."""
    return sum(measured.processor_milliseconds(name) for name in ("server", "database"))


def body(document: str, first: int) -> bytes:
    """Return the body of a request for so many rows."""
    return json.dumps({"query": document, "variables": {"first": first}}).encode()


@pages
def test_cost_grows_no_faster_than_the_rows_asked_for(
    document: str, server: Server, start: Start
) -> None:
    runner = start(COMPILED, Scale.LARGE)
    few, many = (
        cost(measure(server, runner, [body(document, first)], connections=1))
        for first in (FEW, MANY)
    )
    sys.stdout.write(f"\n{FEW} rows {few:.2f} ms, {MANY} rows {many:.2f} ms of processor time\n")
    assert many / few <= MOST_TIMES_ASKED


@pages
def test_ten_times_the_rows_stored_cost_the_same_page_no_more(
    document: str, server: Server, start: Start
) -> None:
    few, many = (
        cost(measure(server, start(COMPILED, scale), [body(document, FEW)], connections=1))
        for scale in (Scale.MEDIUM, Scale.LARGE)
    )
    sys.stdout.write(f"\nmedium {few:.2f} ms, large {many:.2f} ms of processor time\n")
    assert many / few <= MOST_TIMES_STORED
