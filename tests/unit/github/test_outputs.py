"""The action's outputs: of the whole image, and of it for each platform."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

from scratchpress.core.platforms import Platform
from scratchpress.executable.model import Executable, Linkage
from scratchpress.github.outputs import outputs_of
from scratchpress.image.model import Image
from scratchpress.pipeline.job import BuildResult
from scratchpress.reports.metadata import Metadata

AMD64, ARM64 = Platform.LINUX_AMD64, Platform.LINUX_ARM64
ACTION = YAML(typ="safe").load((Path(__file__).parents[3] / "action.yml").read_text())
PROGRAMS = {AMD64: Path("/tmp/hello-amd64"), ARM64: Path("/tmp/hello-arm64")}


def program(platform: Platform, size: int) -> Executable:
    return Executable(Path("program"), platform, Linkage.STATIC, size, "0" * 64, True)


def image(platform: Platform, size: int, *variants: Image) -> Image:
    named = ("hello:latest", platform, "sha256:c", f"sha256:{size}", size, ("/hello",), (), ())
    return Image(*named, Path("image.tar"), b"{}", variants=variants)


def test_each_platform_has_outputs_that_the_action_names() -> None:
    made = (program(AMD64, 10), program(ARM64, 20))
    result = BuildResult(
        image=image(AMD64, 1, image(AMD64, 1), image(ARM64, 2)),
        executable=made[0],
        executables=made,
    )
    outputs = outputs_of(result, Metadata(size=1), tags=("a", "b"), programs=PROGRAMS)

    assert outputs["executable-path"] == outputs["executable-path-amd64"] == "/tmp/hello-amd64"
    assert outputs["executable-path-arm64"] == "/tmp/hello-arm64"
    assert [outputs[f"size-{one}"] for one in ("amd64", "arm64")] == ["1", "2"]
    assert [outputs[f"executable-size-{one}"] for one in ("amd64", "arm64")] == ["10", "20"]
    assert outputs["digest-arm64"] == "sha256:2"
    assert (outputs["image"], outputs["size"], outputs["exit-code"]) == ("a", "1", "")
    named = {name: about["value"] for name, about in ACTION["outputs"].items()}
    assert named.pop("cache-hit").startswith("${{ steps.compiler.outputs.cache-hit ")
    assert named == {name: f"${{{{ steps.build.outputs.{name} }}}}" for name in outputs}


def test_a_build_that_made_nothing_has_empty_outputs() -> None:
    outputs = outputs_of(BuildResult(), Metadata(), tags=(), programs={})

    assert {name for name, text in outputs.items() if text} == {"metadata"}
