"""The one entry: files or nothing open the window, everything else is the command line."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMMANDS = frozenset(
    {
        *("build", "run", "push", "check", "sizes", "shrink", "sandbox", "engines", "init"),
        *("example", "clean", "matrix", "ci"),
    }
)
# Another window than the one that is open already.
_NEW_WINDOW = "--new-window"
_CANNOT_OPEN_WINDOW = 2
_CANNOT_WRITE = 19
_STOPPED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window or run one command; return the exit code."""
    # Every import below is late: a command must not pay for the window, nor the
    # window for the command line.
    arguments = sys.argv[1:] if argv is None else list(argv)
    try:
        if arguments == ["--version"]:
            _open_closed_streams()
            return _print_version()
        if arguments[:1] == ["--smoke"]:
            from scratchpress.gui.app.self_test import main as smoke

            return smoke(arguments[1:])
        if opens_window(arguments):
            return _open_window(arguments)
        from scratchpress.cli.entry import run_command_line

        _open_closed_streams()
        code = run_command_line(arguments)
    except KeyboardInterrupt:
        return _STOPPED
    # The process ends: let its last garbage collection pass over all that was imported,
    # which with the Docker SDK takes longer than many a compile.
    gc.freeze()
    return code


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether these arguments are what a double-click, or "Open with", passes."""
    if arguments and arguments[0] in _COMMANDS:
        return False
    arguments = [one for one in arguments if one != _NEW_WINDOW]
    # pathlib would take longer to load than all that --version needs.
    return all(not one.startswith("-") and os.path.exists(one) for one in arguments)  # noqa: PTH110


def _open_closed_streams() -> None:
    """Make nothing of a stream that is closed (``>&-``); the next file would get its number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
        if getattr(sys, name) is None:
            stream = open(os.devnull, "w" if number else "r", encoding="utf-8")  # noqa: PTH123, SIM115 - as above; until the exit
            setattr(sys, name, stream)


def _print_version() -> int:
    from scratchpress import __version__

    try:
        sys.stdout.write(f"scratchpress {__version__}\n")
        sys.stdout.flush()
    except OSError:
        # Python would try again at the exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _CANNOT_WRITE
    return 0


def _open_window(paths: Sequence[str]) -> int:
    problem = _no_window()
    if not problem:
        # All that is loaded now stays; the collector would go through it again and again.
        gc.disable()
        try:
            from scratchpress.gui.app.app import main as open_window
        except ImportError as error:
            from scratchpress.core.messages import Message

            problem = Message("The window's libraries cannot be loaded: {0}.", error)
        else:
            return open_window(paths)
    _tell_no_window(problem)
    return _CANNOT_OPEN_WINDOW


def _tell_no_window(problem: str) -> None:
    from scratchpress.cli.language import words_in
    from scratchpress.system.locale import wanted_language

    said = words_in(wanted_language())
    sys.stderr.write(
        f"scratchpress: {said(problem)}\n"
        f"  {said('The command line works without it: scratchpress build --run hello.cc')}\n"
        f"  {said('All commands: scratchpress --help')}\n"
    )


def _no_window() -> str:
    """Why there can be no window here; empty when nothing speaks against it."""
    from importlib.util import find_spec

    if find_spec("PySide6") is None:
        return "The window is not installed. Install it with: pip install 'scratchpress[gui]'"
    has_own_desktop = sys.platform in {"win32", "darwin"}
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if not has_own_desktop and not any(os.environ.get(name) for name in displays):
        return "There is no display for the window here."
    return ""


if __name__ == "__main__":
    sys.exit(main())
