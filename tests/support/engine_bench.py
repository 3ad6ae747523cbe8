"""An engine with one image in it, and what its program writes when it runs."""

from __future__ import annotations

import threading
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scratchpress.core.cancellation import Cancellation
from scratchpress.engines.model import EngineKind
from scratchpress.engines.run_request import RunRequest
from scratchpress.running.output import OutputStream
from tests.support.programs import compile_static, image_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.engines.protocol import Engine, OnOutput
    from scratchpress.image.model import Image
    from scratchpress.running.outcome import RunOutcome

SUPPORT = Path(__file__).parent


class EngineBench:
    """Runs one program again and again; ``said`` is what the last run wrote."""

    def __init__(self, engine: Engine, image: Image) -> None:
        self.engine = engine
        self.image = image
        self.image_id = engine.store(image, Cancellation()).id
        self._output = dict.fromkeys(OutputStream, b"")
        self._changed = threading.Condition()

    @property
    def is_docker(self) -> bool:
        return self.engine.info.kind is EngineKind.DOCKER

    @property
    def said(self) -> str:
        return self._output[OutputStream.STDOUT].decode()

    @property
    def complained(self) -> str:
        return self._output[OutputStream.STDERR].decode()

    def run(
        self,
        *arguments: str,
        cancellation: Cancellation | None = None,
        on_output: OnOutput | None = None,
        **options: Any,
    ) -> RunOutcome:
        self._output = dict.fromkeys(OutputStream, b"")
        request = RunRequest(
            uuid.uuid4().hex, self.image, self.image_id, arguments=arguments, **options
        )
        return self.engine.run(request, on_output or self._take, cancellation or Cancellation())

    def wait_until_said(self, words: str, seconds: float = 20.0) -> None:
        """Wait, in another thread than the run's, until the program has written something."""
        with self._changed:
            assert self._changed.wait_for(lambda: words in self.said, seconds), self.said

    def _take(self, stream: OutputStream, data: bytes) -> None:
        with self._changed:
            self._output[stream] += data
            self._changed.notify_all()


@contextmanager
def bench_for(engine: Engine, source: str, folder: Path) -> Iterator[EngineBench]:
    """Compile one of our C programs, and hold it in an engine while inside."""
    program = compile_static((SUPPORT / source).read_text(), folder / "program")
    image = image_of(program, folder / "image")
    bench = EngineBench(engine, image)
    try:
        yield bench
    finally:
        if bench.is_docker:
            from tests.support.containers import remove_images

            remove_images(image, url=engine.info.endpoint)
