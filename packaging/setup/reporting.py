"""Tells of the set-up on standard error, so that standard output stays the program's own."""

from __future__ import annotations

import sys


class SetupError(Exception):
    """The set-up cannot go on.

    Attributes:
        sentence: what went wrong and what to do, for the person.
        details: raw text of the program that failed; may be empty.
    """

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details


def say(line: str) -> None:
    """Print one line about what happens now."""
    print(line, file=sys.stderr, flush=True)


def last_lines(text: str, count: int = 20) -> str:
    """The end of a program's output, where the reason of a failure is."""
    return "\n".join(text.rstrip().splitlines()[-count:])
