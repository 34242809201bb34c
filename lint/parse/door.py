"""The compiled parser, without the thousands of Python classes it could also answer with.

`import pglast` takes 80 ms, nearly all of it for `pglast.ast` and `pglast.enums`, which serve only
answers in Python objects; the linter reads JSON. Here both are put in place before the parser is
imported, and filled when somebody does ask for what is in them. (The standard library's LazyLoader
cannot do it: `import` itself asks a module for its spec, and that already fills it.)
"""

import importlib.util
import sys
from importlib.machinery import PathFinder
from types import ModuleType

LATE = ("pglast.ast", "pglast.enums")


class _LateModule(ModuleType):
    """A module that runs its code when it is first asked for a name."""

    def __getattr__(self, name: str) -> object:
        spec = self.__spec__
        if name.startswith("__") or spec is None or spec.loader is None:
            raise AttributeError(name)
        self.__class__ = ModuleType  # type: ignore[assignment]  # from now on it is an ordinary one
        spec.loader.exec_module(self)
        return getattr(self, name)


def _put_off(name: str) -> None:
    package = importlib.util.find_spec("pglast")
    if package is None or name in sys.modules:
        return
    spec = PathFinder.find_spec(name, package.submodule_search_locations)
    if spec is not None:
        module = importlib.util.module_from_spec(spec)
        module.__class__ = _LateModule
        sys.modules[name] = module


for each in LATE:
    _put_off(each)

from pglast import parser  # noqa: E402 - only now is it cheap

__all__ = ["parser"]
