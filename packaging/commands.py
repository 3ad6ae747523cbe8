"""What ``dev.py`` does for each of its commands."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import system_packages
from environment import FREEZE_GROUP, TEST_GROUP, WINDOW_EXTRA, Environment
from reporting import SetupError, say
from virtual_display import has_display, virtual_display

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from types import FrameType, ModuleType

CHECKOUT = Path(__file__).resolve().parents[1]

# Fast ones first, so that mistakes show early.
_CHECKS = (
    ("Style", ("ruff", "check", ".")),
    ("Layout", ("ruff", "format", "--check", ".")),
    ("Import contracts", ("lint-imports",)),
    ("Types", ("mypy",)),
)
_SECONDS_TO_END = 30
# Half of the tests' time is waiting, for a daemon or a window, in which another can compile.
_LANES = 2
_PING = "import docker; docker.from_env(timeout=10).ping()"

NO_DISPLAY = """\
There is no display here, so the window cannot be opened. The command line does the same:
  python3 packaging/dev.py run build --run assets/examples/hello.cc"""


def clean_up_when_told_to_end() -> None:
    """Make a polite request to end run every cleaning up on its way out."""

    def end(_signal: int, _frame: FrameType | None) -> NoReturn:
        sys.exit(128 + signal.SIGTERM)

    signal.signal(signal.SIGTERM, end)


def dispatch(arguments: Sequence[str], usage: str) -> int:
    """Do what the arguments ask; returns the exit code."""
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    try:
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
            case "-h" | "--help":
                print(usage)
                return 0
            case _:
                print(usage, file=sys.stderr)
                return 2
    except SetupError as error:
        if error.details:
            say(error.details)
        say(error.sentence)
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


def _run(arguments: list[str]) -> int:
    window = _opens_window(arguments)
    if window and not has_display(os.environ, sys.platform):
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
    return _wait_for(command)


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
            _engines().find(engine)
        except ValueError as error:
            raise SetupError(str(error)) from error
    environment = _environment(frozenset({WINDOW_EXTRA, TEST_GROUP}))
    if sys.platform == "linux":
        needs = (*system_packages.WINDOW, *system_packages.TESTS)
        system_packages.provide(needs, "the tests need")
    if engine or arguments:
        return _run_tests(environment, arguments, engine)
    with _second_engine() as second:
        return (
            _run_checks(environment)
            or _run_tests(environment, [])
            or (_run_tests(environment, [], second()) if second else 0)
        )


def _freeze(arguments: list[str]) -> int:
    # What freezes takes along whatever it finds, so that there must be nothing else.
    environment = Environment(CHECKOUT, ".venv-freeze")
    environment.provide(frozenset({WINDOW_EXTRA, FREEZE_GROUP}))
    if sys.platform == "linux":
        needs = (*system_packages.WINDOW, *system_packages.FREEZE)
        system_packages.provide(needs, "the standalone app is made of")
    command = [str(environment.python), str(CHECKOUT / "packaging/freeze.py"), *arguments]
    return _wait_for(command)


def _packaged(app: Path, arguments: list[str]) -> int:
    """Test a standalone app; its tests run in no other way."""
    environment = _environment(frozenset({WINDOW_EXTRA, TEST_GROUP}))
    needs = (*system_packages.WINDOW, *system_packages.TESTS, *system_packages.PACKAGED)
    system_packages.provide(needs, "the tests need")
    os.environ["SCRATCHPRESS_PACKAGED"] = str(app.resolve())
    return _run_tests(environment, arguments or ["tests/packaged"])


def _run_tests(environment: Environment, arguments: list[str], engine: str = "") -> int:
    """Run pytest with a daemon and a display.

    With an ``engine``, that one is started for them, and without arguments only the tests run
    that say what an engine is.
    """
    with contextlib.ExitStack() as services:
        variables = dict(os.environ)
        # A part of the tests is quicker in one process than two are to start.
        lanes = 1 if arguments or engine else _LANES
        private = _provide_daemons(environment, services, variables, lanes, engine)
        _provide_displays(services, variables, lanes)
        if engine and not arguments:
            arguments = list(_engines().SUITE)
        elif lanes > 1 and private:
            arguments = [f"--numprocesses={lanes}", "--dist=loadfile"]
        say(" ".join(("Tests: pytest", *arguments)))
        command = [str(environment.python), "-P", "-m", "pytest", *arguments]
        return _wait_for(command, variables, folder=CHECKOUT)


@contextlib.contextmanager
def _second_engine() -> Iterator[Callable[[], str] | None]:
    """Unpack another engine meanwhile, where that can be done; waits for it when called."""
    system = system_packages.this_system()
    if system.manager != "apt-get" or system.admin is not system_packages.Admin.ROOT:
        say("The tests run on one engine: root on Debian or Ubuntu can start others, too.")
        yield None
        return
    name = str(_engines().SECOND)
    command = [sys.executable, "-m", "tests.engines", "prepare", name]
    with subprocess.Popen(command, cwd=CHECKOUT) as unpacking:

        def wait() -> str:
            if unpacking.wait():
                raise SetupError(f"{name} cannot be started for the tests, see above.")
            return name

        try:
            yield wait
        finally:
            unpacking.terminate()


def _engines() -> ModuleType:
    """The engines for tests; nothing of them has to be installed."""
    sys.path.insert(0, str(CHECKOUT))
    return importlib.import_module("tests.engines.current")


def _environment(parts: frozenset[str]) -> Environment:
    if sys.platform == "linux":
        system_packages.provide(system_packages.ENVIRONMENT, "Python needs to make .venv")
    environment = Environment(CHECKOUT)
    environment.provide(parts)
    return environment


def _run_checks(environment: Environment) -> int:
    """Run them all, so that one round shows all there is to mend; the first failure counts."""
    failed = 0
    for title, (program, *arguments) in _CHECKS:
        say(f"{title}: {' '.join((program, *arguments))}")
        command = [str(environment.program(program)), *arguments]
        failed = _wait_for(command, folder=CHECKOUT) or failed
    return failed


def _provide_daemons(
    environment: Environment,
    services: contextlib.ExitStack,
    variables: dict[str, str],
    lanes: int,
    engine: str,
) -> bool:
    """Use the Docker daemon that answers, or start private ones; whether they are private.

    Tests count what is in a daemon, so that each lane of them has one of its own. An ``engine``
    that is asked for by name is always started.
    """
    if engine:
        addresses = _start_engines(engine, services, variables, lanes)
        _give_each_lane(variables, "DOCKER_HOST", addresses)
        return True
    ping = [str(environment.python), "-P", "-c", _PING]
    if subprocess.run(ping, capture_output=True, check=False).returncode == 0:
        return False
    if system_packages.find_program("dockerd") is None or os.name == "nt" or os.geteuid() != 0:
        raise SetupError(
            "The tests need a Docker daemon, and none answers to you. Start Docker and try again."
            " On Linux: sudo systemctl start docker; and, to be allowed to use it:"
            " sudo usermod --append --groups docker NAME, then log in again."
        )
    say("Starting private Docker daemons for the tests.")
    _give_each_lane(variables, "DOCKER_HOST", _start_engines("", services, variables, lanes))
    return True


def _start_engines(
    name: str, services: contextlib.ExitStack, variables: dict[str, str], lanes: int
) -> list[str]:
    """Start an engine for each lane, by its name or this computer's Docker; their addresses."""
    for other in ("DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"):
        variables.pop(other, None)
    variables[_engines().VARIABLE] = name
    return [services.enter_context(_engines().provide(name)) for _ in range(lanes)]


