"""Sets a checkout up and starts it: the window, the command line, or the tests.

    python3 packaging/dev.py run                 opens the window
    python3 packaging/dev.py run FILE...         opens the window with files
    python3 packaging/dev.py run COMMAND...      runs a command: build --run hello.cc
    python3 packaging/dev.py check               checks style, imports and types
    python3 packaging/dev.py test                checks, then runs the tests
    python3 packaging/dev.py test ARGUMENTS      runs pytest with the arguments, no checks
    python3 packaging/dev.py test --engine NAME [ARGUMENTS]
                                                 the same on another engine, see tests/engines
    python3 packaging/dev.py freeze              makes the standalone app and packs it
    python3 packaging/dev.py packaged FOLDER     tests a standalone app, as it was unpacked

It needs Python 3.11 or newer and nothing else: it makes the environment .venv and, on
Debian and Ubuntu, installs what the window or the tests need from the system. All of it
is quick the second time.
"""

from __future__ import annotations

import sys

# Only this file has to be understood by an older Python, so that it can say so.
OLDEST_PYTHON = (3, 11)


def main(arguments: list[str]) -> int:
    """Do what the arguments ask; returns the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        print(old_python_message(sys.version_info[:2]), file=sys.stderr)
        return 2
    import commands  # an older Python cannot read it

    commands.clean_up_when_told_to_end()
    return commands.dispatch(arguments, usage=__doc__ or "")


def old_python_message(found: tuple[int, ...]) -> str:
    """What to do about a Python that is too old."""
    return (
        "Scratchpress needs Python {}.{} or newer; this is Python {}.{}. Install a newer one"
        " (https://www.python.org/downloads/) and start this command with it."
    ).format(*OLDEST_PYTHON, *found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
