"""A program that tries to get out, and what it says of each try."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.programs import compile_static, image_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scratchpress.executable.model import Executable
    from scratchpress.image.model import Image


@pytest.fixture(scope="session")
def attacks(tmp_path_factory: pytest.TempPathFactory) -> Executable:
    """Compiled as the product compiles."""
    source = Path(__file__).with_name("attacks.c").read_text(encoding="utf-8")
    return compile_static(source, tmp_path_factory.mktemp("attacks"))


@pytest.fixture(scope="session")
def attacking(attacks: Executable) -> Iterator[Image]:
    """In a folder that every account can read, as pytest's own is not."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        Path(folder).chmod(0o755)
        yield image_of(attacks, Path(folder))
