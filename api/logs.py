"""How the process logs: everything through structlog, one line per event, on standard error.

What we log ourselves, a line per request, is written by structlog alone; what libraries log comes
by `logging` and is written in the same form. On its way through `logging` a line costs a tenth of
what a small operation does.
"""

import logging
import logging.config
import sys
from typing import Final

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from api.settings import LogFormat, LogLevel

_SHARED: Final[list[Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]

GRANIAN: Final = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {},
    "handlers": {},
    "loggers": {
        "_granian": {"handlers": [], "propagate": True},
        "granian.access": {"handlers": [], "propagate": True},
    },
}
"""What Granian is told: its records go where all others go."""


def configure(log_format: LogFormat, level: LogLevel) -> None:
    """Send what this process logs, by structlog or by `logging`, to one place in one form."""
    logging.config.dictConfig(_standard_library(log_format, level))
    structlog.configure(
        processors=[_add_name, *_SHARED, *_rendering(log_format)],
        logger_factory=_Logger,
        wrapper_class=structlog.make_filtering_bound_logger(level.upper()),
        cache_logger_on_first_use=True,
    )


class _Logger(structlog.WriteLogger):
    """What a module's logger writes by: it knows the module's name."""

    def __init__(self, name: str = "") -> None:
        super().__init__(sys.stderr)
        self.name = name


def _add_name(logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    event["logger"] = logger.name
    return event


def _standard_library(log_format: LogFormat, level: LogLevel) -> dict[str, object]:
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [structlog.stdlib.add_logger_name, *_SHARED],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *_rendering(log_format),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structlog": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structlog"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        # Their INFO is a line per revision or per request to a provider.
        "loggers": {name: {"level": "WARNING"} for name in ("alembic", "httpx")},
    }


def _rendering(log_format: LogFormat) -> list[Processor]:
    if log_format is LogFormat.CONSOLE:
        return [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(),
                # The pretty one prints the values of variables, and tokens are among them.
                exception_formatter=structlog.dev.plain_traceback,
            )
        ]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
