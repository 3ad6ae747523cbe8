"""Runs the commands of ``dev.py``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from setup import system_packages, testing
from setup.checkout import CHECKOUT
from setup.environment import FREEZE_GROUP, TEST_GROUP, WINDOW_EXTRA, Environment
from setup.processes import wait_for
from setup.reporting import SetupError, say
from tests.engines.catalogue import find as find_engine

if TYPE_CHECKING:
    from collections.abc import Sequence

# Fast ones first, so that mistakes show early.
_CHECKS = (
    ("Style", ("ruff", "check", ".")),
    ("Layout", ("ruff", "format", "--check", ".")),
    ("Import contracts", ("lint-imports",)),
    ("Types", ("mypy",)),
)
# The module that writes each of the files that ``make`` makes.
MAKERS = {
    "action-docs": "release.action_docs",
    "confine": "confine.confine",
    "lock": "release.lock",
    "prompt": "sysroot.prompt",
    "schemas": "release.schemas",
    "screenshots": "release.screenshots",
    "sysroot": "sysroot.sysroot",
    "translations": "languages.catalogue",
}
# What the standalone app is made of, written by release/lock.py.
FREEZE_LOCK = CHECKOUT / "packaging" / "freeze" / "requirements.txt"
# Tools that run where nothing is installed.
_STANDARD_LIBRARY_ALONE = {"smoke": "freeze.smoke", "release": "release.release_files"}

NO_DISPLAY = """\
There is no display here, so the window cannot be opened. The command line does the same:
  python3 packaging/dev.py run build --run assets/examples/hello.cc"""


def dispatch(arguments: Sequence[str], usage: str) -> int:
    """Do what the arguments ask; returns the exit code."""
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    if command in ("-h", "--help"):
        print(usage)
        return 0
    try:
        code = _do(command, rest)
    except SetupError as error:
        if error.details:
            say(error.details)
        say(error.sentence)
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130
    if code is None:
        print(usage, file=sys.stderr)
        return 2
    return code


def _do(command: str, rest: list[str]) -> int | None:
    """Run a command; returns its exit code, ``None`` when there is no such command."""
    match command:
        case "run":
            return _run(rest)
        case "check" if not rest:
            return _check()
        case "test":
            return _test(rest)
        case "freeze":
            return _freeze(rest)
        case "packaged" if rest:
            return _packaged(Path(rest[0]), rest[1:])
        case "make" if rest and rest[0] in MAKERS:
            return _make(rest[0], rest[1:])
        case "smoke" | "release":
            return _run_module(sys.executable, _STANDARD_LIBRARY_ALONE[command], rest)
    return None


def _run(arguments: list[str]) -> int:
    window = _opens_window(arguments)
    if window and not system_packages.has_display(os.environ, sys.platform):
        say(NO_DISPLAY)
        return 2
    environment = _environment(frozenset({WINDOW_EXTRA}) if window else frozenset())
    if window and sys.platform == "linux":
        system_packages.provide(system_packages.WINDOW, "the window needs")
    # -P: a file of the person's that is named like one of our modules must not be taken for it.
    command = [str(environment.python), "-P", "-m", "scratchpress", *arguments]
    if os.name != "nt":
        os.execv(command[0], command)  # noqa: S606 - a list, and no shell is wanted
    # On Windows exec would end this process at once and give the prompt back too early.
    return wait_for(command)


def _opens_window(arguments: list[str]) -> bool:
    """The program's own rule; its module needs nothing that is not installed yet."""
    sys.path.insert(0, str(CHECKOUT / "desktop"))
    from scratchpress.__main__ import opens_window  # after its folder is known

    return opens_window(arguments)


def _check() -> int:
    environment = _environment(frozenset({WINDOW_EXTRA, TEST_GROUP}))
    return _run_checks(environment)


def _test(arguments: list[str]) -> int:
    engine = ""
    if arguments[:1] == ["--engine"]:
        engine, arguments = "".join(arguments[1:2]), arguments[2:]
        try:
            find_engine(engine)
        except ValueError as error:
            raise SetupError(str(error)) from error
    environment = _environment(frozenset({WINDOW_EXTRA, TEST_GROUP}))
    if sys.platform == "linux":
        needs = (*system_packages.WINDOW, *system_packages.TESTS)
        system_packages.provide(needs, "the tests need")
    if engine or arguments:
        return testing.run_tests(environment, arguments, engine)
    with testing.second_engine() as second:
        return (
            _run_checks(environment)
            or testing.run_tests(environment, [])
            or (testing.run_tests(environment, [], second()) if second else 0)
        )


def _freeze(arguments: list[str]) -> int:
    # What freezes takes along whatever it finds, so that there must be nothing else. The lock
    # makes the app the same to the byte later, too.
    _provide_for_environment()
    environment = Environment(CHECKOUT, ".venv-freeze", lock=FREEZE_LOCK)
    environment.provide(frozenset({WINDOW_EXTRA, FREEZE_GROUP}))
    if sys.platform == "linux":
        needs = (*system_packages.WINDOW, *system_packages.FREEZE)
        system_packages.provide(needs, "the standalone app is made of")
    return _run_module(environment.python, "freeze.freeze", arguments)


def _make(what: str, arguments: list[str]) -> int:
    environment = _environment(frozenset({WINDOW_EXTRA, TEST_GROUP}))
    return _run_module(environment.python, MAKERS[what], arguments)


def _packaged(app: Path, arguments: list[str]) -> int:
    """Test a standalone app; its tests run in no other way."""
    environment = _environment(frozenset({WINDOW_EXTRA, TEST_GROUP}))
    needs = (*system_packages.WINDOW, *system_packages.TESTS, *system_packages.PACKAGED)
    system_packages.provide(needs, "the tests need")
    os.environ["SCRATCHPRESS_PACKAGED"] = str(app.resolve())
    return testing.run_tests(environment, arguments or ["tests/packaged"])


def _run_module(python: Path | str, module: str, arguments: list[str]) -> int:
    """Run a module of the packaging with its arguments; the tests' modules are there for it."""
    folders = [str(CHECKOUT / "packaging"), str(CHECKOUT)]
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}
    return wait_for([str(python), "-P", "-m", module, *arguments], variables)


def _environment(parts: frozenset[str]) -> Environment:
    _provide_for_environment()
    environment = Environment(CHECKOUT)
    environment.provide(parts)
    return environment


def _provide_for_environment() -> None:
    if sys.platform == "linux":
        system_packages.provide(system_packages.ENVIRONMENT, "Python needs to make .venv")


def _run_checks(environment: Environment) -> int:
    """Run them all, so that one round shows all there is to mend; the first failure counts."""
    failed = 0
    for title, (program, *arguments) in _CHECKS:
        say(f"{title}: {' '.join((program, *arguments))}")
        command = [str(environment.program(program)), *arguments]
        failed = wait_for(command, folder=CHECKOUT) or failed
    return failed
