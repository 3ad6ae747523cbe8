"""Writes workflow commands, and keeps others' text from being taken for some.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands

The runner looks for commands in every line, whoever wrote it. So nothing of others gets into
the output as it is: ``harmless`` breaks what would be a command, ``fenced`` makes the runner
look away.
"""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Both forms that the runner knows (actions/runner, ActionCommand.cs): one at a line's
# beginning, and an old one anywhere in it.
_NEW, _OLD = "::", "##["
_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}
# .NET, which the runner is written in, ends lines at these, too.
_LINE_ENDS = re.compile(r"\r\n|[\r\n]")


def command(name: str, message: str = "", **properties: str | int) -> str:
    """A command's line, whatever is in its message and properties; empty ones are left out."""
    given = ",".join(
        f"{key}={_escaped(str(value), _PROPERTY)}" for key, value in properties.items() if value
    )
    return f"{_NEW}{name}{' ' if given else ''}{given}{_NEW}{_escaped(message, _DATA)}"


def harmless(text: str) -> str:
    """Text of others as lines in which the runner finds no command."""
    return "\n".join(_broken(line) for line in _LINE_ENDS.split(text))


def fenced(lines: Iterable[str]) -> Iterator[str]:
    """Lines of others to the letter, while the runner obeys nothing."""
    # Nobody can know it beforehand, so nobody can end the fence.
    token = secrets.token_hex(16)
    yield command("stop-commands", token)
    yield from lines
    yield command(token)


def group(title: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines that the log shows folded under a title; the title alone when there are none."""
    inside = list(lines)
    if not inside:
        yield harmless(title)
        return
    yield command("group", title)
    yield from inside
    yield command("endgroup")


def _escaped(text: str, mapping: dict[str, str]) -> str:
    return "".join(mapping.get(character, character) for character in text)


def _broken(line: str) -> str:
    line = line.replace(_OLD, "## [")
    start = line.lstrip()
    return f"{line[: len(line) - len(start)]}: {start[1:]}" if start.startswith(_NEW) else line
