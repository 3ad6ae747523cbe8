"""A confined program may call what Docker's default profile allows without capabilities."""

from __future__ import annotations

import pytest

from confine.confine import filter_table

PROFILE = {
    "syscalls": [
        {"names": ["read", "personality"], "action": "SCMP_ACT_ALLOW"},
        {"names": ["ptrace"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "4.8"}},
        {"names": ["bpf"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_BPF"]}},
        {"names": ["arch_prctl"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["amd64"]}},
        {"names": ["clone3"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38},
        *(
            {
                "names": [name],
                "action": "SCMP_ACT_ALLOW",
                "args": [{"index": 0, "value": value, "op": f"SCMP_CMP_{how}"}],
            }
            for name, value, how in (
                ("personality", 0, "EQ"),
                ("personality", 8, "EQ"),
                ("socket", 38, "LT"),
                ("socket", 39, "EQ"),
                ("socket", 40, "GT"),
            )
        ),
    ]
}


@pytest.mark.parametrize(("machine", "has_it"), [("x86_64", True), ("aarch64", False)])
def test_what_is_allowed_depends_on_the_machine_and_on_no_capability(
    machine: str, has_it: bool
) -> None:
    table = filter_table(PROFILE, machine)
    assert "[SYS_read] = 1," in table
    assert "[SYS_ptrace] = 1," in table
    assert ("SYS_arch_prctl" in table) is has_it
    assert not any(name in table for name in ("SYS_bpf", "SYS_clone3", "SYS_personality"))


def test_arguments_that_decide_are_passed_on() -> None:
    table = filter_table(PROFILE, "x86_64")
    assert "#define PERSONALITIES 0u, 8u\n" in table
    assert "#define FIRST_REFUSED_FAMILY 38\n" in table
    assert "#define ALLOWED_FAMILY 39\n" in table
    assert "#define LAST_REFUSED_FAMILY 40\n" in table
