"""Enumerations that are filled quickly cannot be told from those that are made as ever."""

from __future__ import annotations

import _thread
import enum
import json
import os
import subprocess
import sys
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import pytest

from freeze import quick_enums
from tests.support.patience import SOON

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGING = Path(quick_enums.__file__).parents[1]
# Tells everything of all of PySide's enumerations that can be seen or computed.
TELL = """\
import enum, itertools, json, pickle, re, sys
if sys.argv[1:]:
    sys.path.insert(0, sys.argv[1])
    from freeze import quick_enums
    assert quick_enums.is_known()
    quick_enums.install()
from PySide6 import QtCore, QtGui, QtNetwork, QtSvg, QtWidgets

def walk(owner, seen):
    for name in dir(owner):
        value = getattr(owner, name, None)
        if isinstance(value, enum.EnumType):
            yield f"{owner.__name__}.{name}", value
        elif isinstance(value, type) and "PySide6" in value.__module__ and value not in seen:
            seen.add(value)
            yield from walk(value, seen)

def facts(made):
    members = list(made.__members__.items())
    yield [repr(made), repr(made.__mro__), made.__module__, made.__qualname__, len(made)]
    yield [repr(each) for each in made]
    for name, one in members:
        yield [name, repr(one), str(one), format(one), one.name, one.value, hash(one), bool(one)]
        yield [sorted(map(repr, vars(one).items())), isinstance(one, int), one in made]
        yield [made(one.value) is one, made[name] is one, getattr(made, name) is one]
        yield [one == one.value, one.__objclass__ is made, one._sort_order_]
    if issubclass(made, enum.Flag):
        for (_, a), (_, b) in itertools.combinations(members[:9], 2):
            yield list(map(repr, (a | b, a & b, a ^ b, ~a, made(a.value | 2**20), *(a | b))))
    yield sorted(name for name in vars(made) if not name.startswith("__"))
    state = {name: value for name, value in vars(made).items() if not name.startswith("__")}
    yield re.sub("0x[0-9a-f]+", "", repr(sorted(map(repr, state.items()))))

told = {}
for module in (QtCore, QtGui, QtNetwork, QtSvg, QtWidgets):
    for name, made in walk(module, set()):
        told[name] = list(facts(made))
key = pickle.loads(pickle.dumps(QtCore.Qt.Key.Key_A))
told["pickled"] = key is QtCore.Qt.Key.Key_A
json.dump(told, sys.stdout)
"""


def told(*arguments: str) -> dict[str, object]:
    command = [sys.executable, "-c", TELL, *arguments]
    steady = os.environ | {"PYTHONHASHSEED": "0"}
    run = subprocess.run(command, env=steady, capture_output=True, text=True, check=True)
    result: dict[str, object] = json.loads(run.stdout)
    return result


@pytest.fixture
def quick() -> Iterator[None]:
    before = vars(enum.EnumType)["_create_"]
    quick_enums.install()
    yield
    # Private to enum, so that its types do not tell of it.
    enum.EnumType._create_ = before  # type: ignore[attr-defined]


def test_all_that_pyside_has_are_the_same() -> None:
    as_ever, quickly = told(), told(str(PACKAGING))

    assert len(as_ever) > 650
    assert quickly.keys() == as_ever.keys()
    different = [name for name, facts in as_ever.items() if quickly[name] != facts]
    assert different == []


@pytest.mark.usefixtures("quick")
def test_what_is_no_list_of_numbers_is_made_as_ever() -> None:
    kinds: Any = enum
    assert kinds.Enum("Words", "A B").A.value == 1
    assert kinds.Enum("Texts", [("A", "a")]).A.value == "a"
    assert kinds.StrEnum("Strings", [("A", "a")]).A == "a"
    assert kinds.Enum("Numbers", [("A", 1)], type=float).A == 1.0
    assert kinds.IntEnum("Mapped", {"A": 7}).A == 7
    # A name that the kind itself has.
    assert isinstance(vars(kinds.Enum("Named", [("value", 3)]))["value"], kinds.property)


@pytest.mark.usefixtures("quick")
def test_the_module_is_that_of_who_asked() -> None:
    assert enum.IntEnum("Here", [("A", 1)]).__module__ == __name__


@pytest.mark.usefixtures("quick")
def test_nobody_need_have_asked_in_python() -> None:
    # As when a thread of Qt's meets an enumeration before it calls anything of ours.
    made: SimpleQueue[Any] = SimpleQueue()
    kind: Any = enum.IntEnum
    asked = map(made.put, map(kind, ["Here"], [[("A", 1)]]))
    _thread.start_new_thread(list, (asked,))
    assert made.get(timeout=SOON).A == 1


def test_a_python_that_builds_them_otherwise_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert quick_enums.is_known()

    def older(*arguments: object, **named: object) -> object:
        made = as_ever(*arguments, **named)
        made._one_more_thing_ = list(made._member_names_)
        return made

    as_ever = quick_enums._as_ever
    monkeypatch.setattr(quick_enums, "_as_ever", older)
    assert not quick_enums.is_known()
