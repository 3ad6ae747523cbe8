"""Platforms, written as OCI writes them: operating system, slash, architecture."""

from __future__ import annotations

import platform as host
from enum import StrEnum


class Platform(StrEnum):
    """What a program and its image are made for."""

    LINUX_AMD64 = "linux/amd64"
    LINUX_ARM64 = "linux/arm64"

    @property
    def os(self) -> str:
        """Operating system in Go's words (``GOOS``), as OCI image configs name it."""
        return self.value.split("/")[0]

    @property
    def architecture(self) -> str:
        """Architecture in Go's words (``GOARCH``): ``amd64`` or ``arm64``."""
        return self.value.split("/")[1]

    @property
    def machine(self) -> str:
        """Architecture in the compilers' words: ``x86_64`` or ``aarch64``."""
        return {"amd64": "x86_64", "arm64": "aarch64"}[self.architecture]


def host_platform() -> Platform:
    """The Linux platform this computer's processor runs natively.

    On Windows and macOS too: there it is what Docker's virtual machine runs.
    """
    arm = host.machine().lower() in {"aarch64", "arm64"}
    return Platform.LINUX_ARM64 if arm else Platform.LINUX_AMD64
