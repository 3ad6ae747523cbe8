"""Image names: parsed as Docker parses them, and suggested from names of files.

The grammar is that of https://github.com/distribution/reference (``reference.go``,
``normalize.go``). A digest is part of it, but no name can be chosen for an image that
its content decides, so it is refused here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.errors import ImageNameError, RecipeError
from scratchpress.core.languages import language_of
from scratchpress.core.messages import Joined, Message, phrase
from scratchpress.core.text import shown_name
from scratchpress.image.oci import DIGEST

if TYPE_CHECKING:
    from scratchpress.core.platforms import Platform

PROGRAM_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")

_DEFAULT_HOST = "docker.io"
_DEFAULT_FOLDER = "library/"
_DEFAULT_TAG = "latest"
_MAX_NAME = 255
_MAX_TAG = 128
_MAX_SUGGESTION = 128
_MAX_PROGRAM = 64

_HOST = re.compile(
    r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
    r"(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*"
    r"|\[[a-fA-F0-9:]+\])(?::[0-9]+)?"
)
_COMPONENT = re.compile(r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*")
_TAG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_IMAGE_ID = re.compile(r"[a-f0-9]{64}")
# Refused by Docker as a name without a folder: it would look like a digest.
_DIGEST_ALGORITHM = "sha256"

_PROGRAM_ENDINGS = {".bin", ".elf", ".exe", ".out"}
# Folders that engines make or mount in every container, and the one other file that
# a build context holds. A program of that name would be in their way.
_TAKEN_NAMES = {"dev", "dockerfile", "etc", "proc", "run", "sbin", "sys", "tmp"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A valid image name.

    Attributes:
        host: the registry, ``docker.io`` unless the name begins with another.
        repository: path there, ``library/hello`` or ``me/hello``.
        tag: never empty.
    """

    host: str
    repository: str
    tag: str

    @property
    def full(self) -> str:
        """With everything written out: ``docker.io/library/hello:latest``."""
        return f"{self.host}/{self.repository}:{self.tag}"

    def on(self, platform: Platform) -> Reference:
        """What one of several platforms is called on its own: ``hello:latest-arm64``.

        Raises:
            ImageNameError: the tag has no room for it.
        """
        tag = f"{self.tag}-{platform.architecture}"
        if len(tag) > _MAX_TAG:
            raise ImageNameError(
                Message("The image's tag {0} is too long for two platforms.", _quoted(self.tag)),
                explanation=Message(
                    "Each platform is also called on its own, as in {0}…-{1}, and a tag has at"
                    " most {2} characters.",
                    tag[:8],
                    platform.architecture,
                    _MAX_TAG,
                ),
                remedy="Choose a shorter tag, or one platform.",
            )
        return replace(self, tag=tag)

    def __str__(self) -> str:
        """As Docker lists it: ``hello:latest``."""
        if self.host != _DEFAULT_HOST:
            return self.full
        return f"{self.repository.removeprefix(_DEFAULT_FOLDER)}:{self.tag}"


@dataclass(frozen=True, slots=True)
class BaseReference:
    """The valid name of an image to start from.

    Attributes:
        host: the registry, ``docker.io`` unless the name begins with another.
        repository: path there, ``library/alpine``.
        tag: empty only where there is a digest.
        digest: ``sha256:...``, which stands above the tag; may be empty.
    """

    host: str
    repository: str
    tag: str
    digest: str

    @property
    def folder(self) -> str:
        """Without tag and digest, as Docker lists it: ``alpine``."""
        if self.host != _DEFAULT_HOST:
            return f"{self.host}/{self.repository}"
        return self.repository.removeprefix(_DEFAULT_FOLDER)

    def at(self, digest: str) -> BaseReference:
        """The same under a digest, which nobody can move; itself where that is not known."""
        return replace(self, digest=digest) if digest else self

    def __str__(self) -> str:
        """As Docker lists it: ``alpine:3.20``, ``alpine:3.20@sha256:...``."""
        tag = f":{self.tag}" if self.tag else ""
        return f"{self.folder}{tag}" + (f"@{self.digest}" if self.digest else "")


