"""The standalone app, as it is when somebody has unpacked it: python3 packaging/dev.py packaged."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

# They test a folder that the checkout does not have.
collect_ignore_glob = [] if "SCRATCHPRESS_PACKAGED" in os.environ else ["test_*.py"]

# The example, in a folder and under a name as people have them.
HELLO = Path(__file__).parents[2] / "assets" / "examples" / "hello.cc"
SAID = "Hello! This message is coming from a container"
NOBODY = "unix:///nonexistent/docker.sock"


@pytest.fixture(scope="session")
def app() -> Path:
    """The unpacked app."""
    folder = Path(os.environ["SCRATCHPRESS_PACKAGED"])
    assert (folder / "scratchpress").is_file(), f"{folder} is no standalone app"
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "my programs" / "hello 😀.cc"
    path.parent.mkdir()
    path.write_bytes(HELLO.read_bytes())
    return path
