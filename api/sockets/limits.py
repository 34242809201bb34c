"""How much one process, one socket and one operation may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What is allowed, and how long is waited."""

    sockets: int = 1_000
    """Open at once in a process."""
    operations: int = 50
    """Under way at once on a socket."""
    message_bytes: int = 1024 * 1024
    init_seconds: float = 10.0
    """Until who opened a socket must have said who they are."""
    ping_seconds: float = 20.0
    """Between two pings; who is silent for longer than two of them is gone."""
    send_seconds: float = 20.0
    """Until a client must have taken in a message."""
    events: int = 4
    """Of all subscriptions of a process under way at once; the pool's other connections are for
    requests."""
    event_seconds: float = 0.25
    """Between two events of a subscription."""
    retry_seconds: float = 2.0
    """Until an event is tried again that failed through no fault of the client."""