def base_problem(text: str) -> str:
    """Why a text is not the name of an image to start from, in a sentence; empty when it is one."""
    name, at, digest = text.partition("@")
    problem = _problem(name)
    if not problem and at and not DIGEST.fullmatch(digest):
        problem = "after its @ comes no digest, sha256: and 64 digits from 0 to f"
    if not problem:
        return ""
    return Message("{0} is no image to start from: {1}.", _quoted(text), phrase(problem))


def parse_base(text: str) -> BaseReference:
    """Read the name of an image to start from.

    Raises:
        RecipeError: it is not valid; the title names the part.
    """
    if problem := base_problem(text):
        raise RecipeError(
            Joined(": ", ("image.base", problem)),
            explanation="It is scratch, for nothing, or an image's name, with tag or digest.",
            remedy="Use for example scratch, alpine, busybox:1.36 or gcr.io/distroless/static.",
        )
    name, _, digest = text.partition("@")
    host, repository, tag = _split(name)
    if host == _DEFAULT_HOST and "/" not in repository:
        repository = _DEFAULT_FOLDER + repository
    return BaseReference(host, repository, tag or ("" if digest else _DEFAULT_TAG), digest)


def parse_reference(text: str) -> Reference:
    """Read an image name.

    Raises:
        ImageNameError: it is not valid; the title names the part, the remedy a valid name.
    """
    if problem := _problem(text):
        valid = _suggest_like(text)
        raise ImageNameError(
            Message("The image name {0} is not valid: {1}.", _quoted(text), phrase(problem)),
            explanation="A name has small letters, digits, and single . _ or - between them; a"
            " tag follows after a colon.",
            remedy=Message("Use {0} instead.", valid),
        )
    host, repository, tag = _split(text)
    tag = _DEFAULT_TAG if tag is None else tag
    if host == _DEFAULT_HOST and "/" not in repository:
        repository = _DEFAULT_FOLDER + repository
    return Reference(host, repository, tag)


def normalise(text: str) -> str:
    """An image name as Docker lists it: ``hello`` becomes ``hello:latest``.

    Raises:
        ImageNameError: it is not valid.
    """
    return str(parse_reference(text))


def suggest(file_name: str) -> str:
    """A valid image name for a program made from a file; at most 128 characters.

    ``Meu Programa (1).cc`` gives ``meu-programa-1:latest``.
    """
    tail = f":{_DEFAULT_TAG}"
    return _repository_from(_stem(file_name))[: _MAX_SUGGESTION - len(tail)].rstrip("._-") + tail


def program_name(name: str) -> str:
    """What the program is called in its image, after the image or after a file.

    ``hello`` for ``ghcr.io/me/hello:1.0`` and for ``hello.cc``: letters (ASCII), digits
    and ``. _ -``, at most 64, and no name that an engine needs for itself. The program's
    path in the image is ``/`` and this name.
    """
    last = name.rpartition("/")[2].partition(":")[0]
    words = re.sub(r"[^A-Za-z0-9._-]+", "-", _ascii(_stem(last)))
    program = words.strip("-.")[:_MAX_PROGRAM].rstrip("-.") or "program"
    return f"{program}-program" if program.lower() in _TAKEN_NAMES else program


def _split(text: str) -> tuple[str, str, str | None]:
    """Host, repository and tag; the tag is ``None`` when there is no colon for it."""
    first, slash, rest = text.partition("/")
    # Newer engines also take a first part with capital letters for a host; older ones
    # refuse such a name, and so do we.
    is_host = slash and ("." in first or ":" in first or first == "localhost")
    host, path = (first, rest) if is_host else (_DEFAULT_HOST, text)
    repository, colon, tag = path.partition(":")
    return (
        (_DEFAULT_HOST if host == "index.docker.io" else host),
        repository,
        tag if colon else None,
    )


