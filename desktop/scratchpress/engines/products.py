"""The engines there are: how each is recognised, where its sockets are, how it is started.

What tells that of this computer are its folders, programs and services (``Computer``). Sources:
the documentation of each product on its socket and its command line.
"""

from __future__ import annotations

import getpass
import glob
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.messages import Message
from scratchpress.system.file_kinds import is_file, is_folder
from scratchpress.system.paths import home_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

# Where programs are that are not in the PATH of an account, or of a window.
_MORE_PROGRAMS = ("/usr/local/bin", "/opt/homebrew/bin", "/usr/local/sbin", "/usr/sbin", "/sbin")

_DOCKER_PAGE = "https://docs.docker.com/get-started/get-docker/"


@dataclass(frozen=True, slots=True)
class Computer:
    """The system, the account and their folders.

    Attributes:
        system: ``linux``, ``darwin`` or ``win32``, as ``sys.platform`` says it.
        home: the account's folder.
        runtime: the folder for the account's sockets; ``None`` where there is none.
        temporary: the account's folder for temporary files.
        account: its name; empty when it has none.
        path: where its programs are, as in ``PATH``.
        root: what absolute paths start from; another folder only in tests.
    """

    system: str
    home: Path
    runtime: Path | None
    temporary: Path
    account: str
    path: str
    root: Path = Path("/")

    def has(self, path: str) -> bool:
        """Whether there is anything at an absolute path, as far as this account can see."""
        return os.path.lexists(self.at(path))

    def has_pipe(self, name: str) -> bool:
        """Whether there is a named pipe, on Windows."""
        return os.path.lexists(rf"\\.\pipe\{name}")

    def at(self, path: str) -> Path:
        """An absolute path of the system's, below ``root``."""
        return self.root / path.lstrip("/")

    def has_program(self, name: str) -> bool:
        """Whether a program can be started by its name, or is where such programs are."""
        more = [str(self.at(folder)) for folder in _MORE_PROGRAMS]
        return shutil.which(name, path=os.pathsep.join([self.path, *more])) is not None

    def has_service(self, name: str) -> bool:
        """Whether systemd has a service of the account's own by that name."""
        return is_file(self.home / ".config" / "systemd" / "user" / f"{name}.service")

    def sockets(self, folder: Path, pattern: str) -> list[Path]:
        """What matches a pattern below a folder, by name; nothing where it may not look."""
        return [
            folder / name
            for name in sorted(glob.glob(pattern, root_dir=folder))  # noqa: PTH207 - never raises
        ]


def this_computer() -> Computer:
    """The computer this runs on."""
    return Computer(
        sys.platform,
        home_folder(),
        _runtime_folder(),
        Path(tempfile.gettempdir()),
        _account(),
        os.environ.get("PATH", os.defpath),
    )


def _runtime_folder() -> Path | None:
    chosen = os.environ.get("XDG_RUNTIME_DIR")
    if chosen:
        return Path(chosen)
    # A window or a session without it: systemd puts it there.
    if hasattr(os, "getuid"):
        usual = Path(f"/run/user/{os.getuid()}")
        if is_folder(usual):
            return usual
    return None


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account without a name
        return ""


class Product(StrEnum):
    """What answers, or would answer, at an address; in its own name."""

    ENGINE = "Docker Engine"
    DESKTOP = "Docker Desktop"
    RANCHER = "Rancher Desktop"
    COLIMA = "Colima"
    ORBSTACK = "OrbStack"
    ROOTLESS = "Docker Engine, rootless"
    PODMAN = "Podman"
    # On another computer, or at an address that says nothing about it.
    UNKNOWN = "Docker"
    PREVIEW = "Built-in preview"


