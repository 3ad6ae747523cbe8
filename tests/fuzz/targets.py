"""What is fed: each target reads bytes, and raises only when something does not hold."""

from __future__ import annotations

import contextlib
import json
import struct
import tarfile
import tempfile
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.cancellation import Cancellation
from scratchpress.core.errors import ImageNameError, NotStaticError, RecipeError, SourceError
from scratchpress.core.languages import Language
from scratchpress.core.platforms import Platform
from scratchpress.engines.docker.streams import Demultiplexer, OutputQueue
from scratchpress.executable.elf_sections import anatomy
from scratchpress.executable.model import CLibrary
from scratchpress.executable.size_breakdown import demangled
from scratchpress.executable.static_check import prove_static
from scratchpress.image.reference import parse_reference, suggest
from scratchpress.image.runtime_needs import forecast
from scratchpress.recipe.toml_file import parse_recipe, write_recipe
from scratchpress.registry.sendable import read_image
from scratchpress.running.output import OutputStream
from scratchpress.sources.detection import (
    defines_main,
    interpreter_of,
    language_by_text,
    near_main,
    starts_itself,
)
from scratchpress.toolchains.c.pch_cache import leading_includes
from scratchpress.toolchains.c.references import read_references
from scratchpress.toolchains.diagnostics import parse_diagnostics, readable_text
from scratchpress.toolchains.failure import compile_failed
from scratchpress.toolchains.go.references import split_references
from scratchpress.toolchains.included_files import read_dependencies
from scratchpress.toolchains.link_map import read_map
from scratchpress.toolchains.rust.references import read_rust_references
from tests.fuzz.screens import show_everything
from tests.support.documents import blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MAX_SEED = 64 * 1024
_NAMES = {"/tmp/work/source-1/hello.cc": "hello.cc", "/home/ana/": ""}
_SOURCES = {"hello.cc": b"int main() {\n\treturn \xff \xc3\xa9;\n}\n"}


@dataclass(frozen=True)
class Target:
    """Something that reads what others wrote.

    Attributes:
        read: raises when something does not hold.
        seeds: what it usually gets, to begin with.
    """

    read: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]


@contextlib.contextmanager
def _file(data: bytes) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(prefix="fuzz-") as file:
        file.write(data)
        file.flush()
        yield Path(file.name)


def _text(data: bytes) -> str:
    return data.decode(errors="replace")


# -- recipes and names


def _recipe(data: bytes) -> None:
    try:
        recipe = parse_recipe(_text(data))
    except RecipeError as error:
        assert error.title
        assert error.remedy
        return
    assert parse_recipe(write_recipe(recipe)) == recipe


def _recipe_seeds() -> list[bytes]:
    whole = blocks("docs/recipe.md", "toml")[0].text
    corpus = (Path(__file__).parents[1] / "corpus").rglob("*.toml")
    return [whole.encode(), *(path.read_bytes() for path in corpus)]


def _reference(data: bytes) -> None:
    text = _text(data)
    try:
        parsed = parse_reference(text)
    except ImageNameError as error:
        assert error.title
    else:
        assert parse_reference(str(parsed)) == parsed
    # Whatever a file is called, an image can be called after it.
    parse_reference(suggest(text))


# -- programs and objects


def _elf(data: bytes) -> None:
    with _file(data) as path:
        try:
            executable = prove_static(path, Platform.LINUX_AMD64, name="program")
        except NotStaticError as error:
            assert error.title
            return
        assert executable.size == len(data)


def _anatomy(data: bytes) -> None:
    with _file(data) as path:
        try:
            prove_static(path, Platform.LINUX_AMD64, name="program")
        except NotStaticError:
            return
    parts = anatomy(data)
    assert sum(part.size for part in parts) == len(data)
    for part in parts:
        for piece in part.symbols:
            demangled(piece.name)


def _references(data: bytes) -> None:
    with _file(data) as path:
        found = read_references([path], CLibrary.MUSL)
    if found is not None:
        forecast(found)


def _rust_references(data: bytes) -> None:
    with _file(data) as path:
        found = read_rust_references([path], CLibrary.GLIBC)
    if found is not None:
        forecast(found)


def _go_references(data: bytes) -> None:
    _, found = split_references(_text(data), "example.org/app")
    if found is not None:
        forecast(found)


