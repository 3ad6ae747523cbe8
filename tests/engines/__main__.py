"""Starts other engines than this computer's, and runs tests on them.

    python -m tests.engines list [--json]         names them
    python -m tests.engines prepare [NAME...]     unpacks what they need; all, without a name
    python -m tests.engines start NAME            starts one until Ctrl+C
    python -m tests.engines run NAME [ARGUMENTS]  runs pytest with the arguments on one;
                                                  without any, the contract suite
    python -m tests.engines clean                 removes what was unpacked

Root on Debian or Ubuntu can do so. The engines come from Debian's packages, unpacked into a
folder (SCRATCHPRESS_ENGINES_DIR, or below the account's cache) that is kept for the next time.
"""

from __future__ import annotations

import json
import shutil
import signal
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from setup.commands import dispatch
from setup.processes import clean_up_when_told_to_end
from setup.reporting import SetupError, say
from tests.engines.catalogue import ENGINES, find
from tests.engines.current import engine_in_room
from tests.engines.roots import cache, provide_root
from tests.support.private_daemon import PrivateDaemonError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str]) -> int:
    """Do what the arguments ask; returns the exit code."""
    clean_up_when_told_to_end()
    try:
        match list(arguments):
            case ["list", *options] if options in ([], ["--json"]):
                _list(as_json=bool(options))
            case ["prepare", *names]:
                _prepare(names or [engine.name for engine in ENGINES])
            case ["start", name]:
                _start(name)
            case ["run", name, *rest]:
                words = rest[1:] if rest[:1] == ["--"] else rest
                return dispatch(["test", "--engine", name, *words], usage=__doc__ or "")
            case ["clean"]:
                _clean()
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    except SetupError as error:
        say("\n".join(filter(None, (error.details, error.sentence))))
        return 1
    except (PrivateDaemonError, ValueError) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _list(*, as_json: bool) -> None:
    if as_json:
        print(json.dumps([asdict(engine) for engine in ENGINES]))
        return
    for engine in ENGINES:
        print(f"{engine.name:24} {engine.store:14} Debian {engine.suite}")


def _prepare(names: Sequence[str]) -> None:
    for engine in [find(name) for name in names]:
        provide_root(engine)


def _start(name: str) -> None:
    engine = find(name)
    folder = Path(tempfile.mkdtemp(prefix="scratchpress-daemon-"))
    with engine_in_room(engine, folder) as running:
        print(f"# {running.version()}\nDOCKER_HOST={running.url}", flush=True)
        signal.pause()


def _clean() -> None:
    shutil.rmtree(cache(), ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
