"""Every session that a document shows is typed, and prints what the document says."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.system.paths import asset
from tests.support.command_line import environment
from tests.support.containers import client
from tests.support.documents import blocks, documents, sessions, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.docker,
    pytest.mark.skipif(
        (sys.platform, platform.machine()) != ("linux", "x86_64"),
        reason="the documents show what Linux on an amd64 processor prints",
    ),
]

PAGES = [document for document in documents() if sessions(document)]
# The stages' lines hold times, and what was built before; they are on standard error.
_STAGE = re.compile(
    r"^(read|compile|prove|package|run|ler|compilar|provar|montar|executar) +[\d.,]+ s.*\n",
    re.MULTILINE,
)
# What differs from run to run and from engine to engine.
_VARYING = {re.compile(r"\b\d+[.,]\d+ s\b"): "0.00 s", re.compile(r"\bDocker [\d.]+"): "Docker"}
_IMAGE = re.compile(r"^(?:Image|Imagem) +(\S+)|--tag (\S+)", re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A person's folder with the example in it."""
    folder = tmp_path / "home"
    folder.mkdir()
    shutil.copy(asset("examples/hello.cc"), folder)
    return folder


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> Iterator[str]:
    """A document with sessions; the images they make are removed afterwards.

    An image that has one of their names already gets it back.
    """
    document: str = request.param
    names = {found for names in _IMAGE.findall(text_of(document)) for found in names if found}
    with client() as api:
        before = {name: api.images(name=name, quiet=True) for name in names}
        kept = [image for images in before.values() for image in images]
        for number, image in enumerate(kept):
            api.tag(image, "scratchpress-test-kept", str(number))
        yield document
        for name, earlier in before.items():
            for image in set(api.images(name=name, quiet=True)).difference(earlier):
                api.remove_image(image, force=True)
            for image in earlier:
                api.tag(image, name)
        for number in range(len(kept)):
            api.remove_image(f"scratchpress-test-kept:{number}")


def test_what_is_typed_prints_what_the_page_shows(page: str, folder: Path) -> None:
    for block in blocks(page):
        if block.file is not None:
            path = folder / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")

    for typed in sessions(page):
        printed = _typed(typed.command, folder, "pt_BR" if "pt-BR" in page else "C")
        assert re.fullmatch(_pattern(typed.shown), _settled(printed), re.DOTALL), (
            f"{page} shows for {typed.command}:\n{typed.shown}\nIt prints:\n{printed}"
        )


def _typed(command: str, folder: Path, locale: str) -> str:
    """What a shell shows of a command, without the stages' lines."""
    variables = environment({"COLUMNS": "80", "LANG": f"{locale}.UTF-8", "LC_CTYPE": "C.UTF-8"})
    for stronger in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        variables.pop(stronger, None)
    variables["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{variables['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return _STAGE.sub("", done.stdout)


def _pattern(shown: str) -> str:
    return ".*".join(re.escape(part) for part in _settled(shown).split("…"))


def _settled(text: str) -> str:
    for varying, word in _VARYING.items():
        text = varying.sub(word, text)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())
