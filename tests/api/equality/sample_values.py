"""Values to ask with, right and wrong, where the data offers none; the simplest come first."""

from collections.abc import Mapping, Sequence

from tests.api.equality.known_data import Json

OF_SCALAR: Mapping[str, Sequence[Json]] = {
    "Int": (1, 0, 7, -1, 2**31 - 1),
    "BigInt": (1, "0", "9007199254740993", -5, "9223372036854775808"),
    "Float": (0.5, 1, -0.0),
    "Boolean": (True, False),
    "String": ("", "a", "O'Brien", '"', "%_\\", "😀", "\t\x01", "\0", "1"),
    "ID": ("", "nonsense", "T3JkZXI6MQ", "é"),
    "Decimal": ("0", 1, "10.50", "1.1e1", "-0.00", "123456789012345678901234567890.5", "x"),
    "DateTime": (
        "2026-01-02T00:00:00Z",
        "1999-12-31T23:59:59.123456+08:00",
        "2026-01-02",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.999999-12:00",
    ),
    "Date": ("2026-01-01", "2026-02-10", "2026-01-31", "2025-12-29", "0001-01-01", "2026-02-30"),
    "Time": ("09:30:00", "24:00", "00:00:00.5"),
    "UUID": ("6f2c1c1e-0000-4000-8000-000000000001", "6F2C1C1E00004000800000000000000A", "?"),
    "JSON": (None, {"a": [1.10]}, "text"),
}
BY_NAME: Mapping[str, Sequence[Json]] = {
    "first": (2, 1, 3, 5, 0, 50, 500, -1, 501, None),
    "last": (2, 1, 3, 5, 0, 50, 500, -1, 501, None),
    "timeZone": ("UTC", "Asia/Kuala_Lumpur", "America/New_York", "Mars/Base", ""),
    "currency": ("USD", "EUR", "usd"),
}
OF_WRONG_TYPE: Sequence[Json] = (True, "wrong", 1.5, [[]], {"wrong": 1})