@cache
def _programs() -> tuple[bytes, ...]:
    """Small real programs and an object; where no compiler is, a header by hand."""
    from scratchpress.core.cancellation import Cancellation
    from scratchpress.recipe.model import CompileOptions
    from scratchpress.sources.reading import read_sources
    from scratchpress.toolchains.protocol import CompileRequest
    from scratchpress.toolchains.zig.toolchain import ZigToolchain

    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        source = Path(name, "tiny.c")
        source.write_text(
            'int puts(const char *);\nint main(void) { return puts("/etc/hosts"); }\n'
        )
        made = []
        for number, strip in enumerate((True, False)):
            folder = Path(name, str(number))
            folder.mkdir()
            request = CompileRequest(read_sources([source]), CompileOptions(strip=strip), folder)
            program = ZigToolchain().compile(request, lambda _event: None, Cancellation())
            made.append(program.path.read_bytes())
            made += [path.read_bytes() for path in folder.rglob("*.o")]
    return tuple(made)


def _program_seeds() -> list[bytes]:
    return [program for program in _programs() if len(program) <= _MAX_SEED]


# -- what compilers say


def _messages(data: bytes) -> None:
    text = _text(data)
    found = parse_diagnostics(text, _NAMES, _SOURCES)
    shown = readable_text(text, _NAMES)
    assert all(one.line >= 0 and one.column >= 0 for one in found)
    assert compile_failed(found, shown, Language.CPP).title


def _link_map(data: bytes) -> None:
    with _file(data) as path:
        assert all(one.start < one.end for one in read_map(path, lambda file: file))


def _dependencies(data: bytes) -> None:
    with _file(data) as path:
        read_dependencies(path, without="/usr/lib/")


def _source(data: bytes) -> None:
    """A person's own file, looked at to tell its language."""
    assert data.startswith(leading_includes(data))
    language = language_by_text(data)
    defines_main(data, language)
    starts_itself(data)
    near_main(data)
    interpreter_of(data)


# -- what engines send


def _stream(data: bytes) -> None:
    """Frames, cut where the first byte says."""
    step = 1 + (data[0] if data else 0)
    frames, box, size = Demultiplexer(), OutputQueue(), 0
    try:
        for start in range(1, len(data), step):
            pieces = frames.feed(data[start : start + step])
            size += sum(len(content) for _, content in pieces)
            box.put(pieces)
        frames.end()
    except ValueError:
        pass
    box.end()
    taken, ended = box.take(None)
    assert ended
    assert sum(len(content) for _, content in taken) == size


def _stream_seeds() -> list[bytes]:
    frame = struct.pack(">BxxxL", 1, 5) + b"hello" + struct.pack(">BxxxL", 2, 3) + b"bad"
    return [b"\x00" + frame, b"\x06" + frame, b"\xff" + frame]


def _archive(data: bytes) -> None:
    with _file(data) as path:
        try:
            image = read_image(path, Cancellation())
        except SourceError as error:
            assert error.title
            return
        for blob in image.blobs:
            assert sum(map(len, image.read(blob, 0, blob.size))) == blob.size


def _archive_seeds() -> list[bytes]:
    digest = "sha256:" + "0" * 64
    index = {"manifests": [{"mediaType": "application/vnd.oci.image.manifest.v1+json",
                            "digest": digest, "size": 2}]}  # fmt: skip
    target = BytesIO()
    with tarfile.open(fileobj=target, mode="w") as tar:
        for name, content in (
            ("index.json", json.dumps(index).encode()),
            (f"blobs/{digest.replace(':', '/')}", b"{}"),
        ):
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, BytesIO(content))
    return [target.getvalue(), bytes(1024)]


# -- what programs print


def _output(data: bytes) -> None:
    """Anything a program prints, cut where the first byte says, on both streams."""
    step = 1 + (data[0] if data else 0)
    streams = list(OutputStream)
    show_everything(
        [
            (streams[number % 2 if data[:1] > b"\x80" else 0], data[start : start + step])
            for number, start in enumerate(range(1, len(data), step))
        ]
    )


def _kept(name: str) -> Callable[[], list[bytes]]:
    """The files of a folder beside this one."""
    folder = Path(__file__).parent / "seeds" / name
    return lambda: [path.read_bytes() for path in sorted(folder.iterdir())]


TARGETS = {
    "recipe": Target(_recipe, _recipe_seeds),
    "reference": Target(_reference, _kept("reference")),
    "elf": Target(_elf, _program_seeds),
    "anatomy": Target(_anatomy, _program_seeds),
    "references": Target(_references, _program_seeds),
    "rust-references": Target(_rust_references, _kept("rust-references")),
    "go-references": Target(_go_references, _kept("go-references")),
    "messages": Target(_messages, _kept("messages")),
    "link-map": Target(_link_map, _kept("link-map")),
    "dependencies": Target(_dependencies, _kept("dependencies")),
    "source": Target(_source, _kept("source")),
    "stream": Target(_stream, _stream_seeds),
    "archive": Target(_archive, _archive_seeds),
    "output": Target(_output, _kept("output")),
}
