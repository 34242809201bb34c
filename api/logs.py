"""How the process logs: everything through structlog, one line per event, on standard error."""

import logging
import logging.config
import sys
from typing import Final

import structlog
from structlog.typing import Processor

from api.settings import LogFormat, LogLevel

_SHARED: Final[list[Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
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
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _standard_library(log_format: LogFormat, level: LogLevel) -> dict[str, object]:
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": _SHARED,
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
        return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
