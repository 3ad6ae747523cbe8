"""A base image as a value: layers, config, and what is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scratchpress.core.errors import BaseError
from scratchpress.core.messages import Joined, Message, either, listing
from scratchpress.core.sizes import format_count, format_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from scratchpress.core.platforms import Platform

# Bytes that have arrived, and of how many; 0 while that is not known.
OnProgress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class HeldImage:
    """An image that an engine holds under a name.

    Attributes:
        id: the engine's ID for it, ``sha256:...``.
        registry_digest: what its registry knows it by; empty when the engine does not tell.
    """

    id: str
    registry_digest: str


@dataclass(frozen=True, slots=True)
class BaseRequest:
    """Which image to hand out.

    Attributes:
        reference: its name as Docker lists it, with tag or digest: ``alpine:3.20``.
        platform: for which platform.
        pull: whether to ask its registry for a newer one although the engine holds it.
    """

    reference: str
    platform: Platform
    pull: bool = False


@dataclass(frozen=True, slots=True)
class BaseLayer:
    """A layer of a base, kept uncompressed on this computer.

    Attributes:
        digest: ``sha256:...`` of the tar, which is its diff ID.
        size: bytes of the tar.
        path: where it is kept.
    """

    digest: str
    size: int
    path: Path


@dataclass(frozen=True, slots=True)
class BaseFacts:
    """What is in a base, read from its layers.

    Attributes:
        size: bytes of its files, layer by layer, as image stores count.
        system: what it calls itself, ``Alpine Linux v3.20``; empty when it does not.
        shell: what ``/bin/sh`` is, ``/bin/busybox``; empty when there is none.
        package_manager: ``apk``, ``dpkg`` or ``rpm``; empty when there is none.
        packages: how many packages are installed; ``None`` when that cannot be told.
        has_certificates: whether there is a list of whom to trust.
        has_time_zones: whether there are time zones.
        has_accounts: whether there is an ``/etc/passwd``.
        has_locales: whether there are files for languages.
        has_tmp: whether there is a folder ``/tmp``.
    """

    size: int
    system: str = ""
    shell: str = ""
    package_manager: str = ""
    packages: int | None = None
    has_certificates: bool = False
    has_time_zones: bool = False
    has_accounts: bool = False
    has_locales: bool = False
    has_tmp: bool = False


@dataclass(frozen=True, slots=True)
class Base:
    """An image to start from, for one platform, whole and on this computer.

    Attributes:
        reference: its name as Docker lists it, ``alpine:3.20``.
        platform: what it runs on.
        digest: ``sha256:...`` of its config: the same whoever it came from.
        registry_digest: what its registry knows it by, and ``FROM`` can name it by; empty when
            that is not known.
        config: its image config.
        layers: bottom first.
        facts: what is in it.
        folders: whole paths of its folders.
        links: its symbolic links, and where each leads.
        accounts: its ``/etc/passwd`` and ``/etc/group``, by path.
    """

    reference: str
    platform: Platform
    digest: str
    registry_digest: str
    config: Mapping[str, Any]
    layers: tuple[BaseLayer, ...]
    facts: BaseFacts
    folders: frozenset[str] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What people call it: without its registry, ``:latest`` and digest."""
        return short_name(self.reference)

    @property
    def process(self) -> Mapping[str, Any]:
        """What its config says of the process to start; with ``Env``, ``User`` and the like."""
        return self.config.get("config") or {}

    @property
    def user(self) -> str:
        """The account that its programs run as; ``root`` unless it says otherwise."""
        return str(self.process.get("User") or "root")

    @property
    def words(self) -> str:
        """Its facts in one line."""
        return Joined(" · ", self._words())

    def _words(self) -> Iterator[str]:
        facts = self.facts
        if facts.system:
            yield facts.system
        if len(self.layers) == 1:
            yield Message("{0} in 1 layer", format_size(facts.size))
        else:
            yield Message("{0} in {1} layers", format_size(facts.size), len(self.layers))
        shell = "/bin/sh"
        if facts.shell not in {"", shell}:
            shell += f" ({facts.shell})"
        yield Message("shell {0}", shell) if facts.shell else "no shell"
        yield self._packages()
        there = {
            Message("certificates"): facts.has_certificates,
            Message("time zones"): facts.has_time_zones,
            Message("accounts"): facts.has_accounts,
            "/tmp": facts.has_tmp,  # noqa: S108 - a path in the image
        }
        found = Joined(", ", (name for name, is_there in there.items() if is_there))
        yield Message("has {0}", found) if found else "nothing else that programs look for"
        yield Message("user {0}", self.user)

    def _packages(self) -> str:
        facts = self.facts
        if not facts.package_manager:
            return "no package manager"
        if facts.packages is None:
            return Message("packages of {0}", facts.package_manager)
        if facts.packages == 1:
            return Message("1 package of {0}", facts.package_manager)
        return Message("{0} packages of {1}", format_count(facts.packages), facts.package_manager)


def short_name(reference: str) -> str:
    """An image's name as people say it: ``alpine:3.20``, ``static``."""
    return reference.partition("@")[0].removesuffix(":latest").rpartition("/")[2]


def no_such_image(reference: str, host: str, details: str) -> BaseError:
    """The error for an image that its registry does not have."""
    return BaseError(
        Message("There is no {0} at {1}.", reference, host),
        remedy="Check the name and its tag.",
        details=details,
    )


def for_windows(name: str, details: str = "") -> BaseError:
    """The error for an image that no Linux computer runs."""
    return BaseError(
        Message("{0} is for Windows containers, and images made here are for Linux.", name),
        remedy="Choose an image for Linux, such as alpine or scratch.",
        details=details,
    )


def other_platform(name: str, platform: Platform, there: Sequence[str]) -> BaseError:
    """The error for an image that is not there for a platform, but for others."""
    if there and all(one.startswith("windows/") for one in there):
        return for_windows(name)
    return BaseError(
        Message("{0} is not there for {1}.", name, platform),
        explanation=Message("It is for {0}.", listing(there)) if there else "",
        remedy=Message("Choose another image to start from, or {0} as the platform.", either(there))
        if there
        else "Choose another image to start from, or another platform.",
    )
