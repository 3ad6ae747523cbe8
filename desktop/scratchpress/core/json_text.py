"""Reads JSON that others wrote into a type that says what has to be right in it."""

from __future__ import annotations

from typing import TypeVar

import msgspec

_Kind = TypeVar("_Kind")


def read_json(content: bytes, kind: type[_Kind]) -> _Kind:
    """What a JSON text says, checked against a type.

    Raises:
        ValueError: it is no JSON, not of this type, or nested without end.
    """
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error
