"""Pulls a base image from its registry, for engines that do not do that themselves.

https://github.com/opencontainers/distribution-spec/blob/main/spec.md, "Pull".
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec

from scratchpress.core.errors import BaseError, RegistryDeniedError, RegistryError
from scratchpress.core.messages import Message
from scratchpress.image.bases.model import no_such_image, other_platform
from scratchpress.image.bases.store import KeptName, damaged, diff_ids, read_config
from scratchpress.image.oci import INDEX_TYPES, MANIFEST_TYPES, MAX_DOCUMENT, digest_of
from scratchpress.registry.conversation import Conversation
from scratchpress.registry.refusals import TryAgain, is_busy
from scratchpress.system.docker_credentials import Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests

    from scratchpress.core.platforms import Platform
    from scratchpress.image.bases.model import OnProgress
    from scratchpress.image.bases.store import BaseStore
    from scratchpress.image.reference import BaseReference
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
        if "manifests" in manifest:
            digest, manifest = self._manifest(client, self._digest_for_platform(manifest))
        try:
            layers = [(str(one["digest"]), int(one["size"])) for one in manifest["layers"]]
            config_digest = str(manifest["config"]["digest"])
        except (KeyError, TypeError, ValueError) as error:
            raise self._no_image(repr(error)) from error
        content = self._document(client, f"blobs/{config_digest}", config_digest)
        config = read_config(content)
        platform = f"{config['os']}/{config['architecture']}"
        if platform != self.platform.value:
            raise other_platform(str(self.reference), self.platform, [platform])
        names = diff_ids(config)
        if len(names) != len(layers):
            raise damaged(Message("{0} layers are listed and {1} named", len(layers), len(names)))
        missing = [
            (name, *layer)
            for name, layer in zip(names, layers, strict=True)
            if not self.store.has(name)
        ]
        self._total = sum(size for *_, size in missing)
        for name, blob, size in missing:
            self._layer(client, name, blob, size)
        self.kept = KeptName("", self.store.keep_config(content), registry_digest)

    def _manifest(self, client: RegistryClient, name: str) -> tuple[str, dict[str, Any]]:
        expected = name if name.startswith("sha256:") else ""
        accepted = ", ".join((*INDEX_TYPES, *MANIFEST_TYPES))
        content = self._document(client, f"manifests/{name}", expected, Accept=accepted)
        try:
            manifest = msgspec.json.decode(content, type=dict[str, Any])
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise self._no_image(str(error)) from error
        return digest_of(content), manifest

    def _digest_for_platform(self, index: dict[str, Any]) -> str:
        there: dict[str, dict[str, Any]] = {}
        for one in index["manifests"]:
            platform = one.get("platform") or {}
            # Notes on how an image was built are listed beside the images.
            if platform.get("os") not in {None, "unknown"}:
                there.setdefault(f"{platform['os']}/{platform.get('architecture')}", one)
        if self.platform.value not in there:
            raise other_platform(str(self.reference), self.platform, sorted(there))
        return str(there[self.platform.value]["digest"])

    def _document(self, client: RegistryClient, path: str, expected: str, **headers: str) -> bytes:
        """A small document, whole; its digest is checked where that is known."""

        def get() -> bytes:
            with self._opened(client, path, headers) as response:
                content = b"".join(response.iter_content(_CHUNK))
            if len(content) > MAX_DOCUMENT:
                raise self._no_image(Message("{0} is too large", path))
            return content

        content = self.talk.trying(get)
        if expected and digest_of(content) != expected:
            raise damaged(Message("{0} is another document than its name says", path))
        return content

    def _layer(self, client: RegistryClient, name: str, blob: str, size: int) -> None:
        begun = self._done

        def get() -> str:
            self._done = begun
            with self._opened(client, f"blobs/{blob}", {}) as response:
                return self.store.keep_layer(self._counted(response, blob))

        kept = self.talk.trying(get)
        if kept != name:
            self.store.forget(kept)
            raise damaged(Message("the layer {0} is {1} and not {2}", blob, kept, name))
        self._done = begun + size

    def _counted(self, response: requests.Response, digest: str) -> Iterator[bytes]:
        """Yield a blob's bytes as they come, report progress, and check the digest."""
        computed = hashlib.sha256()
        # Not iter_content, which would undo a compression that is the layer's own.
        while piece := response.raw.read(_CHUNK, decode_content=False):
            computed.update(piece)
            self._done += len(piece)
            self.on_progress(self._done, self._total)
            yield piece
        if f"sha256:{computed.hexdigest()}" != digest:
            raise TryAgain(Message("{0} came as other bytes", digest))

    def _opened(
        self, client: RegistryClient, path: str, headers: dict[str, str]
    ) -> requests.Response:
        response = client.request(
            "GET",
            client.url(f"{self.reference.repository}/{path}"),
            headers={"Accept-Encoding": "identity", **headers},
            stream=True,
        )
        if response.ok:
            return response
        words = response.text[:2000]
        response.close()
        raise self._refusal(response.status_code, words)

    def _refusal(self, status: int, words: str) -> Exception:
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
