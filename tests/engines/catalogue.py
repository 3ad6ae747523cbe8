"""Which engines there are to test with, and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Whose program an engine is."""

    DOCKER = "docker"
    PODMAN = "podman"


class Store(StrEnum):
    """Where a Docker daemon keeps its images; that decides their IDs and its figures."""

    GRAPH_DRIVER = "graph-driver"
    CONTAINERD = "containerd"
    PODMAN = "podman"


@dataclass(frozen=True, slots=True)
class Engine:
    """One engine to test with.

    Attributes:
        name: how it is asked for.
        kind: whose program it is.
        version: what it is in ``suite``, as two numbers.
        suite: the release of Debian that has it.
        store: where it keeps images.
    """

    name: str
    kind: Kind
    version: str
    suite: str
    store: Store

    @property
    def packages(self) -> tuple[str, ...]:
        """What of the suite it is made of; the rest comes along as what these depend on."""
        return _PACKAGES[self.kind]


_PACKAGES = {
    # base-files makes the folders that links stand for (/bin, /lib).
    Kind.DOCKER: ("base-files", "ca-certificates", "docker.io", "iptables"),
    # catatonit is the init that Podman puts before programs, busybox for a script in between.
    Kind.PODMAN: (
        *("base-files", "busybox-static", "ca-certificates", "catatonit", "crun", "netavark"),
        "podman",
    ),
}

_DOCKERS = (("20.10", "bookworm"), ("26.1", "trixie"), ("28.5", "sid"))
_PODMANS = (("4.3", "bookworm"), ("5.4", "trixie"), ("5.8", "sid"))
# The first with a containerd store that is not an experiment of its makers.
_CONTAINERD_SINCE = "26.1"

ENGINES = (
    *(
        Engine(f"docker-{version}", Kind.DOCKER, version, suite, Store.GRAPH_DRIVER)
        for version, suite in _DOCKERS
    ),
    *(
        Engine(f"docker-{version}-containerd", Kind.DOCKER, version, suite, Store.CONTAINERD)
        for version, suite in _DOCKERS
        if version >= _CONTAINERD_SINCE
    ),
    *(
        Engine(f"podman-{version}", Kind.PODMAN, version, suite, Store.PODMAN)
        for version, suite in _PODMANS
    ),
)

# What the tests of every change run on besides the daemon of this computer: as far from
# Debian 12's Docker 20.10 as it gets, and the store that new installations have.
SECOND = "docker-28.5-containerd"


def find(name: str) -> Engine:
    """The engine of a name.

    Raises:
        ValueError: there is none; the message names those there are.
    """
    for engine in ENGINES:
        if engine.name == name:
            return engine
    known = ", ".join(engine.name for engine in ENGINES)
    raise ValueError(f"There is no engine “{name}” to test with. There are: {known}.")
