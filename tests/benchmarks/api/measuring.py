"""One load on one contender, sent by a process of its own."""

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence

import msgspec

from tests.benchmarks.api.contenders import Running
from tests.benchmarks.api.data import ROOT, Server
from tests.benchmarks.api.load import CONNECTIONS, Load, Measured
from tests.benchmarks.api.operations import Operation

# A shared machine is asked for less at a time: HEADGATE_BENCHMARK_SECONDS=1 make bench.
SECONDS = float(os.environ.get("HEADGATE_BENCHMARK_SECONDS", "2"))
ROUNDS = 3
_WARM_UP_SECONDS = 0.5


def measure(
    server: Server,
    found: Running,
    bodies: list[bytes],
    *,
    seconds: float = SECONDS,
    connections: int = CONNECTIONS,
) -> Measured:
    """Send the bodies in turn for so long, and return what came of it."""
    load = Load(
        port=found.port,
        requests=[found.request(body) for body in bodies],
        seconds=seconds,
        warm_up_seconds=min(_WARM_UP_SECONDS, seconds),
        watched={"server": found.pid, "database": server.pid},
        connections=connections,
    )
    ended = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.api.load"],
        input=msgspec.json.encode(load), cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr.decode()
    return msgspec.json.decode(ended.stdout, type=Measured)


def in_turn(
    server: Server, runners: Sequence[Running], operation: Operation
) -> dict[tuple[str, str], list[Measured]]:
    """Return what everybody did on an operation, round by round."""
    found: dict[tuple[str, str], list[Measured]] = defaultdict(list)
    for _ in range(ROUNDS):
        for runner in runners:
            bodies = operation.bodies(runner.contender.dialect)
            found[operation.name, runner.contender.name].append(measure(server, runner, bodies))
    return found
