"""Turns what a daemon says of a run or a pull that failed into errors for people.

Only its words tell what happened: the answer has begun as 200, or is a 404 or 500 for most
things. They are those of moby, containerd and Podman, from Docker 20.10 to 28 and Podman 4 and 5,
and of the registries and container runtimes behind them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scratchpress.core.errors import (
    BaseError,
    CannotRunError,
    RegistryError,
    RegistryUnavailableError,
)
from scratchpress.core.messages import Message, Quantity
from scratchpress.engines.docker.errors import refused
from scratchpress.image.bases.model import for_windows, no_such_image
from scratchpress.system.docker_credentials import (
    Purpose,
    login_command,
    login_needed,
    login_refused,
)

if TYPE_CHECKING:
    from scratchpress.core.errors import EngineError, ScratchpressError
    from scratchpress.core.platforms import Platform
    from scratchpress.engines.run_request import RunRequest
    from scratchpress.image.bases.model import BaseRequest
    from scratchpress.image.model import Image
    from scratchpress.system.docker_credentials import Credentials

# The daemon's words, from Docker 20.10 to 28 and Podman 4 and 5.
_TAKEN = re.compile(
    r"port is already allocated|address already in use|port is already in use", re.IGNORECASE
)
_RUNTIME = re.compile(
    r"(unknown|invalid) (or invalid )?runtime|runtime .*(not found|no such)", re.IGNORECASE
)
_FOLDER = re.compile(
    r"bind source path does not exist|mounts denied|not shared from the host|"
    r"statfs .*no such file or directory",
    re.IGNORECASE,
)
_CAPABILITY = re.compile(r"(unknown|invalid) capability|invalid capadd", re.IGNORECASE)
_PROCESSORS = re.compile(r"there are only (?P<has>\d+) CPUs available", re.IGNORECASE)
_NOT_EXECUTABLE = re.compile(r"exec[^\n]*permission denied", re.IGNORECASE)
_NO_BRIDGE = re.compile(r"network bridge not found|could not find .*bridge", re.IGNORECASE)
_LOW_PORT = re.compile(r"(expose|bind).*privileged port|bind: permission denied", re.IGNORECASE)

# What container runtimes write in place of the program's output, with one of these exit codes,
# when the processor does not know its instructions. Newer kernels (seen with 6.18) say of
# such a program that it is not there, and so does every kernel of an emulator that is not.
_WRONG_MACHINE = re.compile(
    rb"exec format error|\bexec\b[^\n]*no such file or directory", re.IGNORECASE
)
_EXIT_CODES = {1, 126, 127, 255}

_LOGIN = (
    "no basic auth credentials",
    "authentication required",
    "401 unauthorized",
    "incorrect username or password",
)
_DENIED = (
    "pull access denied",
    "requested access to the resource is denied",
    "denied:",
    "403 forbidden",
    "unauthorized",
)
_MISSING = ("manifest unknown", "not found", "no such image", "name unknown", "404 not found")
_PLATFORM = (
    "no matching manifest",
    "does not match the specified platform",
    "no match for platform",
    "no image found in",
)
_WINDOWS = ("cannot be used on this platform", "windows")
_NETWORK = (
    "no such host",
    "dial tcp",
    "connection refused",
    "network is unreachable",
    "i/o timeout",
    "server misbehaving",
    "tls handshake",
    "certificate",
    "http response to https",
    "deadline exceeded",
    "request canceled",
    "name resolution",
)
_TOO_OFTEN = ("toomanyrequests", "rate limit", "429 too many")


def explained(error: EngineError, request: RunRequest) -> EngineError:
    """The same refusal in words for a person; the error itself when nothing better is known."""
    words = error.details
    found = _about_ports(words, request) or _about_the_rest(words, request)
    if found is None:
        return error
    title, explanation, remedy = found
    return CannotRunError(title, explanation=explanation, remedy=remedy, details=words)


def _about_ports(words: str, request: RunRequest) -> tuple[str, str, str] | None:
    if not request.ports:
        return None
    named = [port for port in request.ports if re.search(rf"\b{port.here}\b", words)]
    port = (named or list(request.ports))[0]
    if _TAKEN.search(words):
        return (
            Message("Port {0} is taken on the engine's computer.", port.here),
            "Another program or container listens there.",
            Message("Stop that one, or publish another port: {0}:{1}.", port.here + 1, port.inside),
        )
    if _LOW_PORT.search(words):
        return (
            Message("The engine may not open port {0}.", port.here),
            "Ports below 1024 belong to root, and this engine runs without its rights.",
            Message("Publish a higher port: {0}:{1}.", port.here + 8000, port.inside),
        )
    return None


def _about_the_rest(words: str, request: RunRequest) -> tuple[str, str, str] | None:
    sandbox = request.sandbox
    if sandbox.runtime and _RUNTIME.search(words):
        return (
            Message("The engine has no runtime called {0}.", sandbox.runtime),
            "The recipe or the choice in the window asks for it.",
            "Install it for the engine, or leave the choice of the runtime to the engine.",
        )
    if request.folders and _FOLDER.search(words):
        return (
            "The engine does not see a folder that the program is to get.",
            "It is not there, or the engine's settings do not share it.",
            "Check that it exists; in Docker Desktop share it under Settings, Resources.",
        )
    if sandbox.capabilities and _CAPABILITY.search(words):
        return (
            "The engine does not know one of the rights that the program is to get.",
            Message("They are: {0}.", ", ".join(sandbox.capabilities)),
            "Write them as Linux names them: NET_RAW, SYS_PTRACE (capabilities(7)).",
        )
    if request.is_connected and _NO_BRIDGE.search(words):
        return (
            "The engine has no network for programs.",
            "It was started without its bridge, and ports and networks need that.",
            "Run without ports and network, or give the engine its bridge back.",
        )
    if request.limits.cpus is not None and (found := _PROCESSORS.search(words)):
        return (
            Message("The engine has no {0} processors.", Quantity(f"{request.limits.cpus:g}")),
            Message("It has {0}.", found["has"]),
            "Allow the program as many as there are, or fewer.",
        )
    if _NOT_EXECUTABLE.search(words):
        return (
            Message("The image's program {0} cannot be started.", request.image.entrypoint[0]),
            "The engine may not execute the file.",
            "Build the image again from its source; a file of your own needs the mode 0755.",
        )
    return None


def is_foreign(image: Image, runs: Platform, words: bytes, exit_code: int | None = None) -> bool:
    """Whether a runtime met a program for another platform.

    Args:
        image: what was to run.
        runs: what the engine runs natively.
        words: the daemon's, or the first that came in place of the program's.
        exit_code: the program's; ``None`` where the daemon did not start it.
    """
    if image.platform is runs or (exit_code is not None and exit_code not in _EXIT_CODES):
        return False
    return _WRONG_MACHINE.search(words) is not None


def needs_emulator(image: Image, runs: Platform, *, details: str) -> CannotRunError:
    """What is needed to run a program for another platform, https://github.com/tonistiigi/binfmt."""
    architecture = image.platform.architecture
    return CannotRunError(
        Message(
            "{0} is built for {1}, and this engine runs {2}.", image.reference, image.platform, runs
        ),
        explanation="Its processor is of another kind, and it has no emulator (QEMU by binfmt_misc)"
        " for it.",
        remedy=Message(
            "Build for {0} or for both platforms, or give the engine an emulator: docker run"
            " --privileged --rm tonistiigi/binfmt --install {1}",
            runs,
            architecture,
        ),
        details=details,
    )


