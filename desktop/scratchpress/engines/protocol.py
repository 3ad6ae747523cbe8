"""What engines do: what each of them can, and what only some can.

``Engine`` is what every engine does. The other protocols are asked for with ``isinstance``
where they are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING, Protocol, runtime_checkable

from scratchpress.core.errors import EngineError
from scratchpress.core.messages import Message
from scratchpress.running.output import OutputStream

if TYPE_CHECKING:
    from scratchpress.core.cancellation import Cancellation
    from scratchpress.engines.model import EngineInfo, StoredImage
    from scratchpress.engines.run_request import RunRequest
    from scratchpress.image.bases.model import BaseRequest, HeldImage, OnProgress
    from scratchpress.image.dockerfile import BuildContext
    from scratchpress.image.model import Image
    from scratchpress.running.outcome import RunOutcome

OnOutput = Callable[[OutputStream, bytes], None]


class EngineConnection(Protocol):
    """A connection to an engine. Its methods block and may be called from any one thread."""

    @property
    def info(self) -> EngineInfo:
        """What the engine said of itself when it was connected."""

    def ping(self) -> None:
        """Return when the engine answers, within two seconds.

        Raises:
            EngineUnavailableError: nothing answers.
            EnginePermissionError: it answers, but not to this account.
        """

    def sweep(self) -> int:
        """Remove what crashed runs of ours left behind; return how many objects."""

    def close(self) -> None:
        """Let go of connections. The engine is not used afterwards."""


class ImageHolder(EngineConnection, Protocol):
    """Holds images."""

    def store(self, image: Image, cancellation: Cancellation) -> StoredImage:
        """Make the engine hold the image under its reference.

        Skips the transfer when the engine holds it already. An earlier image of ours
        that only this reference named is removed; other people's images never are.

        Raises:
            EngineError: or one of its subclasses, when the engine cannot.
            CancelledError: the person stopped it.
        """


class Runner(EngineConnection, Protocol):
    """Runs images."""

    def run(
        self, request: RunRequest, on_output: OnOutput, cancellation: Cancellation
    ) -> RunOutcome:
        """Run the image in its sandbox until it ends, meets a limit or is stopped.

        ``on_output`` gets every byte, in order per stream, from a thread of the engine.
        It must return quickly. If it raises, the run is ended and the exception comes
        out of here. The request's input is passed on as it comes; a program may leave it
        unread, or end before it does. A cancelled run is an outcome (``STOPPED``), not an
        exception. Nothing of the run is left when this returns or raises.

        Raises:
            CannotRunError: this engine cannot run this image.
            EngineLostError: the engine went away before the outcome was known.
            EngineError: the engine refused.
        """


class Engine(ImageHolder, Runner, Protocol):
    """Holds and runs images, which every engine does."""


@runtime_checkable
class ImageTagger(Protocol):
    """Knows the images that it holds by names, of which one image can have several."""

    def give_names(
        self, stored: StoredImage, names: Sequence[str], cancellation: Cancellation
    ) -> None:
        """Let an image that the engine holds be known by more names, too.

        Raises:
            ImageNameError: a name is not valid.
            EngineError: or one of its subclasses, when the engine cannot.
            CancelledError: the person stopped it.
        """


@runtime_checkable
class ImageBuilder(Protocol):
    """Builds images from Dockerfiles."""

    def build(
        self, context: BuildContext, on_step: Callable[[str], None], cancellation: Cancellation
    ) -> StoredImage:
        """Let the engine build a Dockerfile; each line it reports goes to ``on_step``.

        Raises:
            EngineError: or one of its subclasses; its details hold the engine's words.
            CancelledError: the person stopped it.
        """


@runtime_checkable
class BaseSource(Protocol):
    """Holds images of others, and hands them out for images to start from."""

    def held(self, reference: str) -> HeldImage | None:
        """What the engine holds under a name; ``None`` when it holds nothing.

        Raises:
            EngineError: or one of its subclasses, when the engine cannot tell.
        """

    def export(
        self,
        request: BaseRequest,
        receive: Callable[[IO[bytes]], None],
        on_progress: OnProgress,
        cancellation: Cancellation,
    ) -> None:
        """Hand out an image of anybody's, as ``docker save`` writes it.

        The engine pulls it, with the login that Docker keeps, where it does not hold it for
        the platform or a newer one is asked for. Its own name for it is left as it was, where
        another platform had to be pulled.

        Raises:
            BaseContentError: the engine holds the image, but has not kept all of it.
            BaseError: there is no such image, or not for the platform.
            RegistryError: or one of its subclasses: the registry cannot be used.
            EngineError: or one of its subclasses, when the engine cannot.
            CancelledError: the person stopped it.
        """


@runtime_checkable
class RuntimeChoice(Protocol):
    """Has container runtimes to choose from."""

    def runtimes(self) -> tuple[str, ...]:
        """What can run a program in place of the engine's usual runtime: ``runsc``.

        Raises:
            EngineError: the engine does not tell.
        """


def builder_of(engine: Engine, reference: str) -> ImageBuilder:
    """The engine as one that follows Dockerfiles; ``reference`` is what is to be built.

    Raises:
        EngineError: it is none.
    """
    if isinstance(engine, ImageBuilder):
        return engine
    raise EngineError(
        Message("{0} cannot be built from its Dockerfile without Docker.", reference),
        explanation="The built-in preview only takes images that Scratchpress packages itself.",
        remedy="Choose the archive builder, which makes the same image, or start Docker.",
    )
