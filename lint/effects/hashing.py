"""Which hash partition a whole number belongs to, as PostgreSQL computes it (hashfn.c).

The function is fixed: partitions that are on disk depend on it.
"""

HASHED = frozenset({"int2", "int4", "int8"})
_SEED = 0x7A5B22367996DCFD  # HASH_PARTITION_SEED
_WORD = 0xFFFFFFFF
_LONG = 0xFFFFFFFFFFFFFFFF
_START = (0x9E3779B9 + 4 + 3923095) & _WORD


def remainder_of(value: int, type_name: str, modulus: int) -> int:
    """Return the remainder by which the value of int2, int4 or int8 finds its partition."""
    hashed = _hashed(_folded(value) if type_name == "int8" else value & _WORD)
    # hash_combine64 with 0, for a key of one column.
    return (hashed + 0x49A0F4DD15E5A8E3 & _LONG) % modulus


def _folded(value: int) -> int:
    """Return 64 bits as 32, so that equal numbers of both widths hash alike."""
    low, high = value & _WORD, value >> 32 & _WORD
    return low ^ (high if value >= 0 else ~high & _WORD)


def _rotated(value: int, bits: int) -> int:
    return (value << bits | value >> 32 - bits) & _WORD


def _hashed(word: int) -> int:
    """Return hash_bytes_uint32_extended with the seed of partitions."""
    a = _START + (_SEED >> 32) & _WORD
    b = _START + (_SEED & _WORD) & _WORD
    a, b, c = _mixed(a, b, _START)
    a, b, c = _finished(a + word & _WORD, b, c)
    return b << 32 | c


def _mixed(a: int, b: int, c: int) -> tuple[int, int, int]:
    for bits in (4, 6, 8, 16, 19, 4):
        a = (a - c & _WORD) ^ _rotated(c, bits)
        c = c + b & _WORD
        a, b, c = b, c, a  # the next round has the letters moved on
    return a, b, c


def _finished(a: int, b: int, c: int) -> tuple[int, int, int]:
    for bits in (14, 11, 25, 16, 4, 14, 24):
        c = (c ^ b) - _rotated(b, bits) & _WORD
        a, b, c = b, c, a
    return c, a, b  # seven rounds have moved the letters on by one
