"""Reads a window and presses its buttons as a screen reader does, over AT-SPI.

Run by the system's own Python, which has the libraries for it: ``reader.py look`` writes every
node as a line of JSON; ``reader.py press NAME`` presses the first button of that name.
"""

# ruff: noqa: T201 - lines are how it answers

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402 - after its version is chosen

_APPS = {"scratchpress", "scratchpress-window", "Scratchpress"}
_TEXTS = {"text", "terminal", "document text", "paragraph", "document frame"}


def nodes(node):
    """A node and all below; what goes away meanwhile is left out."""
    try:
        yield node
        for index in range(node.get_child_count()):
            child = node.get_child_at_index(index)
            if child is not None:
                yield from nodes(child)
    except GLib.Error:
        return


def text(node):
    """What is written in a box."""
    part = node.get_text_iface() if node.get_role_name() in _TEXTS else None
    return Atspi.Text.get_text(part, 0, -1) if part is not None else ""


def shown(node):
    """What is told of a node."""
    states = node.get_state_set()
    return {
        "name": node.get_name(),
        "role": node.get_role_name(),
        "text": text(node),
        "focused": states.contains(Atspi.StateType.FOCUSED),
        "showing": states.contains(Atspi.StateType.SHOWING),
    }


def app_nodes():
    """Everything in the app's windows."""
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        app = desktop.get_child_at_index(index)
        if app is not None and app.get_name() in _APPS:
            yield from nodes(app)


def main(words):
    """Do what the words ask; whether that was possible."""
    for node in app_nodes():
        try:
            if words[0] == "look":
                print(json.dumps(shown(node)))
            elif node.get_name() == words[1] and node.get_role_name() in {"push button", "button"}:
                return Atspi.Action.do_action(node.get_action_iface(), 0)
        except GLib.Error:
            continue
    return words[0] == "look"


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1:]) else 1)
