"""What cargo and rustc say is read, whatever code that runs while compiling says among it."""

from __future__ import annotations

from scratchpress.core.diagnostics import Severity
from scratchpress.toolchains.rust.messages import (
    CargoMessage,
    RustMessage,
    diagnostics,
    messages,
)

WARNING = (
    b'{"message":"unused","level":"warning","code":{"code":"x"},"spans":[{"file_name":"./a.rs",'
    b'"line_start":2,"column_start":3,"is_primary":true,"label":"here","text":[{"text":"  let",'
    b'"highlight_start":3}]}],"children":[{"level":"help","message":"remove it","spans":[]}],'
    b'"rendered":"warning: unused"}'
)


def test_a_message_has_its_place_and_what_belongs_to_it() -> None:
    found = list(diagnostics(messages(WARNING, RustMessage), {"./a.rs": "a.rs"}))
    assert [one.text for one in found] == ["unused", "here", "help: remove it"]
    assert (found[0].file, found[0].line, found[0].column) == ("a.rs", 2, 3)
    assert found[0].severity is Severity.WARNING


def test_what_is_no_message_is_passed_over() -> None:
    lines = (
        b"plain words",
        b"[" * 100_000,
        b'{"reason":"compiler-message","message":"a text"}',
        b'{"reason":"compiler-artifact","executable":5}',
        b'{"reason":["a list"]}',
        b'{"level":"warning"}',
        b'{"reason":"compiler-artifact","executable":"/x","target":{"name":"a"}}',
        b'{"reason":"compiler-message","message":' + WARNING + b"}",
        b"\xff\xfe",
    )
    said = messages(b"\n".join(lines), CargoMessage)
    assert [one.executable for one in said] == ["/x", None]
    assert said[1].message is not None
    assert messages(b"\n".join(lines), RustMessage) == []
