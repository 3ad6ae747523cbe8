"""``--watch``: the same command again whenever a file changes, until Ctrl+C."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from scratchpress.cli.console import visible
from scratchpress.cli.jobs import recipe_file
from scratchpress.cli.repeated_input import RepeatedInput
from scratchpress.cli.signals import POLL_SECONDS, stopping
from scratchpress.cli.turns import Turn
from scratchpress.cli.wording import tell_ending
from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import ScratchpressError, SourceError
from scratchpress.pipeline.watch_set import WatchedFiles
from scratchpress.sources.watching import FileWatch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.cli.turns import GivenInput
    from scratchpress.pipeline.events import Event
    from scratchpress.pipeline.job import Job
    from scratchpress.sources.watching import Change

_LONGEST_LINE = 100


class Watch:
    """One build after the other; a change during one ends it and starts the next.

    A signal ends the watch, and that is the one way for it to end: the exit code is 0.
    """

    def __init__(
        self,
        arguments: Arguments,
        console: Console,
        once: Callable[[Arguments, Console, Turn | None], int],
    ) -> None:
        self._arguments = arguments
        self._console = console
        self._once = once
        self._files = WatchedFiles()
        self._input = RepeatedInput.find(console)
        self._stop = Cancellation()
        self._lock = threading.Lock()
        self._turn: Turn | None = None
        self._change: Change | None = None
        self._news = threading.Event()
        self._began = 0.0
        self._code: int | None = None
        self._watch = FileWatch(self._told)

    def run(self) -> int:
        """Watch until a signal; return the exit code.

        Raises:
            ScratchpressError: the first build could not begin, so nothing can be watched.
            BrokenPipeError: the reader of our output went away.
        """
        try:
            with stopping(self._stop), self._stop.interrupting(self._end):
                self._travel()
                while (change := self._next()) is not None:
                    names = _names(change.files)
                    self._separate(f"{names} changed" if names else "the files are back")
                    self._travel()
        finally:
            self._watch.close()
        return 0

    def _travel(self) -> None:
        turn = Turn(self._begin, self._note, self._given)
        with self._lock:
            self._turn, self._change = turn, None
            self._news.clear()
            if self._stop.cancelled:
                turn.cancellation.cancel()
        self._began = time.time()
        try:
            self._code = self._once(self._arguments, self._console, turn)
        except ScratchpressError as error:
            if self._code is None:
                raise
            self._code = error.exit_code
            self._tell(error)
        with self._lock:
            self._turn = None
        self._console.end_lines()

    def _begin(self, job: Job) -> None:
        self._files.begin(job, recipe_file(self._arguments))
        self._watch.follow(self._files.watched, self._began)

    def _note(self, event: Event) -> None:
        if self._files.note(event):
            self._watch.follow(self._files.watched, self._began)

    def _given(self) -> GivenInput | None:
        if self._input is not None:
            self._input.renew()
        return self._input

    def _told(self, change: Change) -> None:
        """Files changed; called in the watching thread."""
        with self._lock:
            self._change = change
            turn = self._turn
            if turn is not None and change.files:
                turn.replaced = True
            self._news.set()
        if turn is not None and turn.replaced:
            turn.cancellation.cancel()

    def _end(self) -> None:
        """A signal came; called in the main thread, between two of its steps."""
        turn = self._turn
        if turn is not None:
            turn.cancellation.cancel()
        self._news.set()

    def _next(self) -> Change | None:
        """Wait for a change to go on with; ``None`` when a signal came."""
        said: Sequence[Path] = ()
        if not (self._stop.cancelled or self._news.is_set()):
            self._say(f"Watching {_names(self._given_paths())}. Ctrl+C ends it.")
        while not self._stop.cancelled:
            # On Windows, Python acts on Ctrl+C only between waits.
            if not self._news.wait(POLL_SECONDS):
                continue
            with self._lock:
                change, self._change = self._change, None
                self._news.clear()
            if change is None:
                continue
            if change.missing:
                said = change.missing
                self._say(f"Not there: {_names(said)}. Waiting for it to come back.")
            elif change.files or self._code == SourceError.exit_code:
                return change
            elif said:
                self._say(f"Back, and not changed: {_names(said)}.")
        return None

    def _given_paths(self) -> Sequence[Path]:
        return sorted(self._files.watched().needed)

    def _tell(self, error: ScratchpressError) -> None:
        if self._arguments.json:
            from scratchpress.cli.json_report import failed_report, print_json  # rarely needed

            print_json(self._console, failed_report(self._arguments.command, error))
        else:
            tell_ending(error, self._console, stopped=False)

    def _say(self, words: str) -> None:
        self._console.tell(self._console.styled(words, "dim"))

    def _separate(self, words: str) -> None:
        """A line between two builds, with the time."""
        line = f"── {time.strftime('%H:%M:%S')} · {words} "
        width = min(self._console.width, _LONGEST_LINE)
        self._console.tell("")
        self._console.tell(self._console.styled(line.ljust(width, "─"), "cyan"))


def _names(paths: Sequence[Path]) -> str:
    """``hello.cc``, ``hello.cc and 2 more``; empty for none."""
    if not paths:
        return ""
    more = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
    return f"{visible(paths[0].name)}{more}"


def once_or_repeatedly(
    arguments: Arguments,
    console: Console,
    once: Callable[[Arguments, Console, Turn | None], int],
) -> int:
    """Do a command's work as often as the command line says; return the exit code."""
    if not arguments.watch:
        return once(arguments, console, None)
    return Watch(arguments, console, once).run()
