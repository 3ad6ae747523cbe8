"""Gets what an image starts from onto this computer, for every platform of the image.

The engine has the first word: what it holds under the name is taken, and what it does not
hold it pulls. Without a daemon the image comes from its registry directly. Either way it is
kept with the results that can be made again, and taken from there while the engine's own
under that name is still the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from msgspec import structs

from scratchpress.core.errors import BaseContentError, BaseError
from scratchpress.core.messages import Message
from scratchpress.engines.protocol import BaseSource
from scratchpress.image.bases.engine_export import keep_export
from scratchpress.image.bases.facts import read_base
from scratchpress.image.bases.model import BaseRequest, short_name
from scratchpress.image.bases.store import BaseStore, KeptName
from scratchpress.image.reference import parse_base
from scratchpress.recipe.model import SCRATCH, Builder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from scratchpress.core.cancellation import Cancellation
    from scratchpress.core.platforms import Platform
    from scratchpress.engines.protocol import Engine
    from scratchpress.image.bases.model import Base, HeldImage, OnProgress
    from scratchpress.image.reference import BaseReference
    from scratchpress.recipe.model import ImageOptions

# What is being fetched, bytes of it that have arrived, and of how many.
OnStep = Callable[[str, int, int], None]


def fetch_bases(
    options: ImageOptions,
    platforms: Sequence[Platform],
    engine: Engine,
    *,
    spare: Path,
    on_step: OnStep,
    cancellation: Cancellation,
) -> dict[Platform, Base]:
    """What an image starts from, for each platform; nothing for scratch.

    Args:
        options: the recipe's.
        platforms: what the image is for.
        engine: asked first.
        spare: a folder to keep them in where there is no cache.
        on_step: called with what goes on, from any thread.
        cancellation: stops it.

    Raises:
        RecipeError: the name is not valid.
        BaseError: there is no such image, not for a platform, or it cannot be built on.
        RegistryError: or one of its subclasses: its registry cannot be used.
        EngineError: or one of its subclasses.
        StorageError: there is no room for it.
        CancelledError: the person stopped it.
    """
    if options.base == SCRATCH:
        return {}
    reference = parse_base(options.base)
    store = BaseStore.open(spare, cancellation)
    fetch = _Fetch(
        reference,
        # A digest stands for the same bytes for ever.
        options.pull and not reference.digest,
        options.builder is Builder.DOCKERFILE,
        engine,
        store,
        on_step,
    )
    bases = {platform: fetch.base(platform) for platform in platforms}
    if options.builder is Builder.ARCHIVE:
        for base in bases.values():
            _refuse_triggers(base)
    used = [base.digest for base in bases.values()]
    used += [layer.digest for base in bases.values() for layer in base.layers]
    store.prune(used)
    return bases


@dataclass(frozen=True, slots=True)
class _Fetch:
    """One name, fetched for one platform after the other.

    Attributes:
        reference: the name.
        pull: whether to look for a newer one.
        is_held: whether the engine itself has to hold it in the end.
        engine: asked first.
        store: where everything is kept.
        on_step: told what goes on.
    """

    reference: BaseReference
    pull: bool
    is_held: bool
    engine: Engine
    store: BaseStore
    on_step: OnStep

    def base(self, platform: Platform) -> Base:
        """The image for one platform."""
        self.store.cancellation.raise_if_cancelled()
        name = str(self.reference)
        source = self.engine if isinstance(self.engine, BaseSource) else None
        held = source.held(name) if source is not None else None
        kept = self.store.find(name, platform)
        if kept is None or self.pull or not self._is_current(kept, held):
            kept = self._fetch(platform, source)
            self.store.remember(name, platform, kept)
        return read_base(name, platform, kept, self.store)

    def _is_current(self, kept: KeptName, held: HeldImage | None) -> bool:
        return not self.is_held if held is None else kept.id == held.id

    def _fetch(self, platform: Platform, source: BaseSource | None) -> KeptName:
        name = str(self.reference)

        def tell(done: int, total: int) -> None:
            self.on_step(short_name(name), done, total)

        tell(0, 0)
        if source is None:
            return self._pull(platform, tell)
        try:
            return self._export(platform, source, tell)
        except BaseContentError:
            held = source.held(name)
            return structs.replace(self._pull(platform, tell), id=held.id if held else "")

    def _pull(self, platform: Platform, tell: OnProgress) -> KeptName:
        from scratchpress.registry.pull import pull_base  # loads requests

        return pull_base(self.reference, platform, self.store, tell)

    def _export(self, platform: Platform, source: BaseSource, tell: OnProgress) -> KeptName:
        name = str(self.reference)
        found = ""

        def receive(archive: IO[bytes]) -> None:
            nonlocal found
            found = keep_export(archive, platform, name, self.store)

        request = BaseRequest(name, platform, self.pull)
        source.export(request, receive, tell, self.store.cancellation)
        held = source.held(name)
        return KeptName(held.id if held else "", found, held.registry_digest if held else "")


def _refuse_triggers(base: Base) -> None:
    """A base can ask for steps whenever something is built on it; only a builder takes them.

    Raises:
        BaseError: it does.
    """
    if triggers := base.process.get("OnBuild"):
        raise BaseError(
            Message("{0} asks for steps of its own when something is built on it.", base.name),
            explanation="Only Docker's builder carries such steps (ONBUILD) out.",
            remedy='Choose the dockerfile builder (builder = "dockerfile"), or another base.',
            details="\n".join(map(str, triggers)),
        )
