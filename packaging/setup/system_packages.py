"""Finds what the window and the tests need from the operating system, and installs it.

Each need is checked by trying it (loading the library, finding the program), never by
asking a package manager, so that the answer is right on every Linux. Debian and Ubuntu
are set up here; on other systems the person is told what is missing and, where the
package manager can look packages up by what they provide, the command to get it.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from setup.processes import retry_in_ci
from setup.reporting import SetupError, last_lines, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# dockerd is in /usr/sbin, which an account other than root often has not in its PATH.
_SYSTEM_FOLDERS = ("/usr/local/sbin", "/usr/sbin", "/sbin")
_FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


class Kind(Enum):
    """How a need is checked."""

    LIBRARY = auto()
    PROGRAM = auto()
    FILE = auto()
    MODULE = auto()
    FONT = auto()


@dataclass(frozen=True)
class Need:
    """Something the operating system has to have.

    Attributes:
        kind: how it is checked.
        name: file name of the library, name of the program or module, path of the file.
        package: what Debian and Ubuntu call the package that has it.
        reason: what it is for.
    """

    kind: Kind
    name: str
    package: str
    reason: str


ENVIRONMENT = (
    Need(
        Kind.MODULE,
        "ensurepip",
        f"python{sys.version_info.major}.{sys.version_info.minor}-venv",
        "puts pip into the environment",
    ),
)

# What the Qt libraries of PySide6-Essentials 6.11 link and do not bring themselves
# (readelf -d over the xcb platform plugin and what it loads).
WINDOW = (
    Need(Kind.LIBRARY, "libEGL.so.1", "libegl1", "Qt Gui links it"),
    Need(Kind.LIBRARY, "libGL.so.1", "libgl1", "PySide6 links it"),
    Need(Kind.LIBRARY, "libglib-2.0.so.0", "libglib2.0-0", "Qt Core links it"),
    Need(Kind.LIBRARY, "libdbus-1.so.3", "libdbus-1-3", "settings and screen readers"),
    Need(Kind.LIBRARY, "libfontconfig.so.1", "libfontconfig1", "finds fonts"),
    Need(Kind.LIBRARY, "libfreetype.so.6", "libfreetype6", "draws fonts"),
    Need(Kind.LIBRARY, "libX11-xcb.so.1", "libx11-xcb1", "X11 windows"),
    Need(Kind.LIBRARY, "libxcb-cursor.so.0", "libxcb-cursor0", "X11 windows"),
    Need(Kind.LIBRARY, "libxcb-icccm.so.4", "libxcb-icccm4", "X11 windows"),
    Need(Kind.LIBRARY, "libxcb-image.so.0", "libxcb-image0", "X11 windows"),
    Need(Kind.LIBRARY, "libxcb-keysyms.so.1", "libxcb-keysyms1", "X11 keyboard"),
    Need(Kind.LIBRARY, "libxcb-randr.so.0", "libxcb-randr0", "X11 screens"),
    Need(Kind.LIBRARY, "libxcb-render-util.so.0", "libxcb-render-util0", "X11 windows"),
    Need(Kind.LIBRARY, "libxcb-shape.so.0", "libxcb-shape0", "X11 windows"),
    Need(Kind.LIBRARY, "libxcb-shm.so.0", "libxcb-shm0", "X11 windows"),
    Need(Kind.LIBRARY, "libxcb-sync.so.1", "libxcb-sync1", "X11 windows"),
    Need(Kind.LIBRARY, "libxcb-xfixes.so.0", "libxcb-xfixes0", "X11 windows"),
    Need(Kind.LIBRARY, "libxcb-xkb.so.1", "libxcb-xkb1", "X11 keyboard"),
    Need(Kind.LIBRARY, "libxkbcommon.so.0", "libxkbcommon0", "keyboard layouts"),
    Need(Kind.LIBRARY, "libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "keyboard layouts"),
    Need(Kind.FONT, "a font", "fonts-dejavu-core", "text in the window"),
)

TESTS = (
    Need(Kind.PROGRAM, "dockerd", "docker.io", "the real engine"),
    Need(Kind.PROGRAM, "docker", "docker.io", "the build by hand, to compare with"),
    Need(Kind.PROGRAM, "ssh", "openssh-client", "the way to engines on other computers"),
    Need(Kind.PROGRAM, "sshd", "openssh-server", "another computer, on this one"),
    Need(Kind.PROGRAM, "openssl", "openssl", "certificates for an engine behind TLS"),
    Need(Kind.PROGRAM, "iptables", "iptables", "published ports of the real engine"),
    Need(Kind.PROGRAM, "ip", "iproute2", "a network for the real engine's programs"),
    Need(Kind.PROGRAM, "g++", "g++", "the gcc toolchain"),
    Need(Kind.PROGRAM, "clang", "clang", "the clang toolchain"),
    Need(Kind.PROGRAM, "rustc", "rustc", "the rust toolchain"),
    Need(Kind.PROGRAM, "cargo", "cargo", "projects of the rust toolchain"),
    Need(Kind.PROGRAM, "docker-registry", "docker-registry", "a registry to push to"),
    Need(Kind.PROGRAM, "htpasswd", "apache2-utils", "a registry with a password"),
    Need(Kind.PROGRAM, "skopeo", "skopeo", "an outside judge of image files"),
    Need(Kind.PROGRAM, "busybox", "busybox-static", "a shell inside test images"),
    Need(Kind.PROGRAM, "qemu-aarch64-static", "qemu-user-static", "runs arm64 programs"),
    Need(Kind.PROGRAM, "git", "git", "a copy of the tree for the set-up's own test"),
    Need(Kind.PROGRAM, "Xvfb", "xvfb", "a display for the window"),
    Need(Kind.PROGRAM, "icupkg", "icu-devtools", "takes parts out of ICU's data"),
    Need(Kind.PROGRAM, "makensis", "nsis", "the installer for Windows"),
    Need(Kind.PROGRAM, "xdotool", "xdotool", "real drags, clicks and keys"),
    Need(Kind.PROGRAM, "dbus-run-session", "dbus", "the bus of screen readers"),
    Need(
        Kind.FILE,
        "/usr/libexec/at-spi2-registryd",
        "at-spi2-core",
        "what a screen reader is told",
    ),
)

FREEZE = (
    Need(Kind.PROGRAM, "objdump", "binutils", "finds what libraries link"),
    Need(Kind.PROGRAM, "strip", "binutils", "takes names out of libraries"),
    Need(Kind.PROGRAM, "icupkg", "icu-devtools", "takes parts out of ICU's data"),
    Need(Kind.PROGRAM, "dpkg-deb", "dpkg", "makes the Debian package"),
    Need(Kind.PROGRAM, "desktop-file-validate", "desktop-file-utils", "reads the menu entry"),
    Need(Kind.PROGRAM, "appstreamcli", "appstream", "reads what software centres show"),
)

PACKAGED = (
    *FREEZE,
    Need(Kind.PROGRAM, "gio", "libglib2.0-bin", "starts programs as menus do"),
    Need(Kind.PROGRAM, "update-mime-database", "shared-mime-info", "knows files by their names"),
    Need(Kind.PROGRAM, "man", "man-db", "shows the manual"),
    Need(Kind.PROGRAM, "weston", "weston", "a desktop with Wayland"),
    Need(
        Kind.FILE,
        "/usr/lib/python3/dist-packages/gi/__init__.py",
        "python3-gi",
        "reads the window as a screen reader does",
    ),
    Need(
        Kind.FILE,
        f"/usr/lib/{platform.machine()}-linux-gnu/girepository-1.0/Atspi-2.0.typelib",
        "gir1.2-atspi-2.0",
        "reads the window as a screen reader does",
    ),
)


class Admin(Enum):
    """How packages can be installed by whoever runs this."""

    ROOT = auto()
    SUDO = auto()
    NONE = auto()


@dataclass(frozen=True)
class System:
    """What decides how packages are installed.

    Attributes:
        manager: ``apt-get``, ``dnf``, ``zypper``, or empty when it is none of these.
        admin: whether we may install.
    """

    manager: str
    admin: Admin


def this_system() -> System:
    """The computer this runs on."""
    manager = next((name for name in ("apt-get", "dnf", "zypper") if shutil.which(name)), "")
    if os.geteuid() == 0:
        return System(manager, Admin.ROOT)
    return System(manager, Admin.SUDO if shutil.which("sudo") else Admin.NONE)


def has_display(environment: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be opened; only Linux and its like can be without a display."""
    if platform in ("win32", "darwin"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(environment.get(name) for name in names)


def find_program(name: str) -> str | None:
    """Where a program is, the system's own folders included."""
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *_SYSTEM_FOLDERS])
    return shutil.which(name, path=path)