def _problem(text: str) -> str:
    """What is wrong with a name, as the end of a sentence; empty when it is valid."""
    if not text:
        return "it is empty"
    if "://" in text:
        return Message(
            "it begins with {0}, like a web address", _quoted(text.partition("://")[0] + "://")
        )
    if "@" in text:
        return "it has an @; a digest cannot be chosen, the image's content decides it"
    host, repository, tag = _split(text)
    if not _HOST.fullmatch(host):
        return Message("{0} is no registry's address", _quoted(host))
    return _repository_problem(host, repository) or _tag_problem(tag)


def _repository_problem(host: str, repository: str) -> str:
    for component in repository.split("/"):
        if problem := _component_problem(component):
            return problem
    if len(f"{host}/{_DEFAULT_FOLDER}{repository}") > _MAX_NAME:
        return Message("it is longer than {0} characters", _MAX_NAME)
    if host == _DEFAULT_HOST:
        name = repository.removeprefix(_DEFAULT_FOLDER)
        if _IMAGE_ID.fullmatch(name) or name == _DIGEST_ALGORITHM:
            return Message("{0} looks like a digest", _quoted(name))
    return ""


def _component_problem(component: str) -> str:
    if _COMPONENT.fullmatch(component):
        return ""
    if not component:
        return "a part of it is empty"
    if component != component.lower() and component.isascii():
        return Message("{0} has capital letters", _quoted(component))
    if " " in component:
        return Message("{0} has a space", _quoted(component))
    for character in component:
        if not re.fullmatch(r"[a-z0-9._-]", character):
            return Message("{0} has {1} in it", _quoted(component), _quoted(character))
    return Message("in {0} a . _ or - is first, last or beside another", _quoted(component))


def _tag_problem(tag: str | None) -> str:
    if tag is None:
        return ""
    if not tag:
        return "nothing follows the colon"
    if not _TAG.fullmatch(tag):
        return Message("the tag {0} has more than letters, digits and . _ - in it", _quoted(tag))
    if len(tag) > _MAX_TAG:
        return Message("its tag is longer than {0} characters", _MAX_TAG)
    return ""


def _suggest_like(text: str) -> str:
    """A valid name as near as possible to one that is not."""
    text = text.rpartition("://")[2].partition("@")[0]
    host, path, tag = _split(text)
    is_host_good = host != _DEFAULT_HOST and _HOST.fullmatch(host) and len(host) <= _MAX_SUGGESTION
    prefix = f"{host}/" if is_host_good else ""
    components = [component for component in path.split("/") if component][-4:]
    repository = "/".join(
        _repository_from(component)[:30].rstrip("._-") for component in components
    )
    good_tag = re.sub(r"[^A-Za-z0-9_.-]+", "-", tag or "").lstrip("-.")[:30] or _DEFAULT_TAG
    candidate = f"{prefix}{repository or 'program'}:{good_tag}"
    return candidate if not _problem(candidate) else f"program:{_DEFAULT_TAG}"


def _stem(file_name: str) -> str:
    """The name without the ending that says what the file is."""
    path = Path(file_name)
    if language_of(path) or path.suffix.lower() in _PROGRAM_ENDINGS:
        return path.stem
    return path.name


def _repository_from(name: str) -> str:
    words = re.sub(r"[^a-z0-9._]+", "-", _ascii(name).lower())
    # Two separators beside each other are one: "a - b", "a_-b".
    words = re.sub(r"[._-]{2,}", "-", words).strip("._-") or "program"
    if _IMAGE_ID.fullmatch(words) or words == _DIGEST_ALGORITHM:
        return f"{words[:12]}-program"
    return words


def _ascii(name: str) -> str:
    """Letters without their accents; other letters are left out."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()


def _quoted(text: str) -> str:
    shown = shown_name(text if len(text) <= 80 else f"{text[:79]}…")
    return f'"{shown}"'
