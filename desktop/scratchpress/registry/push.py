"""Pushes an image's file to registries: layers and configs, then manifests, then names.

What a registry holds already is not sent. What breaks off is taken up where the registry
says that it has come to, or sent again. Every manifest goes out as the bytes in the file, so
the digest there is the digest here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scratchpress.core.errors import ImageNameError, RegistryDigestError, RegistryError
from scratchpress.core.messages import Message
from scratchpress.image.oci import INDEX_TYPE, MANIFEST_TYPE
from scratchpress.image.reference import parse_reference
from scratchpress.registry.conversation import Conversation
from scratchpress.registry.refusals import accepted
from scratchpress.registry.sendable import Attachment, attach, listed, read_image, referrers_tag
from scratchpress.registry.upload import Upload
from scratchpress.system.docker_credentials import DOCKER_HUB, Purpose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.image.oci import Document
    from scratchpress.image.reference import Reference
    from scratchpress.registry.answer import Answer
    from scratchpress.registry.client import RegistryClient
    from scratchpress.registry.sendable import AttachedFile, Blob, Sendable


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a push has come in one registry.

    Attributes:
        host: the registry.
        item: what is being sent: ``layer``, ``config`` or ``manifest``.
        digest: of the item.
        sent: bytes of the item that are there.
        size: bytes of the item.
        present: whether it was there before.
        done: bytes of the image that are there.
        total: bytes of the image.
    """

    host: str
    item: str
    digest: str
    sent: int
    size: int
    present: bool
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push has done.

    Attributes:
        digest: of the image, there as here.
        references: the names it now has, written out.
        sent: bytes of layers and configs that were sent.
        present: layers and configs that were there before.
        attached: digests of the artifacts that now belong to the image.
    """

    digest: str
    references: tuple[str, ...]
    sent: int
    present: int
    attached: tuple[str, ...] = ()

    @property
    def by_digest(self) -> tuple[str, ...]:
        """The image's names with its digest, which nobody can move: ``host/name:tag@sha256:…``."""
        return tuple(f"{reference}@{self.digest}" for reference in self.references)


def check_references(names: Sequence[str]) -> tuple[Reference, ...]:
    """The places that names mean, each once.

    Raises:
        ImageNameError: one is not valid, or does not say which registry and account.
    """
    references = tuple(dict.fromkeys(parse_reference(name) for name in names))
    for one in references:
        if one.host == DOCKER_HUB and one.repository.startswith("library/"):
            name = one.repository.removeprefix("library/")
            raise ImageNameError(
                Message('The image name "{0}" does not say where to push.', one),
                explanation="Without a registry or an account it means Docker's own images.",
                remedy=Message(
                    "Name the registry or your account: ghcr.io/ACCOUNT/{0}:{1}, or"
                    " ACCOUNT/{2}:{3} for Docker Hub.",
                    name,
                    one.tag,
                    name,
                    one.tag,
                ),
            )
    return references


def push(
    path: Path,
    names: Sequence[str],
    *,
    tell: Callable[[Progress], None],
    cancellation: Cancellation,
    attached: Sequence[AttachedFile] = (),
) -> Pushed:
    """Send an image's file to all places that its names mean.

    Args:
        path: the image as ``build --output`` saves it.
        names: where to and under which tags.
        tell: called from another thread with every step.
        cancellation: ends it at once.
        attached: what to attach to the image at each place.

    Raises:
        ImageNameError: a name is not valid or means no place to push to.
        SourceError: the file is no image.
        RegistryError: or one of its subclasses.
        CancelledError: the person stopped it.
    """
    references = check_references(names)
    image = read_image(path, cancellation)
    places: dict[tuple[str, str], list[str]] = {}
    for one in references:
        places.setdefault((one.host, one.repository), []).append(one.tag)
    root = image.manifests[-1]
    items: tuple[Sendable, ...] = (image, *(attach(file, root) for file in attached))
    sent = present = 0
    for (host, repository), tags in places.items():
        for item in items:
            own = tuple(tags) if item is image else (item.digest,)
            talk = Conversation(
                host, Purpose.PUSH, "what has arrived is not sent again", cancellation
            )
            sending = _RepositoryPush(item, talk, repository, own, tell)
            talk.run(sending.send_all)
            sent += sending.sent
            present += sending.present
    return Pushed(
        image.digest,
        tuple(one.full for one in references),
        sent,
        present,
        attached=tuple(item.digest for item in items[1:]),
    )


