"""Runs a command line and returns its exit code; no raw exception gets out."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING

from scratchpress.cli.arguments import parse, split, wants_json
from scratchpress.cli.console import Console, cannot_write
from scratchpress.cli.language import language_of_command_line, words_in
from scratchpress.cli.wording import tell_ending
from scratchpress.core.errors import ScratchpressError, unexpected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from scratchpress.cli.arguments import Arguments

_STOPPED = 130
# What a shell reports for a program that SIGPIPE ended: 128 + 13.
_UNREAD = 141


def run_command_line(argv: Sequence[str]) -> int:
    """Do what a command line asks for; return the exit code (see ``core/errors.py``)."""
    console = Console(said=words_in(language_of_command_line(split(argv)[0])))
    try:
        return _guarded(argv, console)
    except KeyboardInterrupt:
        return _STOPPED
    except BrokenPipeError:
        _forget_output()
        return _UNREAD
    except ScratchpressError as error:
        # Saying it is what failed: standard output takes nothing, and perhaps the other does.
        _forget_output()
        with suppress(ScratchpressError, BrokenPipeError):
            tell_ending(error, console, stopped=False)
        return error.exit_code


def _guarded(argv: Sequence[str], console: Console) -> int:
    command = ""
    try:
        arguments = parse(argv, console.said)
        command = arguments.command
        return _command(command)(arguments, console)
    except SystemExit as leaving:
        # argparse leaves like this once it has printed help or the version.
        with _worded():
            sys.stdout.flush()
        return leaving.code if isinstance(leaving.code, int) else 0
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except ScratchpressError as error:
        return _tell(error, command, console, json=wants_json(argv))
    except Exception as error:  # noqa: BLE001 - the last line before a raw exception
        return _tell(unexpected(error), command, console, json=wants_json(argv))


def _command(name: str) -> Callable[[Arguments, Console], int]:
    """The command's function; only its own module is loaded, because start-up time counts."""
    main: Callable[[Arguments, Console], int] = import_module(
        f"scratchpress.cli.commands.{name}"
    ).main
    return main


def _tell(error: ScratchpressError, command: str, console: Console, *, json: bool) -> int:
    if json:
        from scratchpress.cli.json_report import failed_report, print_json  # start-up time

        print_json(console, failed_report(command, error))
    else:
        tell_ending(error, console, stopped=False)
    return error.exit_code


@contextmanager
def _worded() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise cannot_write(error) from error


def _forget_output() -> None:
    """Point our output nowhere: argparse's help stays in Python's buffer until the exit.

    https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