def missing(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Those of the needs that this computer does not have."""
    return tuple(need for need in needs if not _is_here(need))


def provide(needs: Iterable[Need], purpose: str) -> None:
    """Install what is missing, or say exactly what is and how to get it.

    Raises:
        SetupError: something is missing and cannot be installed from here.
    """
    lacking = missing(needs)
    if not lacking:
        return
    system = this_system()
    if system.manager != "apt-get" or system.admin is Admin.NONE:
        raise SetupError(advice(lacking, system, purpose))
    say(f"Installing what {purpose} from the system: {' '.join(packages(lacking))}")
    retry_in_ci(lambda: _install(lacking, system))
    if still := missing(lacking):
        names = ", ".join(need.name for need in still)
        raise SetupError(f"The packages are installed, and still this is missing: {names}.")


def packages(needs: Iterable[Need]) -> tuple[str, ...]:
    """The Debian packages that have what is needed, each once."""
    return tuple(dict.fromkeys(need.package for need in needs))


def apt_commands(needs: Iterable[Need], system: System) -> tuple[tuple[tuple[str, ...], bool], ...]:
    """The commands that install what is needed, each with whether it may fail.

    The package lists may fail to update when only some other source of packages is
    out of reach; whether ours could be had shows when they are installed.
    """
    options = ("-q", "-y", "-o", "Acquire::Retries=5", "-o", "DPkg::Lock::Timeout=300")
    apt = (*_privilege(system), "apt-get", *options)
    install = ("install", "--no-install-recommends", *packages(needs))
    return (((*apt, "update"), True), ((*apt, *install), False))


def advice(needs: Iterable[Need], system: System, purpose: str) -> str:
    """What is missing and how to get it, for a system that is not set up from here."""
    needs = tuple(needs)
    lines = [f"This computer lacks what {purpose}:"]
    lines += [f"  {need.name} ({need.reason})" for need in needs]
    command = _command_to_paste(needs, system.manager)
    if command:
        lines += ["Install it with:", f"  {command}"]
    else:
        lines += ["Install it with your system's package manager, then try again."]
    return "\n".join(lines)


def _command_to_paste(needs: tuple[Need, ...], manager: str) -> str:
    if manager == "apt-get":
        return shlex.join(["sudo", "apt-get", "install", *packages(needs)])
    if manager in ("dnf", "zypper"):
        provided = dict.fromkeys(map(_rpm_capability, needs))
        return shlex.join(["sudo", manager, "install", *provided])
    return ""


def _rpm_capability(need: Need) -> str:
    """What RPM packages provide can be asked for by library and by path."""
    match need.kind:
        case Kind.LIBRARY:
            return f"{need.name}()(64bit)"
        case Kind.PROGRAM:
            return f"/usr/bin/{need.name}"
        case Kind.FILE:
            return need.name
        case Kind.MODULE:
            return f"python{sys.version_info.major}-pip"
        case Kind.FONT:
            return "font(dejavusans)"


def _privilege(system: System) -> tuple[str, ...]:
    # env, because sudo does not pass variables on.
    silent = ("env", "DEBIAN_FRONTEND=noninteractive")
    if system.admin is Admin.ROOT:
        return silent
    # Without a terminal nobody could type a password: fail instead of waiting.
    return ("sudo", *(() if sys.stdin.isatty() else ("-n",)), *silent)


def _install(needs: tuple[Need, ...], system: System) -> None:
    for command, may_fail in apt_commands(needs, system):
        _run_apt(command, may_fail=may_fail)


def _run_apt(command: tuple[str, ...], *, may_fail: bool) -> None:
    result = subprocess.run(
        command,
        stdin=None if sys.stdin.isatty() else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if result.returncode and not may_fail:
        raise SetupError(
            f"apt-get could not install them (exit code {result.returncode}). Its last words are"
            f" above; the command was: {shlex.join(command)}",
            last_lines(result.stdout),
        )


def _is_here(need: Need) -> bool:
    match need.kind:
        case Kind.LIBRARY:
            return _loads(need.name)
        case Kind.PROGRAM:
            return find_program(need.name) is not None
        case Kind.FILE:
            return Path(need.name).exists()
        case Kind.MODULE:
            return importlib.util.find_spec(need.name) is not None
        case Kind.FONT:
            folders = (Path(folder).expanduser() for folder in _FONT_FOLDERS)
            return any(any(folder.glob("**/*.[ot]tf")) for folder in folders)


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