def _give_each_lane(variables: dict[str, str], name: str, values: Sequence[str]) -> None:
    """Set a variable to a value for each lane; tests/conftest.py takes the lane's own."""
    variables[name] = values[0]
    variables[f"SCRATCHPRESS_LANES_{name}"] = " ".join(values)


def _provide_displays(
    services: contextlib.ExitStack, variables: dict[str, str], lanes: int
) -> None:
    """Where there is no display, start one for each lane: windows share keyboard and focus."""
    if has_display(variables, sys.platform):
        return
    program = system_packages.find_program("Xvfb")
    if program is None:
        raise SetupError("The window's tests need a display, and there is no Xvfb to make one.")
    displays = [services.enter_context(virtual_display(program)) for _ in range(lanes)]
    _give_each_lane(variables, "DISPLAY", displays)


def _wait_for(
    command: Sequence[str], variables: dict[str, str] | None = None, folder: Path | None = None
) -> int:
    """Run a command to its end; when we are stopped, let it clean up, then end it."""
    with subprocess.Popen(command, env=variables, cwd=folder) as process:
        try:
            return process.wait()
        except BaseException as stop:
            # After Ctrl+C the terminal has told it already; a second signal would break
            # into its cleaning up.
            if not isinstance(stop, KeyboardInterrupt):
                process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_SECONDS_TO_END)
            process.kill()
            raise
