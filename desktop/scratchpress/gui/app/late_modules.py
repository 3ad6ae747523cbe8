"""Modules that others import and hardly ever use, loaded when they are used."""

from __future__ import annotations

import sys
import threading
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType

_loading = threading.RLock()


def put_off(*names: str) -> None:
    """Let ``import name`` cost nothing until something of the module is asked for.

    ``importlib.util.LazyLoader`` loads a module when a second one imports it.

    Args:
        names: of modules that have no submodules; what is loaded already stays as it is.
    """
    for name in names:
        if name not in sys.modules:
            sys.modules[name] = _StandIn(name)


class _StandIn(ModuleType):
    """Takes the place of a module, and loads it for whoever asks for something in it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        # An import statement looks whether it is being loaded just now.
        self.__spec__ = ModuleSpec(name, None)

    def __getattr__(self, attribute: str) -> object:
        with _loading:
            name = self.__name__
            if sys.modules.get(name) is self:
                del sys.modules[name]
            real = import_module(name)
        self.__dict__.update(real.__dict__)
        return getattr(real, attribute)
