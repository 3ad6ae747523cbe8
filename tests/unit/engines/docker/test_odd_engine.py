"""Whatever an engine answers, it is understood or told in words, and no run waits for ever."""

from __future__ import annotations

import contextlib
import hashlib
import json
import struct
import tempfile
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import EngineError
from scratchpress.core.platforms import Platform
from scratchpress.engines.connect import connect_endpoint
from scratchpress.engines.contexts import Endpoint
from scratchpress.engines.docker import limited_body
from scratchpress.engines.run_request import RunRequest
from scratchpress.executable.model import Executable, Linkage
from scratchpress.image.assemble import assemble
from tests.support.stub_engine import DOCKER_28, answering_with

if TYPE_CHECKING:
    from scratchpress.image.model import Image

# There are threads and sockets in each.
EXAMPLES = settings().max_examples // 5
NAMES = ("Id", "State", "Running", "ExitCode", "RepoTags", "Config", "Labels", "Names", "error")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inside, max_size=4)
    ),
    max_leaves=12,
)
HEAD = b"HTTP/1.1 %d Odd\r\nContent-Type: application/json\r\nContent-Length: %d\r\n"
CLOSE = b"Connection: close\r\n\r\n"


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    folder = tmp_path_factory.mktemp("image")
    content = b"\x7fELF, as far as anybody looks"
    path = folder / "program"
    path.write_bytes(content)
    sha256 = hashlib.sha256(content).hexdigest()
    executable = Executable(
        path, Platform.LINUX_AMD64, Linkage.STATIC, len(content), sha256, stripped=True
    )
    return assemble(
        executable, reference="odd:latest", program="program", command=(), folder=folder
    )


def use_everything(image: Image, answers: list[tuple[int, bytes]]) -> None:
    """Do with an engine all that builds do; it gives these answers in turn."""
    count = 0

    def reply(request: bytes) -> bytes:
        nonlocal count
        if b"/version" in request:
            status, body = 200, json.dumps(DOCKER_28).encode()
        elif b"/_ping" in request:
            status, body = 200, b"OK"
        else:
            status, body = answers[count % len(answers)]
            count += 1
        return HEAD % (status, len(body)) + CLOSE + body

    with tempfile.TemporaryDirectory(prefix="odd-", dir="/tmp") as folder:
        path = Path(folder, "s")
        with answering_with(path, reply):
            engine = connect_endpoint(Endpoint("", f"unix://{path}"))
            for use in (
                lambda: engine.store(image, Cancellation()),
                lambda: engine.run(
                    RunRequest(uuid.uuid4().hex, image, "sha256:0", timeout=0.5),
                    lambda *_: None,
                    Cancellation(),
                ),
                engine.sweep,
            ):
                with contextlib.suppress(EngineError):
                    use()
            engine.close()


@settings(deadline=None, max_examples=EXAMPLES)
@given(values=st.lists(st.tuples(st.sampled_from([200, 201, 404, 409, 500]), VALUES), min_size=1))
@example(values=[(200, {})])
@example(values=[(200, 5)])
@example(values=[(200, [])])
@example(values=[(200, [1])])
@example(values=[(200, {"State": {"ExitCode": "many"}, "Id": 7})])
def test_any_value_is_understood_or_told(image: Image, values: list[tuple[int, Any]]) -> None:
    use_everything(image, [(status, json.dumps(value).encode()) for status, value in values])


@settings(deadline=None, max_examples=EXAMPLES)
@given(bodies=st.lists(st.binary(max_size=64), min_size=1, max_size=4))
@example(bodies=[struct.pack(">BxxxL", 1, 0xFFFFFFFF)])
@example(bodies=[b""])
@example(bodies=[b"[" * 100_000])
@example(bodies=[b'{"Id": ' + b"[" * 100_000])
def test_any_bytes_are_understood_or_told(image: Image, bodies: list[bytes]) -> None:
    use_everything(image, [(200, body) for body in bodies])


def test_an_answer_that_makes_no_sense_is_told_with_what_was_asked() -> None:
    with tempfile.TemporaryDirectory(prefix="odd-", dir="/tmp") as folder:
        path = Path(folder, "s")

        def reply(request: bytes) -> bytes:
            body = json.dumps(DOCKER_28 if b"/version" in request else [5]).encode()
            return HEAD % (200, len(body)) + CLOSE + body

        with answering_with(path, reply):
            engine = connect_endpoint(Endpoint("", f"unix://{path}"))
            with pytest.raises(EngineError, match="answered something") as caught:
                engine.sweep()
            engine.close()
    assert "list the containers" in caught.value.explanation
    assert caught.value.remedy


@pytest.mark.parametrize("status", [200, 500])
def test_an_answer_larger_than_any_is_left_in_the_middle(
    monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setattr(limited_body, "LIMIT_BYTES", 10_000)
    with tempfile.TemporaryDirectory(prefix="odd-", dir="/tmp") as folder:
        path = Path(folder, "s")

        def reply(request: bytes) -> bytes:
            if b"/version" in request:
                body = json.dumps(DOCKER_28).encode()
                return HEAD % (200, len(body)) + CLOSE + body
            body = json.dumps([{"Id": "x", "Labels": {}}] * 1000).encode()
            return HEAD % (status, len(body)) + CLOSE + body

        with answering_with(path, reply):
            engine = connect_endpoint(Endpoint("", f"unix://{path}"))
            with pytest.raises(EngineError) as caught:
                engine.sweep()
            engine.close()
    assert "the answer does not end" in caught.value.details
