"""Frozen values that cost nothing to define.

The linter has some two hundred small classes: operations, expressions, facts of the catalog. A
frozen dataclass with slots takes 0.66 ms to define, because its methods are generated as text and
compiled on every import; two hundred of them are half of the whole cold start. A `Record` takes
five microseconds: all share the methods below. To the type checker both are dataclasses.

Fields are the annotations of the class and of its bases, in order; a value beside the annotation
is the default.
"""

from typing import ClassVar, Self, dataclass_transform


class _Frozen:
    _fields: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, object]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = [name for name in cls.__annotations__ if name[0] != "_"]
        cls._fields = (*cls._fields, *(name for name in own if name not in cls._fields))
        cls._defaults = cls._defaults | {
            name: cls.__dict__[name] for name in own if name in cls.__dict__
        }
        type.__setattr__(cls, "__match_args__", cls._fields)

    def __init__(self, *arguments: object, **named: object) -> None:
        values = self.__dict__
        values.update(self._defaults)
        if arguments:
            values.update(zip(self._fields, arguments, strict=False))
        values.update(named)
        if len(values) != len(self._fields):
            self._refuse()

    def _refuse(self) -> None:
        given, known = set(self.__dict__), set(self._fields)
        missing, strange = sorted(known - given), sorted(given - known)
        raise TypeError(f"{type(self).__name__} misses {missing} and has no {strange}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen; make a new one with .but({name}=…)")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen; {name} stays")

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        values = self.__dict__
        return hash((type(self), *[values[name] for name in self._fields]))

    def __repr__(self) -> str:
        # What equals its default says nothing: failures in tests stay readable.
        shown = (
            f"{name}={value!r}"
            for name, value in self.__dict__.items()
            if name not in self._defaults or self._defaults[name] != value
        )
        return f"{type(self).__name__}({', '.join(shown)})"

    def but(self, **changes: object) -> Self:
        """Return a copy in which the named fields have other values."""
        copy = object.__new__(type(self))
        values = copy.__dict__
        values.update(self.__dict__)
        values.update(changes)
        if len(values) != len(self._fields):
            copy._refuse()
        return copy


@dataclass_transform(frozen_default=True)
class Record(_Frozen):
    """A frozen value whose fields may be given by position."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class KeywordRecord(_Frozen):
    """A frozen value whose fields are given by name: bases may hold fields with defaults."""
