"""The shipped JSON Schemas are those of the types that read recipes and print reports."""

from __future__ import annotations

import json

import pytest

from release.schemas import FOLDER, schemas
from scratchpress.cli import schema


@pytest.mark.parametrize("name", schemas())
def test_a_shipped_schema_equals_the_generated_one(name: str) -> None:
    shipped = (FOLDER / name).read_text(encoding="utf-8")
    assert shipped == schemas()[name], "run: python3 packaging/dev.py make schemas"


def test_every_schema_file_is_generated() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(schemas())


def test_the_build_report_has_what_the_readme_promises() -> None:
    parts = json.loads(schemas()["report.schema.json"])["$defs"]
    assert {"reference", "id", "digest", "platform", "size"} <= set(
        parts["ImageReport"]["required"]
    )
    assert {"size", "platform", "linkage", "sha256"} <= set(parts["ExecutableReport"]["required"])
    assert {"outcome", "exit_code", "stdout", "stderr", "seconds"} <= set(
        parts["RunReport"]["required"]
    )
    assert parts["StageReport"]["required"] == ["name", "seconds"]


def test_each_command_has_a_report_of_its_own() -> None:
    mapping = schema.json_schema()["discriminator"]["mapping"]
    assert set(mapping) == {
        "build", "run", "check", "engines", "init", "example", "clean", "sizes", "shrink", "push",
        "matrix", "sandbox", "scratchpress",
    }  # fmt: skip
