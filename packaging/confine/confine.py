"""Makes the programs that confine others on Linux: assets/confine/x86_64 and aarch64.

They are compiled from the C sources beside this module by the pinned ziglang, statically, and
are the same to the byte whenever and wherever they are made. Which system calls they let through
is Docker's default profile, ``docker-seccomp.json``, as for a container without capabilities:
seccomp/default.json of https://github.com/moby/profiles, commit
cd3bed8061c7b7378b61fc6827c7885779417a75. Run it after changing any of these, and commit the
result::

    python3 packaging/dev.py make confine [--check]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from setup.checkout import CHECKOUT
from sysroot.sysroot import MACHINES, ziglang_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

ASSETS = CHECKOUT / "assets" / "confine"
_SOURCES = Path(__file__).resolve().parent
_FLAGS = (
    *("-std=c11", "-Os", "-static", "-s", "-flto", "-Wall", "-Wextra", "-Werror"),
    *("-fno-ident", "-fno-asynchronous-unwind-tables", "-fstack-protector-strong"),
    *("-ffile-prefix-map=.=", "-Wl,--build-id=none"),
)
# Machines by the words of the profile.
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
# Calls whose arguments decide; filter.c looks at them.
_BY_ARGUMENTS = frozenset({"clone", "clone3", "personality", "socket"})


def filter_table(profile: dict[str, Any], machine: str) -> str:
    """The header that says what is allowed on a machine, from Docker's profile."""
    rules = [rule for rule in profile["syscalls"] if _applies(rule, _ARCHITECTURES[machine])]
    names = {
        name
        for rule in rules
        if rule["action"] == "SCMP_ACT_ALLOW" and not rule.get("args")
        for name in rule["names"]
    }
    lines = ["static const unsigned char allowed[] = {"]
    for name in sorted(names - _BY_ARGUMENTS):
        lines += [f"#ifdef SYS_{name}", f"[SYS_{name}] = 1,", "#endif"]
    personalities = ", ".join(f"{value}u" for _, value in _compared(rules, "personality"))
    families = dict(_compared(rules, "socket"))
    return "\n".join((
        *lines,
        "};",
        f"#define PERSONALITIES {personalities}",
        f"#define FIRST_REFUSED_FAMILY {families['SCMP_CMP_LT']}",
        f"#define ALLOWED_FAMILY {families['SCMP_CMP_EQ']}",
        f"#define LAST_REFUSED_FAMILY {families['SCMP_CMP_GT']}",
        "",
    ))  # fmt: skip


def _applies(rule: dict[str, Any], architecture: str) -> bool:
    """Whether a rule is for that architecture, and for containers without capabilities."""
    only = rule.get("includes", {})
    return architecture in only.get("arches", [architecture]) and not only.get("caps")


def _compared(rules: list[dict[str, Any]], name: str) -> Iterator[tuple[str, int]]:
    for rule in rules:
        if name in rule["names"]:
            for argument in rule.get("args", ()):
                yield argument["op"], argument["value"]


def make(machine: str) -> bytes:
    """The program for one machine."""
    profile = json.loads((_SOURCES / "docker-seccomp.json").read_text(encoding="utf-8"))
    zig = ziglang_folder() / ("zig.exe" if os.name == "nt" else "zig")
    with tempfile.TemporaryDirectory(prefix="scratchpress-confine-") as folder:
        table = Path(folder, "filter_table.h")
        table.write_text(filter_table(profile, machine), encoding="ascii")
        program = Path(folder, "confine")
        subprocess.run(
            [
                *(zig, "cc", "-target", f"{machine}-linux-musl", *_FLAGS, "-I", folder),
                *sorted(path.name for path in _SOURCES.glob("*.c")),
                *("-o", program),
            ],
            cwd=_SOURCES,
            check=True,
        )
        return program.read_bytes()


def main() -> int:
    """Make the programs, or compare them with those that are kept."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    checks: bool = parser.parse_args().check
    stale = False
    ASSETS.mkdir(exist_ok=True)
    for machine in MACHINES:
        kept, content = ASSETS / machine, make(machine)
        if checks:
            stale |= not kept.is_file() or kept.read_bytes() != content
        else:
            kept.write_bytes(content)
            kept.chmod(0o755)
            print(f"{machine}: {len(content)} bytes")
    if stale:
        print("assets/confine is older than its sources.", file=sys.stderr)
    return int(stale)


if __name__ == "__main__":
    sys.exit(main())
