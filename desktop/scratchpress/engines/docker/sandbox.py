"""Writes the sandbox of a run as the body of Docker's request to create a container.

It limits accidents and casual abuse. It is no boundary against an attack on the kernel.

Keys and units: https://docs.docker.com/reference/api/engine/ (ContainerCreate).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from scratchpress.recipe.sandbox import NOBODY, SystemCalls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scratchpress.engines.run_request import RunRequest
    from scratchpress.running.ports_and_folders import PublishedPort, SharedFolder

# What a terminal of ours understands.
TERMINAL_NAME = "xterm-256color"
_MAY_ENTER = 0o005


def create_body(
    request: RunRequest, labels: Mapping[str, str], *, with_init: bool
) -> dict[str, Any]:
    """The body of a create request for one run.

    ``with_init`` puts the engine's own small init before the program, so that a signal
    ends the program as it would outside a container: the kernel shields PID 1 from
    signals it does not handle, and abort() there looks like a segmentation fault.
    """
    body: dict[str, Any] = {
        "Image": request.image_id,
        "User": account_for(request),
        "Env": [f"{name}={value}" for name, value in request.environment.items()],
        "Labels": dict(labels),
        # NetworkMode alone would build an empty network with a loopback, which takes the
        # daemon a third of the whole run. With this the kernel's bare namespace is left.
        "NetworkDisabled": not request.is_connected,
        "AttachStdout": True,
        "AttachStderr": True,
        "StopTimeout": 1,
        "HostConfig": _host_config(request, with_init=with_init),
    }
    if request.input is not None:
        # Once: the end of the connection that gives the input is the end of the input.
        body |= {"AttachStdin": True, "OpenStdin": True, "StdinOnce": True}
    if request.arguments:
        body["Cmd"] = list(request.arguments)
    if request.working_directory:
        body["WorkingDir"] = request.working_directory
    if request.ports:
        body["ExposedPorts"] = {_inside(port): {} for port in request.ports}
    if request.terminal is not None:
        body |= {"Tty": True, "AttachStdin": True, "OpenStdin": True, "StdinOnce": True}
        body["Env"] = [f"TERM={TERMINAL_NAME}", *body["Env"]]
    return body


def account_for(request: RunRequest) -> str:
    """The account that the program runs as: the one asked for, else one without rights.

    A folder that only its owner may write in, or read, is of no use to that one; then the
    program runs as the person, and as the folder's owner where root asks for it.
    """
    if request.sandbox.is_root:
        # By number: an image from scratch has no list in which names are looked up.
        return "0:0"
    if request.sandbox.user:
        return request.sandbox.user
    owners = (_owner(folder) for folder in request.folders)
    return next((owner for owner in owners if owner), NOBODY)


def _owner(folder: SharedFolder) -> str:
    # Windows knows no such numbers; Docker Desktop lets everyone in there.
    if os.name == "nt":
        return ""
    about = folder.source.stat()
    is_open = about.st_mode & _MAY_ENTER == _MAY_ENTER
    if is_open and not folder.writable:
        return ""
    user = os.getuid()
    if user in {0, about.st_uid}:
        return f"{about.st_uid}:{about.st_gid}"
    # Nobody's rights but the person's own: the engine could give those of every account.
    group = about.st_gid if about.st_gid in os.getgroups() else os.getgid()
    return f"{user}:{group}"


def _host_config(request: RunRequest, *, with_init: bool) -> dict[str, Any]:
    limits, sandbox = request.limits, request.sandbox
    unfiltered = sandbox.system_calls is SystemCalls.UNFILTERED
    config: dict[str, Any] = {
        "NetworkMode": "bridge" if request.is_connected else "none",
        "ReadonlyRootfs": not sandbox.writable_root,
        "CapDrop": ["ALL"],
        "SecurityOpt": [
            *([] if sandbox.new_privileges else ["no-new-privileges"]),
            *(["seccomp=unconfined"] if unfiltered else []),
        ],
        "PidsLimit": limits.processes,
        "Memory": limits.memory,
        # Memory and swap together: the same number means no swap.
        "MemorySwap": limits.memory,
        "Ulimits": [
            _ulimit("nofile", limits.open_files),
            _ulimit("fsize", limits.file_size),
            _ulimit("core", 0),
        ],
        "Init": with_init,
        # The output comes through the attached stream. The log drivers would write it to
        # the daemon's disk as well, ten times slower, and some lose most of a flood.
        "LogConfig": {"Type": "none"},
        "RestartPolicy": {"Name": "no"},
    }
    if request.image.has_tmp:
        # The image's own is read-only, as all of it is. It counts towards the memory.
        options = f"rw,nosuid,nodev,noexec,size={limits.temporary_files},mode=1777"
        config["Tmpfs"] = {"/tmp": options}  # noqa: S108 - a path in the container
    if limits.cpus is not None:
        config["NanoCpus"] = int(limits.cpus * 1_000_000_000)
    if sandbox.capabilities:
        config["CapAdd"] = [name.removeprefix("CAP_") for name in sandbox.capabilities]
    if sandbox.runtime:
        config["Runtime"] = sandbox.runtime
    if request.ports:
        config["PortBindings"] = _bindings(request.ports)
    if request.folders:
        config["Mounts"] = [_mount(folder) for folder in request.folders]
    if request.terminal is not None:
        # Engines before API 1.42 do not know this; they are told after the start.
        config["ConsoleSize"] = [request.terminal.rows, request.terminal.columns]
    return config


def _inside(port: PublishedPort) -> str:
    return f"{port.inside}/{port.transport}"


def _bindings(ports: tuple[PublishedPort, ...]) -> dict[str, list[dict[str, str]]]:
    bindings: dict[str, list[dict[str, str]]] = {}
    for port in ports:
        there = {"HostIp": port.address, "HostPort": str(port.here)}
        bindings.setdefault(_inside(port), []).append(there)
    return bindings


def _mount(folder: SharedFolder) -> dict[str, Any]:
    # In place of "Binds", which makes a folder that is missing, and cannot name one with a colon.
    return {
        "Type": "bind",
        "Source": str(folder.source),
        "Target": folder.to,
        "ReadOnly": not folder.writable,
    }


def _ulimit(name: str, value: int) -> dict[str, Any]:
    return {"Name": name, "Soft": value, "Hard": value}
