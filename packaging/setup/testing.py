"""Runs pytest with the Docker daemon and the display that the tests need.

The daemons and displays are of ``tests/``, where they are of use to tests alone; like everything
here they need nothing but the standard library.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from typing import TYPE_CHECKING

from setup import system_packages
from setup.checkout import CHECKOUT
from setup.processes import wait_for
from setup.reporting import SetupError, say
from tests.engines import current as engines
from tests.support.virtual_display import virtual_display

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from setup.environment import Environment

# Half of the tests' time is waiting, for a daemon or a window, in which another can compile.
_LANES = 2
_PING = "import docker; docker.from_env(timeout=10).ping()"


def run_tests(environment: Environment, arguments: list[str], engine: str = "") -> int:
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
            arguments = list(engines.SUITE)
        elif lanes > 1 and private:
            arguments = [f"--numprocesses={lanes}", "--dist=loadfile"]
        say(" ".join(("Tests: pytest", *arguments)))
        command = [str(environment.python), "-P", "-m", "pytest", *arguments]
        return wait_for(command, variables, folder=CHECKOUT)


@contextlib.contextmanager
def second_engine() -> Iterator[Callable[[], str] | None]:
    """Unpack another engine meanwhile, where that can be done; waits for it when called."""
    system = system_packages.this_system()
    if system.manager != "apt-get" or system.admin is not system_packages.Admin.ROOT:
        say("The tests run on one engine: root on Debian or Ubuntu can start others, too.")
        yield None
        return
    name = engines.SECOND
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
    variables[engines.VARIABLE] = name
    return [services.enter_context(engines.provide(name)) for _ in range(lanes)]


def _give_each_lane(variables: dict[str, str], name: str, values: Sequence[str]) -> None:
    """Set a variable to a value for each lane; tests/conftest.py takes the lane's own."""
    variables[name] = values[0]
    variables[f"SCRATCHPRESS_LANES_{name}"] = " ".join(values)


def _provide_displays(
    services: contextlib.ExitStack, variables: dict[str, str], lanes: int
) -> None:
    """Where there is no display, start one for each lane: windows share keyboard and focus."""
    if system_packages.has_display(variables, sys.platform):
        return
    program = system_packages.find_program("Xvfb")
    if program is None:
        raise SetupError("The window's tests need a display, and there is no Xvfb to make one.")
    displays = [services.enter_context(virtual_display(program)) for _ in range(lanes)]
    _give_each_lane(variables, "DISPLAY", displays)
