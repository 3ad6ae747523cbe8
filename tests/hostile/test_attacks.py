"""Nothing of more than a hundred tries gets out of a sandbox, whoever runs it."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.engines.preview.engine import PreviewEngine
from scratchpress.engines.run_request import RunRequest
from scratchpress.recipe.sandbox import SandboxOptions
from tests.hostile.results import broken
from tests.support.engine_bench import EngineBench

if TYPE_CHECKING:
    from scratchpress.executable.model import Executable
    from scratchpress.image.model import Image

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the sandboxes are Linux's")
# How many there have to be; where nothing holds them, some need what not every kernel has.
IN_THE_PREVIEW, IN_DOCKER, UNHELD = 130, 100, 80
AS_NOBODY = """
import json, os, pickle, sys
import encodings.ascii, psutil, selectors, uuid
from scratchpress.core.cancellation import Cancellation
from scratchpress.engines.preview import process, run
from scratchpress.engines.preview.engine import PreviewEngine
from scratchpress.system import memory_group
# What the interpreter needs is loaded: nobody may not read root's folders.
os.setgroups([])
os.setgid(65534)
os.setuid(65534)
output = bytearray()
request = pickle.load(sys.stdin.buffer)
PreviewEngine().run(request, lambda stream, data: output.extend(data), Cancellation())
print(json.dumps([os.getuid(), output.decode()]))
"""


def test_none_gets_out_of_the_preview(attacking: Image) -> None:
    bench = EngineBench(PreviewEngine(), attacking)
    bench.run("all", timeout=60.0)

    assert broken(bench.said, IN_THE_PREVIEW) == []


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="only root becomes another")
def test_none_gets_out_of_an_ordinary_accounts_preview(attacking: Image) -> None:
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        Path(folder).chmod(0o777)
        variables = {"TMPDIR": folder, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run(
            [sys.executable, "-c", AS_NOBODY],
            input=pickle.dumps(RunRequest("1", attacking, "x", arguments=("all",), timeout=60.0)),
            env={**os.environ, **variables},
            capture_output=True,
            check=False,
            timeout=120,
        )
    assert done.returncode == 0, done.stderr.decode()
    account, said = json.loads(done.stdout)
    assert account == 65534
    assert broken(said, IN_THE_PREVIEW) == []


@pytest.mark.docker
@pytest.mark.parametrize(
    ("which", "sandbox"),
    [("docker", SandboxOptions()), ("docker-root", SandboxOptions(user="root"))],
    ids=["ordinary", "root"],
)
def test_none_gets_out_of_docker(
    attacking: Image, docker_host: str, which: str, sandbox: SandboxOptions
) -> None:
    from scratchpress.engines.connect import connect_docker
    from tests.support.containers import remove_images

    engine = connect_docker()
    bench = EngineBench(engine, attacking)
    try:
        bench.run(which, timeout=60.0, sandbox=sandbox)
        assert broken(bench.said, IN_DOCKER) == []
    finally:
        remove_images(attacking, url=docker_host)
        engine.close()


@pytest.mark.skipif(os.name == "nt" or os.getuid() != 0, reason="others are held as they are")
def test_the_attacks_get_through_where_nothing_holds_them(attacks: Executable) -> None:
    """So each of them can fail above."""
    done = subprocess.run(
        [attacks.path, "harmless"], capture_output=True, text=True, check=True, timeout=60
    )
    through = {line.split()[0] for line in broken(done.stdout, IN_DOCKER)}

    assert len(through) >= UNHELD
    assert {"mount", "keyctl", "unshare-user", "write-root", "filter"} <= through