def pull_failed(
    words: str, request: BaseRequest, host: str, credentials: Credentials | None
) -> ScratchpressError:
    """The error for a pull that a daemon gave up.

    Args:
        words: the daemon's.
        request: what was asked for.
        host: the registry.
        credentials: what the daemon was given for it.
    """
    said = words.lower()
    name = request.reference
    if _has(said, _PLATFORM):
        return BaseError(
            Message("{0} is not there for {1}.", name, request.platform),
            remedy="Choose another image to start from, or another platform.",
            details=words,
        )
    if all(part in said for part in _WINDOWS):
        return for_windows(name, words)
    if _has(said, _TOO_OFTEN):
        return RegistryError(
            Message("{0} was asked for images too often, and gives none for now.", host),
            remedy=Message("Wait, or log in, which allows more: {0}", login_command(host)),
            details=words,
        )
    if _has(said, _LOGIN):
        if credentials is None:
            return login_needed(host, Purpose.BUILD, words)
        return login_refused(host, Purpose.BUILD, words)
    if _has(said, _DENIED):
        return BaseError(
            Message("There is no {0} at {1}, or it is not shown without a login.", name, host),
            remedy=Message("Check the name. If it is right, log in: {0}", login_command(host)),
            details=words,
        )
    if _has(said, _NETWORK):
        return RegistryUnavailableError(
            Message("The engine cannot reach the registry {0}.", host),
            explanation=Message("It has to pull {0} from there, which it does not hold yet.", name),
            remedy="Check the name's first part and the engine's network; or start from scratch,"
            " or from an image that docker image ls shows.",
            details=words,
        )
    if _has(said, _MISSING):
        return no_such_image(name, host, words)
    return refused(words, doing=Message("pull {0}", name))


def _has(said: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in said for phrase in phrases)
