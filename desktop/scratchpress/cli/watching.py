"""Does the same command again whenever a file changes, until Ctrl+C (``--watch``)."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from scratchpress.cli.building import Agreement, WatchedBuild
from scratchpress.cli.console import visible
from scratchpress.cli.jobs import recipe_file
from scratchpress.cli.signals import POLL_SECONDS, stopping
from scratchpress.cli.standard_input import RepeatedInput
from scratchpress.cli.wording import tell_ending
from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import ScratchpressError, SourceError
from scratchpress.core.messages import Message, listing
from scratchpress.pipeline.watch_set import WatchedFiles
from scratchpress.sources.watching import FileWatch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from scratchpress.cli.arguments import Arguments
    from scratchpress.cli.console import Console
    from scratchpress.cli.standard_input import InputSource
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
        once: Callable[[Arguments, Console, WatchedBuild | None], int],
    ) -> None:
        self._arguments = arguments
        self._console = console
        self._once = once
        self._files = WatchedFiles()
        self._agreement = Agreement()
        self._input = RepeatedInput.find(console)
        self._stop = Cancellation()
        self._lock = threading.Lock()
        self._current: WatchedBuild | None = None
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
                self._build()
                while (change := self._next()) is not None:
                    names = _names(change.files)
                    self._separate(Message("{0} changed", names) if names else "the files are back")
                    self._build()
        finally:
            self._watch.close()
        return 0

    def _build(self) -> None:
        current = WatchedBuild(self._begin, self._note, self._find_input, self._agreement)
        with self._lock:
            self._current, self._change = current, None
            self._news.clear()
            if self._stop.cancelled:
                current.cancellation.cancel()
        self._began = time.time()
        try:
            self._code = self._once(self._arguments, self._console, current)
        except ScratchpressError as error:
            if self._code is None:
                raise
            self._code = error.exit_code
            self._tell(error)
        with self._lock:
            self._current = None
        self._console.end_lines()

    def _begin(self, job: Job) -> None:
        self._files.begin(job, recipe_file(self._arguments))
        self._watch.follow(self._files.watched, self._began)

    def _note(self, event: Event) -> None:
        if self._files.note(event):
            self._watch.follow(self._files.watched, self._began)

    def _find_input(self) -> InputSource | None:
        if self._input is not None:
            self._input.renew()
        return self._input

    def _told(self, change: Change) -> None:
        """Files changed; called in the watching thread."""
        with self._lock:
            self._change = change
            current = self._current
            if current is not None and change.files:
                current.replaced = True
            self._news.set()
        if current is not None and current.replaced:
            current.cancellation.cancel()

    def _end(self) -> None:
        """A signal came; called in a thread of its own."""
        with self._lock:
            current = self._current
        if current is not None:
            current.cancellation.cancel()
        self._news.set()

    def _next(self) -> Change | None:
        """Wait for a change to go on with; ``None`` when a signal came."""
        said: Sequence[Path] = ()
        if not (self._stop.cancelled or self._news.is_set()):
            given = sorted(self._files.watched().needed)
            self._say(Message("Watching {0}. Ctrl+C ends it.", _names(given)))
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
                self._say(Message("Not there: {0}. Waiting for it to come back.", _names(said)))
            elif change.files or self._code == SourceError.exit_code:
                return change
            elif said:
                self._say(Message("Back, and not changed: {0}.", _names(said)))
        return None

    def _tell(self, error: ScratchpressError) -> None:
        if self._arguments.json:
            from scratchpress.cli.json_report import failed_report, print_json  # rarely needed

            print_json(self._console, failed_report(self._arguments.command, error))
        else:
            tell_ending(error, self._console, stopped=False)

    def _say(self, words: str) -> None:
        self._console.tell(self._console.styled(self._console.said(words), "dim"))

    def _separate(self, words: str) -> None:
        """A line between two builds, with the time."""
        line = f"── {time.strftime('%H:%M:%S')} · {self._console.said(words)} "
        width = min(self._console.width, _LONGEST_LINE)
        self._console.tell("")
        self._console.tell(self._console.styled(line.ljust(width, "─"), "cyan"))


def _names(paths: Sequence[Path]) -> str:
    """``hello.cc``, ``hello.cc and 2 more``; empty for none."""
    return listing([visible(path.name) for path in paths], 1)


def once_or_repeatedly(
    arguments: Arguments,
    console: Console,
    once: Callable[[Arguments, Console, WatchedBuild | None], int],
) -> int:
    """Do a command's work as often as the command line says; return the exit code."""
    if not arguments.watch:
        return once(arguments, console, None)
    return Watch(arguments, console, once).run()
