"""Labels: notes in an image that people choose, said the same by both builders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scratchpress.cli.arguments import parse
from scratchpress.cli.jobs import job_from
from scratchpress.core.errors import RecipeError, UsageError
from scratchpress.core.platforms import Platform
from scratchpress.executable.model import Executable, Linkage
from scratchpress.image.assemble import assemble
from scratchpress.image.contents import Contents
from scratchpress.image.dockerfile import instructions
from scratchpress.recipe.toml_file import parse_recipe, write_recipe

RECIPE = """\
version = 1
sources = ["hello.c"]
[image.labels]
"org.opencontainers.image.source" = "https://example.org/hello"
"""


def executable(folder: Path) -> Executable:
    import hashlib

    (folder / "hello").write_bytes(b"program")
    digest = hashlib.sha256(b"program").hexdigest()
    return Executable(
        folder / "hello", Platform.LINUX_AMD64, Linkage.STATIC, 7, digest, stripped=True
    )


def digest_with(labels: dict[str, str], folder: Path) -> tuple[str, dict[str, str]]:
    image = assemble(
        executable(folder),
        reference="hello",
        program="hello",
        command=(),
        folder=folder,
        labels=labels,
    )
    return image.digest, json.loads(image.config)["config"]["Labels"]


def test_labels_are_in_the_config_and_their_order_changes_no_digest(tmp_path: Path) -> None:
    chosen = {"version": "1.0", "org.opencontainers.image.title": "Olá 😀"}
    digest, labels = digest_with(chosen, tmp_path)
    turned, _ = digest_with(dict(reversed(chosen.items())), tmp_path)
    without, _ = digest_with({}, tmp_path)

    assert labels == {**chosen, "io.scratchpress.image": "1"}
    assert digest == turned != without


def test_a_dockerfile_takes_a_label_as_it_is() -> None:
    contents = Contents("hello", (), chosen_labels={"note": 'a "b" $HOME \\ é'})

    (line,) = (one for one in instructions(contents) if one.startswith("LABEL"))
    assert r'note="a \"b\" \$HOME \\ é"' in line


def test_labels_typed_are_added_to_the_recipes(tmp_path: Path) -> None:
    (tmp_path / "scratchpress.toml").write_text(RECIPE)
    recipe = job_from(
        parse(["build", str(tmp_path), "--label", "version=1=2", "--label=a="])
    ).recipe

    assert recipe.image.labels == {
        "org.opencontainers.image.source": "https://example.org/hello",
        "version": "1=2",
        "a": "",
    }
    assert parse_recipe(write_recipe(recipe)) == recipe


@pytest.mark.parametrize(
    "text",
    ["version", "=1", "a b=1", "io.scratchpress.image=0", "a=1\n2", "a=\x1b[31m", "a.=1", "a\n=1"],
)
def test_what_is_no_label_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--label does not take"):
        parse(["build", "hello.c", f"--label={text}"])


def test_a_recipe_with_a_label_that_is_none_says_which() -> None:
    with pytest.raises(RecipeError, match=r"image\.labels"):
        parse_recipe(f'{RECIPE}a = "1\\n2"\n')
