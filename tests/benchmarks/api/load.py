"""The load: requests over kept connections, each sent as soon as the one before is answered.

It runs as a process of its own (`python -m tests.benchmarks.api.load`), takes a `Load` as JSON on
standard input and prints a `Measured`. It reads answers as bytes and looks only at the status, the
length and the beginning, so that it takes little of the machine it measures. It samples the
processor time of the others itself, at the ends of the very span that it counts requests in.
"""

import select
import socket
import statistics
import sys
import time
from collections.abc import Sequence
from typing import Final

import msgspec

from tests.benchmarks.api import usage

CONNECTIONS: Final = 16
_CHUNK: Final = 256 * 1024
_HEAD_END: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length: "
_OK: Final = b"HTTP/1.1 200 "
_DATA: Final = b'{"data":'


class Load(msgspec.Struct, frozen=True):
    """What is sent where, for how long, and whose processor time is looked at."""

    port: int
    requests: list[bytes]
    seconds: float
    warm_up_seconds: float
    watched: dict[str, int]
    connections: int = CONNECTIONS


class Measured(msgspec.Struct, frozen=True):
    """What came of it."""

    requests: int
    seconds: float
    p50_milliseconds: float
    p99_milliseconds: float
    bytes_per_request: float
    processor_seconds: dict[str, float]

    @property
    def per_second(self) -> float:
        """Return the requests that were answered in a second."""
        return self.requests / self.seconds

    def processor_milliseconds(self, name: str) -> float:
        """Return the processor time that a request cost, in milliseconds."""
        return self.processor_seconds[name] / self.requests * 1000


def together(rounds: Sequence[Measured]) -> Measured:
    """Return what came of several rounds."""
    requests = sum(each.requests for each in rounds)
    return Measured(
        requests=requests,
        seconds=sum(each.seconds for each in rounds),
        p50_milliseconds=statistics.median(each.p50_milliseconds for each in rounds),
        p99_milliseconds=statistics.median(each.p99_milliseconds for each in rounds),
        bytes_per_request=sum(each.bytes_per_request * each.requests for each in rounds) / requests,
        processor_seconds={
            name: sum(each.processor_seconds[name] for each in rounds)
            for name in rounds[0].processor_seconds
        },
    )


class WrongAnswerError(Exception):
    """An answer is not what the benchmark counts."""


class _Client:
    """One connection and the answer that it is reading."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent_at = 0.0
        self._head = b""
        self._left = -1

    def send(self, request: bytes) -> None:
        self._head, self._left = b"", -1
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def receive(self, buffer: bytearray) -> int | None:
        """Read what is there; return the size of the body once all of it was read."""
        count = self.socket.recv_into(buffer)
        if not count:
            raise WrongAnswerError("the server closed the connection")
        if self._left < 0:
            count = self._read_head(bytes(memoryview(buffer)[:count]))
        else:
            self._left -= count
        return self._size if self._left == 0 else None

    def _read_head(self, received: bytes) -> int:
        self._head += received
        head, end, body = self._head.partition(_HEAD_END)
        if not end or not body:
            return 0
        length = head.lower().partition(_LENGTH)[2].partition(b"\r\n")[0]
        if not head.startswith(_OK) or not length or not body.startswith(_DATA[: len(body)]):
            raise WrongAnswerError(self._head[:2000].decode(errors="replace"))
        self._size = int(length)
        self._left = self._size - len(body)
        return 0


class _Run:
    """The connections, and the next request for whichever is free."""

    def __init__(self, load: Load) -> None:
        self._requests = load.requests
        self._sent = 0
        self._buffer = bytearray(_CHUNK)
        self._poll = select.epoll()
        self._clients: dict[int, _Client] = {}
        for _ in range(load.connections):
            client = _Client(load.port)
            self._clients[client.socket.fileno()] = client
            self._poll.register(client.socket, select.EPOLLIN)
            self._ask(client)

    def until(self, end: float) -> tuple[list[float], int]:
        """Go on until a time; return how long each answer took and the bytes of all."""
        took: list[float] = []
        total = 0
        while True:
            for number, _ in self._poll.poll():
                client = self._clients[number]
                size = client.receive(self._buffer)
                if size is not None:
                    now = time.perf_counter()
                    took.append(now - client.sent_at)
                    total += size
                    self._ask(client)
            if time.perf_counter() >= end:
                return took, total

    def _ask(self, client: _Client) -> None:
        client.send(self._requests[self._sent % len(self._requests)])
        self._sent += 1


def run(load: Load) -> Measured:
    """Send the load and measure."""
    clients = _Run(load)
    clients.until(time.perf_counter() + load.warm_up_seconds)
    before = {name: usage.seconds(pid) for name, pid in load.watched.items()}
    mine, began = time.process_time(), time.perf_counter()
    took, total = clients.until(began + load.seconds)
    seconds = time.perf_counter() - began
    used = {name: usage.seconds(pid) - before[name] for name, pid in load.watched.items()}
    took.sort()
    return Measured(
        requests=len(took),
        seconds=seconds,
        p50_milliseconds=took[len(took) // 2] * 1000,
        p99_milliseconds=took[len(took) * 99 // 100] * 1000,
        bytes_per_request=total / len(took),
        processor_seconds=used | {"load": time.process_time() - mine},
    )


def main() -> None:
    """Run the load that standard input describes."""
    load = msgspec.json.decode(sys.stdin.buffer.read(), type=Load)
    sys.stdout.buffer.write(msgspec.json.encode(run(load)))


if __name__ == "__main__":
    main()