@dataclass(slots=True)
class _RepositoryPush:
    """A push to one repository, from the first request to the last name."""

    image: Sendable
    talk: Conversation
    repository: str
    tags: tuple[str, ...]
    tell: Callable[[Progress], None]
    sent: int = 0
    present: int = 0
    _done: int = 0

    def send_all(self, client: RegistryClient) -> None:
        """Send what is missing, then the names."""
        for blob in self.image.blobs:
            self._send_blob(client, blob)
        for manifest in self.image.manifests[:-1]:
            self._send_manifest(client, manifest, manifest.digest)
        for tag in self.tags:
            answer = self._send_manifest(client, self.image.manifests[-1], tag)
            # The header says that the registry lists it by itself.
            if isinstance(self.image, Attachment) and "OCI-Subject" not in answer.headers:
                self._list(client, self.image)

    def _send_blob(self, client: RegistryClient, blob: Blob) -> None:
        url = client.url(f"{self.repository}/blobs/{blob.digest}")
        if self.talk.trying(lambda: client.request("HEAD", url)).status_code == 200:
            self.present += 1
            self._report(blob.kind, blob.digest, blob.size, blob.size, present=True)
        else:
            upload = Upload(
                client,
                self.talk.host,
                self.repository,
                blob,
                lambda start, end: self._read(blob, start, end),
            )
            self.talk.trying(upload.go_on)
            self.sent += blob.size
            self._report(blob.kind, blob.digest, blob.size, blob.size)
        self._done += blob.size

    def _read(self, blob: Blob, start: int, end: int) -> Iterator[bytes]:
        """Yield a part of a blob, and report progress."""
        for piece in self.image.read(blob, start, end):
            self.talk.cancellation.raise_if_cancelled()
            yield piece
            start += len(piece)
            self._report(blob.kind, blob.digest, start, blob.size)

    def _list(self, client: RegistryClient, attachment: Attachment) -> None:
        """Add it to the image's list of referrers, in place of the registry."""
        tag = referrers_tag(attachment.subject)

        def get() -> Answer:
            # Some say that nothing is there when they may not give what is there.
            wanted = {"Accept": f"{INDEX_TYPE}, {MANIFEST_TYPE}"}
            response = client.request("GET", self._manifest_url(client, tag), headers=wanted)
            return response if response.status_code == 404 else self._accepted(response)

        response = self.talk.trying(get)
        try:
            if not response.is_whole:
                raise ValueError("it is too large")  # noqa: TRY301 - as bad as another document
            there = None if response.status_code == 404 else response.content
            index = listed(there, attachment.entry)
        except ValueError as error:
            raise RegistryError(
                Message(
                    "The tag {0} in {1}/{2} is no list of referrers.",
                    tag,
                    self.talk.host,
                    self.repository,
                ),
                explanation="What belongs to an image is listed there.",
                remedy="Remove the tag, or push without attaching anything.",
                details=str(error),
            ) from error
        self._send_manifest(client, index, tag)

    def _send_manifest(self, client: RegistryClient, manifest: Document, name: str) -> Answer:
        def put() -> Answer:
            return self._accepted(
                client.request(
                    "PUT",
                    self._manifest_url(client, name),
                    data=manifest.content,
                    headers={"Content-Type": manifest.media_type},
                )
            )

        response = self.talk.trying(put)
        held = response.headers.get("Docker-Content-Digest", manifest.digest)
        if held != manifest.digest:
            raise RegistryDigestError(
                Message("{0} holds another image than the one that was sent.", self.talk.host),
                explanation=Message("It calls it {0}, and it is {1}.", held, manifest.digest),
                remedy="Do not use it: something between here and there changes images.",
            )
        size = len(manifest.content)
        if name in {manifest.digest, self.tags[0]}:
            self._done += size
        self._report("manifest", manifest.digest, size, size, ahead=0)
        return response

    def _manifest_url(self, client: RegistryClient, name: str) -> str:
        return client.url(f"{self.repository}/manifests/{name}")

    def _accepted(self, response: Answer) -> Answer:
        return accepted(response, self.talk.host, self.repository)

    def _report(
        self,
        item: str,
        digest: str,
        sent: int,
        size: int,
        *,
        present: bool = False,
        ahead: int | None = None,
    ) -> None:
        done = self._done + (sent if ahead is None else ahead)
        self.tell(
            Progress(self.talk.host, item, digest, sent, size, present, done, self.image.size)
        )
