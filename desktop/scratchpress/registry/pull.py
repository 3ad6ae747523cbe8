"""Pulls a base image from its registry, for engines that do not do that themselves.

https://github.com/opencontainers/distribution-spec/blob/main/spec.md, "Pull".
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scratchpress.core.errors import BaseError, RegistryDeniedError, RegistryError
from scratchpress.core.messages import Message
from scratchpress.image.bases.model import no_such_image, other_platform
from scratchpress.image.bases.store import KeptName, damaged, diff_ids, read_config
from scratchpress.image.oci import INDEX_TYPES, MANIFEST_TYPES, digest_of
from scratchpress.image.oci_reading import read_listing
from scratchpress.registry.answer import read_answer
from scratchpress.registry.conversation import Conversation
from scratchpress.registry.refusals import TryAgain, is_busy
from scratchpress.system.docker_credentials import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import requests

    from scratchpress.core.platforms import Platform
    from scratchpress.image.bases.model import OnProgress
    from scratchpress.image.bases.store import BaseStore
    from scratchpress.image.oci_reading import Descriptor, Listing
    from scratchpress.image.reference import BaseReference
    from scratchpress.registry.answer import Answer
    from scratchpress.registry.client import RegistryClient

_CHUNK = 256 * 1024


def pull_base(
    reference: BaseReference, platform: Platform, store: BaseStore, on_progress: OnProgress
) -> KeptName:
    """Keep an image for one platform; layers that are kept already are not fetched.

    Args:
        reference: which.
        platform: for what.
        store: where it goes.
        on_progress: called from another thread.

    Raises:
        BaseError: there is no such image, not for the platform, or it is damaged.
        RegistryError: or one of its subclasses.
        StorageError: there is no room for it.
        CancelledError: the person stopped it.
    """
    talk = Conversation(
        reference.host,
        Purpose.BUILD,
        "what has arrived is not fetched again",
        store.cancellation,
        Message("The image is to start from {0}, which is not kept here yet.", reference),
    )
    pull = _Pull(talk, reference, platform, store, on_progress)
    talk.run(pull.fetch)
    assert pull.kept is not None  # noqa: S101 - fetch sets it or raises
    return pull.kept


@dataclass(slots=True)
class _Pull:
    talk: Conversation
    reference: BaseReference
    platform: Platform
    store: BaseStore
    on_progress: OnProgress
    kept: KeptName | None = None
    _done: int = 0
    _total: int = field(default=0)

    def fetch(self, client: RegistryClient) -> None:
        """Manifest, config, then each layer from the bottom."""
        wanted = self.reference.digest or self.reference.tag
        digest, manifest = self._manifest(client, wanted)
        registry_digest = digest
        if manifest.manifests is not None:
            digest, manifest = self._manifest(client, self._digest_for_platform(manifest.manifests))
        if manifest.config is None or manifest.layers is None:
            raise self._no_image("it has no config or no layers")
        layers, config_digest = manifest.layers, manifest.config.digest
        content = self._document(client, f"blobs/{config_digest}", config_digest)
        config = read_config(content)
        platform = f"{config['os']}/{config['architecture']}"
        if platform != self.platform.value:
            raise other_platform(str(self.reference), self.platform, [platform])
        names = diff_ids(config)
        if len(names) != len(layers):
            raise damaged(Message("{0} layers are listed and {1} named", len(layers), len(names)))
        missing = [
            (name, layer)
            for name, layer in zip(names, layers, strict=True)
            if not self.store.has(name)
        ]
        self._total = sum(layer.size for _, layer in missing)
        for name, layer in missing:
            self._layer(client, name, layer)
        self.kept = KeptName("", self.store.keep_config(content), registry_digest)

    def _manifest(self, client: RegistryClient, name: str) -> tuple[str, Listing]:
        expected = name if name.startswith("sha256:") else ""
        accepted = ", ".join((*INDEX_TYPES, *MANIFEST_TYPES))
        content = self._document(client, f"manifests/{name}", expected, Accept=accepted)
        try:
            return digest_of(content), read_listing(content)
        except ValueError as error:
            raise self._no_image(str(error)) from error

    def _digest_for_platform(self, entries: Sequence[Descriptor]) -> str:
        there: dict[str, str] = {}
        for one in entries:
            # Notes on how an image was built are listed beside the images.
            if one.platform is not None and one.platform.os not in {"", "unknown"}:
                platform = f"{one.platform.os}/{one.platform.architecture}"
                there.setdefault(platform, one.digest)
        if self.platform.value not in there:
            raise other_platform(str(self.reference), self.platform, sorted(there))
        return there[self.platform.value]

    def _document(self, client: RegistryClient, path: str, expected: str, **headers: str) -> bytes:
        """A small document, whole; its digest is checked where that is known."""

        def get() -> bytes:
            answer = client.request("GET", self._url(client, path), headers=headers)
            if not answer.ok:
                raise self._refusal(answer)
            if not answer.is_whole:
                raise self._no_image(Message("{0} is too large", path))
            return answer.content

        content = self.talk.trying(get)
        if expected and digest_of(content) != expected:
            raise damaged(Message("{0} is another document than its name says", path))
        return content

    def _layer(self, client: RegistryClient, name: str, layer: Descriptor) -> None:
        begun = self._done

        def get() -> str:
            self._done = begun
            with client.open("GET", self._url(client, f"blobs/{layer.digest}")) as response:
                if not response.ok:
                    raise self._refusal(read_answer(response))
                return self.store.keep_layer(self._counted(response, layer))

        kept = self.talk.trying(get)
        if kept != name:
            self.store.forget(kept)
            raise damaged(Message("the layer {0} is {1} and not {2}", layer.digest, kept, name))
        self._done = begun + layer.size

    def _counted(self, response: requests.Response, layer: Descriptor) -> Iterator[bytes]:
        """Yield a blob's bytes as they come, report progress, and check size and digest."""
        computed = hashlib.sha256()
        left = layer.size
        # Not iter_content, which would undo a compression that is the layer's own.
        while piece := response.raw.read(_CHUNK, decode_content=False):
            left -= len(piece)
            if left < 0:
                raise damaged(Message("{0} is larger than its manifest says", layer.digest))
            computed.update(piece)
            self._done += len(piece)
            self.on_progress(self._done, self._total)
            yield piece
        if f"sha256:{computed.hexdigest()}" != layer.digest:
            raise TryAgain(Message("{0} came as other bytes", layer.digest))

    def _url(self, client: RegistryClient, path: str) -> str:
        return client.url(f"{self.reference.repository}/{path}")

    def _refusal(self, answer: Answer) -> Exception:
        status, words = answer.status_code, answer.text[:2000]
        if is_busy(status):
            return TryAgain(f"HTTP {status}: {words[:500]}")
        host = self.reference.host
        if status == 404:
            return no_such_image(str(self.reference), host, words)
        if status in {401, 403}:
            return RegistryDeniedError(
                Message("{0} does not show this account {1}.", host, self.reference),
                remedy="Check the image's name and the account's rights.",
                details=words,
            )
        return RegistryError(
            Message("{0} refused to give {1} (HTTP {2}).", host, self.reference, status),
            remedy="The details hold its exact words.",
            details=words,
        )

    def _no_image(self, details: str) -> BaseError:
        return BaseError(
            Message(
                "What {0} keeps as {1} is no image to start from.",
                self.reference.host,
                self.reference,
            ),
            remedy="Choose another one.",
            details=details,
        )
