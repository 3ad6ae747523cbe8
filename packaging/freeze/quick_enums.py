"""Enumerations of plain numbers, filled in half the time.

PySide makes 93 of them with 1,195 members as soon as anything of ``Qt`` is touched, a tenth of
what a window's start takes: ``enum`` first fills a class with stand-ins and then replaces them one
by one. Here ``enum`` makes the class without members, and each is added once. What comes out is
the same; a test compares all that PySide has. Whatever else is asked for is made as ever.

It knows how enumerations are built inside, so the app has it only when it is frozen with a Python
for which that is right (``is_known``).
"""

from __future__ import annotations

import enum
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_KINDS: tuple[enum.EnumType, ...] = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
# What members of these names would cover is looked for in a way of its own.
_TAKEN = {kind: frozenset().union(*map(vars, kind.__mro__)) for kind in _KINDS}
# All that members can be to each other: two names of one, several bits, none, in no order.
_SAMPLE = [("B", 2), ("A", 1), ("SAME", 2), ("BOTH", 3), ("NONE", 0), ("D", 8)]
_as_ever: Any = vars(enum.EnumType)["_create_"]


def install() -> None:
    """Fill such enumerations so from now on."""
    # Private to enum, so that its types do not tell of it; ``is_known`` has looked.
    enum.EnumType._create_ = _create  # type: ignore[attr-defined]


def is_known() -> bool:
    """Whether this Python's enumerations are built as this module knows."""
    return all(_sample(_create, kind) == _sample(_as_ever, kind) for kind in _KINDS)


def _create(cls: Any, class_name: str, names: Any, **details: Any) -> Any:
    """In place of ``EnumType._create_``, which says what the arguments are."""
    # Whoever called the enumeration's kind, as enum itself looks for them: nobody where a thread
    # of Qt's meets an enumeration before it calls anything in Python.
    caller = sys._getframe(1).f_back  # noqa: SLF001 - there is no public way
    if details.get("module") is None and caller is not None:
        details["module"] = caller.f_globals.get("__name__")
    is_free = cls in _TAKEN and details.get("type") is None
    if not is_free or not _are_plain(names, _TAKEN[cls]):
        return _as_ever(cls, class_name, names, **details)
    made = _as_ever(cls, class_name, [], **details)
    _fill(made, names)
    if issubclass(cls, enum.Flag):
        _sum_up(made, [value for _, value in names])
    return made


def _are_plain(names: Any, taken: frozenset[str]) -> bool:
    """Whether these are pairs of a name, which is not taken, and a number."""
    return isinstance(names, list) and all(
        isinstance(pair, tuple)
        and type(pair[1]) is int
        and not (pair[0].startswith("_") or pair[0] in taken)
        for pair in names
    )


def _fill(made: Any, names: Sequence[tuple[str, int]]) -> None:
    """Add the members; a number's second name is another name of the same member."""
    is_flag = issubclass(made, enum.Flag)
    is_number = made._member_type_ is int
    order, by_value = made._member_names_, made._value2member_map_
    for name, value in names:
        member = by_value.get(value)
        if member is None:
            member = int.__new__(made, value) if is_number else object.__new__(made)
            member.__dict__.update(
                _value_=value, _name_=name, __objclass__=made, _sort_order_=len(order)
            )
            by_value[value] = member
            if not is_flag or _is_one_bit(value):
                order.append(name)
        made._member_map_[name] = member
        type.__setattr__(made, name, member)
    # Of younger Pythons.
    if "_hashable_values_" in vars(made):
        made._hashable_values_.extend(by_value)


def _sum_up(made: Any, values: Sequence[int]) -> None:
    """What flags know of all their members."""
    mask = single = 0
    for value in values:
        mask |= value
        single |= value if _is_one_bit(value) else 0
    made._flag_mask_, made._singles_mask_ = mask, single
    made._all_bits_ = 2 ** mask.bit_length() - 1
    in_order = [made._member_map_[name]._value_ for name in made._member_names_]
    if in_order != sorted(in_order):
        made._iter_member_ = made._iter_member_by_def_


def _is_one_bit(value: int) -> bool:
    return value > 0 and value & (value - 1) == 0


def _sample(create: Any, kind: enum.EnumType) -> list[str]:
    """Everything that can be seen of an enumeration and its members."""
    made = create(kind, "Sample", _SAMPLE, module=__name__, boundary=enum.KEEP)
    members = made.__members__.values()
    parts = [vars(made), *map(vars, members), made.__mro__[1:]]
    return [repr(sorted(map(repr, part.items()))) for part in parts[:-1]] + [repr(parts[-1])]