class StepKind(StrEnum):
    """What a next step is made of."""

    NONE = "none"
    ADVICE = "advice"
    COMMAND = "command"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next about an engine.

    Attributes:
        kind: which of the others is filled.
        text: one sentence; also with a command or a page.
        command: to be copied into a terminal; never run by us.
        url: a page of the product's maker.
    """

    kind: StepKind
    text: str = ""
    command: str = ""
    url: str = ""


NOTHING_TO_DO = NextStep(StepKind.NONE)

_PAGES = {
    Product.DESKTOP: "https://docs.docker.com/desktop/",
    Product.RANCHER: "https://rancherdesktop.io/",
    Product.COLIMA: "https://github.com/abiosoft/colima#installation",
    Product.ORBSTACK: "https://orbstack.dev/download",
    Product.ROOTLESS: "https://docs.docker.com/engine/security/rootless/",
    Product.PODMAN: "https://podman.io/docs/installation",
}
# What shows that a product is installed: programs by name, and paths.
_PROGRAMS = {
    Product.ENGINE: ("dockerd",),
    Product.RANCHER: ("rdctl",),
    Product.COLIMA: ("colima",),
    Product.ORBSTACK: ("orb", "orbctl"),
    Product.ROOTLESS: ("dockerd-rootless.sh",),
    Product.PODMAN: ("podman",),
}
_PATHS = {
    Product.DESKTOP: (
        "/Applications/Docker.app",
        "/opt/docker-desktop",
        "/Program Files/Docker/Docker/Docker Desktop.exe",
    ),
    Product.RANCHER: ("/Applications/Rancher Desktop.app", "/opt/rancher-desktop"),
    Product.ORBSTACK: ("/Applications/OrbStack.app",),
}
# By the name of a context, or its beginning up to a dash.
_CONTEXTS = {
    "desktop-linux": Product.DESKTOP,
    "desktop-windows": Product.DESKTOP,
    "rancher-desktop": Product.RANCHER,
    "colima": Product.COLIMA,
    "orbstack": Product.ORBSTACK,
    "rootless": Product.ROOTLESS,
    "podman": Product.PODMAN,
}
# By a piece of the address. The first that fits decides, so the special come first.
_ADDRESSES = (
    ("/.docker/desktop/", Product.DESKTOP),
    ("dockerDesktop", Product.DESKTOP),
    ("/.rd/", Product.RANCHER),
    ("/.colima/", Product.COLIMA),
    ("/colima/", Product.COLIMA),
    ("/.orbstack/", Product.ORBSTACK),
    ("podman", Product.PODMAN),
    ("/run/user/", Product.ROOTLESS),
)
_STANDARD = ("/var/run/docker.sock", "/run/docker.sock", "//./pipe/docker_engine")


def recognise(context: str, address: str, computer: Computer) -> Product:
    """What should be at an address, before it has said anything.

    Args:
        context: the name of the Docker context; may be empty.
        address: with what links of the file system lead to.
        computer: where that is.
    """
    for name, product in _CONTEXTS.items():
        if context == name or context.startswith(f"{name}-"):
            return product
    for piece, product in _ADDRESSES:
        if piece in address:
            return product
    if "/.docker/run/" in address:
        # Where an account of Linux has no folder for sockets, its own Docker takes this one.
        return Product.ROOTLESS if computer.system == "linux" else Product.DESKTOP
    if computer.runtime is not None and str(computer.runtime / "docker.sock") in address:
        return Product.ROOTLESS
    if address.endswith(_STANDARD):
        # Elsewhere than on Linux, Docker Desktop is what stands behind the usual address.
        return Product.ENGINE if computer.system == "linux" else Product.DESKTOP
    return Product.UNKNOWN


def recognise_by_words(title: str, vendor: str, expected: Product) -> Product:
    """What an engine is by what it says of itself; ``expected`` when it says nothing."""
    if title.startswith("Podman"):
        return Product.PODMAN
    if "Docker Desktop" in vendor:
        return Product.DESKTOP
    if expected is Product.PODMAN:
        # It speaks at Podman's address and is none.
        return Product.ENGINE
    if expected is Product.UNKNOWN and vendor.startswith("Docker Engine"):
        return Product.ENGINE
    return expected


def known_sockets(computer: Computer) -> Iterator[str]:
    """Each socket that a product makes and that is there now, as an address."""
    if computer.system == "win32":
        for pipe in ("docker_engine", "dockerDesktopLinuxEngine", "podman-machine-default"):
            if computer.has_pipe(pipe):
                yield f"npipe:////./pipe/{pipe}"
        return
    home, runtime = computer.home, computer.runtime
    places = [
        (computer.at("/var/run"), "docker.sock"),
        (home / ".docker", "desktop/docker.sock"),
        (home / ".docker", "run/docker.sock"),
        (home / ".rd", "docker.sock"),
        (home / ".colima", "docker.sock"),
        (home / ".colima", "*/docker.sock"),
        (home / ".config" / "colima", "*/docker.sock"),
        (home / ".orbstack", "run/docker.sock"),
        *([(runtime, "docker.sock"), (runtime, "podman/podman.sock")] if runtime else []),
        (computer.at("/run/podman"), "podman.sock"),
        (home / ".local/share/containers/podman/machine", "podman.sock"),
        (home / ".local/share/containers/podman/machine", "*/podman.sock"),
        (computer.temporary / "podman", "*-api.sock"),
    ]
    for folder, pattern in places:
        for path in computer.sockets(folder, pattern):
            yield f"unix://{path}"


def stopped_products(computer: Computer) -> Iterator[tuple[Product, str]]:
    """Each product that is installed and has an address of its own, whether it runs or not."""
    home, on_linux = computer.home, computer.system == "linux"
    if computer.system == "win32":
        if is_installed(Product.PODMAN, computer):
            yield Product.PODMAN, "npipe:////./pipe/podman-machine-default"
        return
    places = {
        Product.DESKTOP: home / (".docker/desktop" if on_linux else ".docker/run"),
        Product.RANCHER: home / ".rd",
        Product.COLIMA: home / ".colima" / "default",
        Product.ORBSTACK: home / ".orbstack" / "run",
    }
    if on_linux:
        places[Product.ENGINE] = computer.at("/var/run")
    for product, folder in places.items():
        if is_installed(product, computer):
            yield product, f"unix://{folder / 'docker.sock'}"
    # Its programs come with every Docker Engine; what is set up for this account has a service.
    if on_linux and computer.runtime is not None and computer.has_service("docker"):
        yield Product.ROOTLESS, f"unix://{computer.runtime / 'docker.sock'}"
    if not is_installed(Product.PODMAN, computer):
        return
    if not on_linux:
        yield (
            Product.PODMAN,
            f"unix://{home / '.local/share/containers/podman/machine/podman.sock'}",
        )
    elif podman := computer.at("/run") if computer.account == "root" else computer.runtime:
        yield Product.PODMAN, f"unix://{podman / 'podman' / 'podman.sock'}"


def is_installed(product: Product, computer: Computer) -> bool:
    """Whether a product can be found on this computer."""
    if product is Product.ROOTLESS and computer.has_service("docker"):
        return True
    return any(map(computer.has_program, _PROGRAMS.get(product, ()))) or any(
        map(computer.has, _PATHS.get(product, ()))
    )


def how_to_install(product: Product) -> NextStep:
    """The page of its maker that tells how to get it."""
    return NextStep(
        StepKind.LINK,
        Message("Install {0} from its maker's page, then look again.", product),
        url=_PAGES.get(product, _DOCKER_PAGE),
    )


def how_to_start(product: Product, address: str, computer: Computer) -> NextStep:
    """What starts a product that is installed."""
    if product is Product.DESKTOP and computer.system == "win32":
        return NextStep(StepKind.ADVICE, "Start Docker Desktop from the Start menu.")
    command = _start_command(product, address, computer)
    if not command:
        return NextStep(StepKind.ADVICE, "Start the engine that listens there, then look again.")
    return NextStep(StepKind.COMMAND, Message("Start {0} with this command:", product), command)


def _start_command(product: Product, address: str, computer: Computer) -> str:
    on_linux = computer.system == "linux"
    match product:
        case Product.ENGINE if on_linux and computer.has("/run/systemd/system"):
            return "sudo systemctl start docker"
        case Product.ENGINE if on_linux:
            return "sudo service docker start"
        case Product.DESKTOP:
            return "systemctl --user start docker-desktop" if on_linux else "open -a Docker"
        case Product.RANCHER:
            return "rdctl start" if on_linux else "open -a 'Rancher Desktop'"
        case Product.COLIMA:
            profile = _colima_profile(address)
            return f"colima start {profile}" if profile != "default" else "colima start"
        case Product.ORBSTACK:
            return "orb start"
        case Product.ROOTLESS:
            return "systemctl --user start docker"
        case Product.PODMAN:
            return _podman_command(address, computer)
    return ""


def _podman_command(address: str, computer: Computer) -> str:
    if computer.system != "linux":
        return "podman machine start"
    if address == f"unix://{computer.at('/run/podman/podman.sock')}":
        return "sudo systemctl start podman.socket"
    return "systemctl --user start podman.socket"


def _colima_profile(address: str) -> str:
    """The folder a socket of Colima's is in has its profile's name."""
    folder = address.rpartition("/")[0].rpartition("/")[2]
    # What would not be one word on a command line is not put on it.
    is_word = folder.replace("-", "").replace("_", "").isalnum() and folder[0].isalnum()
    return folder if is_word else "default"
