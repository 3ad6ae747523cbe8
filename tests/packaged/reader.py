"""Reads a window and presses its buttons as a screen reader does, over AT-SPI.

Run by the system's own Python, which has the libraries for it: ``reader.py look`` writes every
node as a line of JSON; ``reader.py press NAME`` presses the first button of that name.
"""

# ruff: noqa: T201 - lines are how it answers

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import gi

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - after its version is chosen

_APPS = {"scratchpress", "scratchpress-window", "Scratchpress"}
_TEXTS = {"text", "terminal", "document text", "paragraph", "document frame"}


def nodes(node: Any) -> Iterator[Any]:
    """A node and all below that is shown; what goes away meanwhile is left out."""
    try:
        if node.get_parent() and not node.get_state_set().contains(Atspi.StateType.SHOWING):
            return
        yield node
        for index in range(node.get_child_count()):
            child = node.get_child_at_index(index)
            if child is not None:
                yield from nodes(child)
    except GLib.Error:
        return


def text(node: Any) -> str:
    """What is written in a box."""
    part = node.get_text_iface() if node.get_role_name() in _TEXTS else None
    return str(Atspi.Text.get_text(part, 0, -1)) if part is not None else ""


def shown(node: Any) -> dict[str, object]:
    """What is told of a node."""
    states = node.get_state_set()
    return {
        "name": node.get_name(),
        "role": node.get_role_name(),
        "text": text(node),
        "focused": states.contains(Atspi.StateType.FOCUSED),
    }


def app_nodes() -> Iterator[Any]:
    """Everything in the app's windows."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        app = desktop.get_child_at_index(index)
        if app is not None and app.get_name() in _APPS:
            yield from nodes(app)


def main(words: Sequence[str]) -> bool:
    """Do what the words ask; whether that was possible."""
    for node in app_nodes():
        try:
            if words[0] == "look":
                print(json.dumps(shown(node)))
            elif node.get_name() == words[1] and node.get_role_name() in {"push button", "button"}:
                return bool(Atspi.Action.do_action(node.get_action_iface(), 0))
        except GLib.Error:
            continue
    return words[0] == "look"


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:]) else 1)
