"""Sets a checkout up and starts it: the window, the command line, the tests, the tools.

    python3 packaging/dev.py run                 opens the window
    python3 packaging/dev.py run FILE...         opens the window with files
    python3 packaging/dev.py run COMMAND...      runs a command: build --run hello.cc
    python3 packaging/dev.py check               checks style, imports and types
    python3 packaging/dev.py test                checks, then runs the tests
    python3 packaging/dev.py test ARGUMENTS      runs pytest with the arguments, no checks
    python3 packaging/dev.py test --engine NAME [ARGUMENTS]
                                                 the same on another engine, see tests/engines
    python3 packaging/dev.py make WHAT [ARGUMENTS]
                                                 writes files that are kept here anew:
                                                 action-docs, confine, lock, prompt,
                                                 schemas, screenshots, sysroot,
                                                 translations
    python3 packaging/dev.py freeze              makes the standalone app and packs it
    python3 packaging/dev.py packaged FOLDER     tests a standalone app, as it was unpacked
    python3 packaging/dev.py smoke PROGRAM...    starts a standalone app and reads what it says
    python3 packaging/dev.py release WHAT        what a release needs beside the app

It needs Python 3.11 or newer and nothing else: it makes the environment .venv and, on
Debian and Ubuntu, installs what the window or the tests need from the system. All of it
is quick the second time. The last two need no environment.
"""

from __future__ import annotations

import sys
from pathlib import Path

from setup.oldest_python import OLDEST_PYTHON, old_python_message

# The tests bring the daemon and the display that they are run with.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main(arguments: list[str]) -> int:
    """Do what the arguments ask; returns the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        print(old_python_message(sys.version_info[:2]), file=sys.stderr)
        return 2
    # An older Python cannot read these.
    from setup import commands
    from setup.processes import clean_up_when_told_to_end

    clean_up_when_told_to_end()
    return commands.dispatch(arguments, usage=__doc__ or "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
