"""What a Zig program will miss, from the names in its own files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scratchpress.image.runtime_needs import NeedKind, forecast
from scratchpress.toolchains.zig.references import read_zig_references
from tests.support.compiling import write

if TYPE_CHECKING:
    from pathlib import Path

STD = 'const std = @import("std");\n'


def told(path: Path) -> set[NeedKind]:
    return {need.kind for need in forecast(read_zig_references(path, path.read_bytes()))}


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ('pub fn main() void { std.debug.print("hello", .{}); }', set()),
        ("const reader = std.Io.File.stdin();", {NeedKind.INPUT}),
        ("const File = std.Io.File;\nconst reader = File.stdin();", {NeedKind.INPUT}),
        ('const File = @import("std").Io.File;\n_ = File.stdin();', {NeedKind.INPUT}),
        ("const a = std\n    .process\n    .run(gpa, io, .{});", {NeedKind.PROGRAMS}),
        ("const net = std.Io.net;\n_ = net.HostName.init(x);", {NeedKind.HOST_NAMES}),
        ("const c: std.http.Client = .{};", {NeedKind.HOST_NAMES, NeedKind.CERTIFICATES}),
        (
            "const a = try std.Io.net.IpAddress.parse(b, 80);\nvar s = a.listen(io, .{});",
            {NeedKind.CONNECTIONS},
        ),
        ('const f = "/tmp/notes";', {NeedKind.TEMPORARY_FILES}),
        ('const f = "/usr/share/zoneinfo/Asia/Tokyo";', {NeedKind.TIME_ZONES}),
        ('const f = "/proc/self/status";', {NeedKind.SYSTEM_FILES}),
        ("const u = std.process.getUserInfo(io, name);", {NeedKind.USERS}),
        ("var l = try std.DynLib.open(name);", {NeedKind.LOADED_LIBRARIES}),
        # Comments, texts, and names of the program's own.
        ('// std.Io.File.stdin()\nconst t = \\\\std.process.run "/tmp/x"\n;', set()),
        ('const t = "std.Io.File.stdin // ";\nconst u = "see /tmp";', set()),
        ("const radio = Radio{};\nradio.listen(3);", set()),
        ("const my = Own{};\nmy.std.process.run();", set()),
    ],
)
def test_names_tell_what_a_zig_program_needs(
    text: str, needs: set[NeedKind], tmp_path: Path
) -> None:
    assert told(write(tmp_path, "main.zig", f"{STD}{text}\n")) == needs


def test_imported_files_are_read_too_and_those_that_import_each_other(tmp_path: Path) -> None:
    main = 'const all = @import("parts/all.zig");\n_ = all.File.stdin();\n'
    path = write(tmp_path, "main.zig", STD + main)
    part = f'{STD}pub const File = std.Io.File;\nconst back = @import("../main.zig");\n'
    write(tmp_path / "parts", "all.zig", f'{part}const gone = @import("gone.zig");\n')
    assert told(path) == {NeedKind.INPUT}


def test_constants_that_name_each_other_end(tmp_path: Path) -> None:
    path = write(tmp_path, "main.zig", "const a = b.x;\nconst b = a.y;\n_ = a.b.c;\n")
    assert told(path) == set()
