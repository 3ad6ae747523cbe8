"""What the runner obeys: commands in a step's output, and the files that a step writes.

After actions/runner: ``ActionCommand.cs``, ``ActionCommandManager.cs``, ``FileCommandManager.cs``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_KNOWN = frozenset(
    {
        "set-env", "set-output", "save-state", "add-path", "add-mask", "add-matcher",
        "remove-matcher", "debug", "warning", "error", "notice", "group", "endgroup", "echo",
        "stop-commands",
    }
)  # fmt: skip
_DATA = (("%0D", "\r"), ("%0A", "\n"))
_PROPERTY = (*_DATA, ("%3A", ":"), ("%2C", ","))
_OLD = (*_DATA, ("%3B", ";"), ("%5D", "]"))


class FileCommandError(Exception):
    """The runner fails the step for this."""


@dataclass(frozen=True)
class Command:
    """One command that the runner obeyed."""

    name: str
    message: str
    properties: dict[str, str] = field(default_factory=dict)


class Listener:
    """Reads a step's output line by line."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self._registered = set(_KNOWN)
        self._stopped = ""

    def named(self, *names: str) -> list[Command]:
        return [one for one in self.commands if one.name in names]

    @property
    def outputs(self) -> dict[str, str]:
        """Set by the old command, which the runner still obeys."""
        return {one.properties.get("name", ""): one.message for one in self.named("set-output")}

    def hear(self, line: str) -> None:
        found = self._new(line) or self._old(line)
        if found is None:
            return
        if self._stopped:
            if found.name.lower() == self._stopped.lower():
                self._registered.discard(self._stopped)
                self._stopped = ""
            return
        if found.name == "stop-commands":
            assert found.message not in {*_KNOWN, "", "pause-logging"}
            self._stopped = found.message
            self._registered.add(found.message)
            return
        self.commands.append(found)

    def _new(self, line: str) -> Command | None:
        line = line.lstrip()
        end = line.find("::", 2)
        if not line.startswith("::") or end < 0:
            return None
        name, _, given = line[2:end].partition(" ")
        return self._made(name, given.split(","), line[end + 2 :], _DATA, _PROPERTY)

    def _old(self, line: str) -> Command | None:
        start = line.find("##[")
        end = line.find("]", start)
        if start < 0 or end < 0:
            return None
        name, _, given = line[start + 3 : end].partition(" ")
        return self._made(name, given.split(";"), line[end + 1 :], _OLD, _OLD)

    def _made(
        self,
        name: str,
        given: list[str],
        message: str,
        data: tuple[tuple[str, str], ...],
        values: tuple[tuple[str, str], ...],
    ) -> Command | None:
        if name not in self._registered:
            return None
        pairs = [one.strip().partition("=") for one in given]
        properties = {key: _plain(value, values) for key, sign, value in pairs if sign and value}
        return Command(name, _plain(message, data), properties)


def _plain(text: str, escapes: tuple[tuple[str, str], ...]) -> str:
    for code, character in escapes:
        text = text.replace(code, character)
    return text.replace("%25", "%")


def read_pairs(text: str) -> dict[str, str]:
    """``NAME=VALUE`` and ``NAME<<END`` lines, as in ``GITHUB_OUTPUT`` and ``GITHUB_ENV``.

    Raises:
        FileCommandError: a line is neither.
    """
    found = {}
    lines = re.split(r"\r\n|\n|\r", text)
    while lines:
        line = lines.pop(0)
        if not line:
            continue
        equals, heredoc = line.find("="), line.find("<<")
        if equals >= 0 and (heredoc < 0 or equals < heredoc):
            name, _, value = line.partition("=")
        elif heredoc >= 0:
            name, _, end = line.partition("<<")
            if not name or not end:
                raise FileCommandError(f"Invalid format '{line}'")
            inside = []
            while True:
                if not lines:
                    raise FileCommandError(f"Matching delimiter not found '{end}'")
                if (line := lines.pop(0)) == end:
                    break
                inside.append(line)
            value = "\n".join(inside)
        else:
            raise FileCommandError(f"Invalid format '{line}'")
        found[name] = value
    return found
