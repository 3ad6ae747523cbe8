"""Every engine is found once, told apart by how it is doing, and has one next step."""

from __future__ import annotations

import grp
import json
import os
import shlex
import shutil
import socket
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scratchpress.engines import doctor
from scratchpress.engines.contexts import Endpoint
from scratchpress.engines.diagnosis import Condition, EngineFinding, Target, diagnose
from scratchpress.engines.doctor import examine
from scratchpress.engines.products import Computer, Product, StepKind
from tests.support.contexts import add_context
from tests.support.stub_engine import (
    DOCKER_28,
    PODMAN_5,
    answering,
    left_behind,
    replying,
    silent,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


class Machine:
    """A computer with an account, both made for one test."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.home = root / "home"
        self.runtime = root / "run"
        self.programs = root / "bin"
        for folder in (self.home, self.runtime, self.programs):
            folder.mkdir()
        self._patch = monkeypatch
        self.system = "linux"
        monkeypatch.setattr(doctor, "this_computer", self.computer)
        monkeypatch.setenv("DOCKER_CONFIG", str(self.home / ".docker"))
        for name in ("DOCKER_CONTEXT", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"):
            monkeypatch.delenv(name, raising=False)
        self.docker_host(root / "none.sock")

    def computer(self) -> Computer:
        return Computer(
            self.system,
            self.home,
            self.runtime,
            self.root,
            "ada",
            str(self.programs),
            root=self.root / "system",
        )

    def docker_host(self, path: Path) -> None:
        self._patch.setenv("DOCKER_HOST", f"unix://{path}")

    def add_context(self, name: str, host: str) -> None:
        add_context(self.home, name, host)

    def use_context(self, name: str) -> None:
        self._patch.delenv("DOCKER_HOST")
        (self.home / ".docker").mkdir(exist_ok=True)
        (self.home / ".docker" / "config.json").write_text(json.dumps({"currentContext": name}))

    def install(self, program: str) -> None:
        path = self.programs / program
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    # The path of a socket has at most 107 bytes; the folders of pytest are longer.
    root = Path(tempfile.mkdtemp(prefix="spd-")).resolve()
    yield Machine(root, monkeypatch)
    shutil.rmtree(root)


def one(product: Product) -> EngineFinding:
    """The only finding of a product."""
    (found,) = [each for each in examine() if each.product is product]
    return found


def test_every_product_is_found_at_its_socket_in_one_order(machine: Machine) -> None:
    sockets = {
        ".docker/desktop/docker.sock": Product.DESKTOP,
        ".rd/docker.sock": Product.RANCHER,
        ".colima/default/docker.sock": Product.COLIMA,
        ".orbstack/run/docker.sock": Product.ORBSTACK,
    }
    for path in sockets:
        left_behind(machine.home / path)
    left_behind(machine.runtime / "docker.sock")
    left_behind(machine.runtime / "podman" / "podman.sock")

    found = examine()

    assert [each.product for each in found] == [
        Product.UNKNOWN,
        *sockets.values(),
        Product.ROOTLESS,
        Product.PODMAN,
        Product.PREVIEW,
    ]
    assert [each.endpoint for each in found] == [
        f"unix://{machine.root}/none.sock",
        *(f"unix://{machine.home}/{path}" for path in sockets),
        f"unix://{machine.runtime}/docker.sock",
        f"unix://{machine.runtime}/podman/podman.sock",
        "",
    ]
    assert {each.condition for each in found[:-1]} == {Condition.STOPPED}
    assert found == examine()


def test_contexts_and_sockets_at_one_place_are_one_finding(machine: Machine) -> None:
    real = machine.home / ".colima" / "default" / "docker.sock"
    left_behind(real)
    link = machine.root / "docker.sock"
    link.symlink_to(real)
    machine.docker_host(link)
    machine.add_context("colima", f"unix://{real}")
    machine.add_context("another", f"unix://{real}")

    found = examine()

    assert [(each.name, each.also) for each in found] == [
        ("default", ("another", "colima")),
        ("local", ()),
    ]
    assert found[0].product is Product.COLIMA


@pytest.mark.parametrize(
    ("name", "product"),
    [
        ("desktop-linux", Product.DESKTOP),
        ("rancher-desktop", Product.RANCHER),
        ("colima-work", Product.COLIMA),
        ("orbstack", Product.ORBSTACK),
        ("rootless", Product.ROOTLESS),
        ("podman-machine", Product.PODMAN),
    ],
)
def test_a_product_is_known_by_the_name_of_its_context(
    name: str, product: Product, machine: Machine
) -> None:
    machine.add_context(name, f"unix://{machine.root}/x.sock")
    assert one(product).name == name


def test_a_product_that_is_not_here_is_not_installed_and_has_a_page(machine: Machine) -> None:
    machine.add_context("rancher-desktop", f"unix://{machine.home}/.rd/docker.sock")
    found = one(Product.RANCHER)
    assert found.condition is Condition.NOT_INSTALLED
    assert found.sentence == "Rancher Desktop is not installed on this computer."
    assert found.next_step.kind is StepKind.LINK
    assert found.next_step.url == "https://rancherdesktop.io/"


@pytest.mark.parametrize(
    ("program", "product", "command"),
    [
        ("podman", Product.PODMAN, "systemctl --user start podman.socket"),
        ("colima", Product.COLIMA, "colima start"),
        ("rdctl", Product.RANCHER, "rdctl start"),
        ("dockerd", Product.ENGINE, "sudo service docker start"),
    ],
)
def test_what_is_installed_and_does_not_run_has_the_command_that_starts_it(
    program: str, product: Product, command: str, machine: Machine
) -> None:
    machine.install(program)
    found = one(product)
    assert found.condition is Condition.STOPPED
    assert found.sentence == f"{product} is installed, but it does not run."
    assert (found.next_step.kind, found.next_step.command) == (StepKind.COMMAND, command)


def test_rootless_docker_that_is_set_up_and_stopped_has_the_command_that_starts_it(
    machine: Machine,
) -> None:
    service = machine.home / ".config" / "systemd" / "user" / "docker.service"
    service.parent.mkdir(parents=True)
    service.touch()
    found = one(Product.ROOTLESS)
    assert found.condition is Condition.STOPPED
    assert found.endpoint == f"unix://{machine.runtime}/docker.sock"
    assert found.next_step.command == "systemctl --user start docker"


def test_podman_on_a_mac_has_its_machine_started(machine: Machine) -> None:
    machine.system = "darwin"
    machine.install("podman")
    found = one(Product.PODMAN)
    assert found.condition is Condition.STOPPED
    assert found.next_step.command == "podman machine start"


def test_a_profile_of_colima_is_started_by_its_name(machine: Machine) -> None:
    left_behind(machine.home / ".colima" / "work" / "docker.sock")
    assert one(Product.COLIMA).next_step.command == "colima start work"
    (machine.home / ".colima" / "work").rename(machine.home / ".colima" / "$(reboot)")
    assert one(Product.COLIMA).next_step.command == "colima start"


def test_on_a_mac_the_app_is_opened(machine: Machine) -> None:
    machine.system = "darwin"
    (machine.root / "system" / "Applications" / "Docker.app").mkdir(parents=True)
    found = one(Product.DESKTOP)
    assert found.condition is Condition.STOPPED
    assert found.next_step.command == "open -a Docker"


def test_an_engine_that_answers_says_what_it_is(machine: Machine) -> None:
    path = machine.runtime / "docker.sock"
    with answering(path, DOCKER_28):
        found = one(Product.ROOTLESS)
    assert found.condition is Condition.ANSWERS
    assert (found.title, found.version, found.api_version) == ("Docker 28.5", "28.5.1", "1.51")
    assert str(found.platform) == "linux/amd64"
    assert (found.sentence, found.next_step.kind) == ("", StepKind.NONE)


def test_podman_at_the_usual_place_of_docker_is_called_podman(machine: Machine) -> None:
    machine.docker_host(machine.root / "docker.sock")
    with answering(machine.root / "docker.sock", PODMAN_5):
        found = one(Product.PODMAN)
    assert (found.name, found.title, found.is_chosen) == ("default", "Podman 5.4", True)


def test_docker_desktop_is_known_by_its_own_words(machine: Machine) -> None:
    machine.docker_host(machine.root / "docker.sock")
    desktop = {**DOCKER_28, "Platform": {"Name": "Docker Desktop 4.48.0 (207573)"}}
    with answering(machine.root / "docker.sock", desktop):
        assert one(Product.DESKTOP).condition is Condition.ANSWERS


def test_an_engine_that_is_too_old_is_told_the_version_it_needs(machine: Machine) -> None:
    machine.docker_host(machine.root / "docker.sock")
    old = {**DOCKER_28, "Version": "19.03.15", "ApiVersion": "1.40", "MinAPIVersion": "1.12"}
    with answering(machine.root / "docker.sock", old):
        found = examine()[0]
    assert found.condition is Condition.TOO_OLD
    assert "version 19.03.15 and speaks Docker API 1.40" in found.sentence
    assert "needs API 1.41 or newer" in found.sentence
    assert found.next_step.text == "Update the engine, or choose another one."


def test_an_engine_too_old_for_the_library_is_told_the_same(machine: Machine) -> None:
    machine.docker_host(machine.root / "docker.sock")
    ancient = {"Version": "1.9.1", "ApiVersion": "1.21", "Os": "linux", "Arch": "amd64"}
    with answering(machine.root / "docker.sock", ancient):
        found = examine()[0]
    assert found.condition is Condition.TOO_OLD
    assert "1.9.1" in found.sentence


def test_an_engine_newer_than_known_answers_with_a_word_of_caution(machine: Machine) -> None:
    machine.docker_host(machine.root / "docker.sock")
    new = {**DOCKER_28, "Version": "40.0.0", "ApiVersion": "1.80", "MinAPIVersion": "1.60"}
    with answering(machine.root / "docker.sock", new):
        found = examine()[0]
    assert found.condition is Condition.ANSWERS
    assert found.sentence.startswith("Docker 40.0 is newer than this Scratchpress knows.")


def test_an_engine_that_hangs_does_not_hang_us(machine: Machine) -> None:
    before = set(threading.enumerate())
    machine.docker_host(machine.root / "docker.sock")
    left_behind(machine.runtime / "docker.sock")
    with silent(machine.root / "docker.sock"):
        hanging, stopped, _local = examine()
    assert hanging.condition is Condition.SILENT
    assert "does not answer" in hanging.sentence
    assert stopped.condition is Condition.STOPPED
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize("reply", [b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\n\r\n{}"])
def test_what_is_no_engine_cannot_be_used(reply: bytes, machine: Machine) -> None:
    machine.docker_host(machine.root / "docker.sock")
    with replying(machine.root / "docker.sock", reply):
        found = examine()[0]
    assert found.condition is Condition.UNUSABLE
    assert found.sentence.endswith(".")
    assert found.next_step.text


def test_windows_containers_are_named(machine: Machine) -> None:
    machine.docker_host(machine.root / "docker.sock")
    with answering(machine.root / "docker.sock", {**DOCKER_28, "Os": "windows"}):
        found = examine()[0]
    assert found.condition is Condition.UNUSABLE
    assert "windows containers" in found.sentence
    assert "Switch Docker to Linux containers" in found.next_step.text


@contextmanager
def another_account() -> Iterator[None]:
    """Root may do everything; be nobody for a moment where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_socket_of_others_has_the_command_that_lets_this_account_in(machine: Machine) -> None:
    path = machine.root / "docker.sock"
    machine.docker_host(path)
    machine.root.chmod(0o755)
    group = next(each for each in grp.getgrall() if each.gr_gid not in {0, os.getegid()})
    with silent(path):
        path.chmod(0)
        if os.geteuid() == 0:
            os.chown(path, 0, group.gr_gid)
        with another_account():
            found = examine()[0]
    assert found.condition is Condition.NOT_PERMITTED
    assert "this account may not use it" in found.sentence
    if os.geteuid() == 0:
        assert found.next_step.command == f"sudo usermod -aG {group.gr_name} ada"
        assert "log out and in again" in found.next_step.text


@pytest.mark.parametrize(
    ("system", "kind", "words"),
    [
        ("darwin", StepKind.ADVICE, "belongs to another account of this computer"),
        ("win32", StepKind.COMMAND, "Join the group docker-users"),
    ],
)
def test_who_may_not_use_an_engine_is_told_what_that_system_knows(
    system: str, kind: StepKind, words: str
) -> None:
    endpoint = Endpoint("default", "unix:///var/run/docker.sock")
    computer = Computer(system, Path("/home"), None, Path("/tmp"), "ada", "")
    target = Target(endpoint, "default", Product.DESKTOP)
    found = diagnose(target, PermissionError(), computer)
    assert (found.condition, found.next_step.kind) == (Condition.NOT_PERMITTED, kind)
    assert words in found.next_step.text
    assert "usermod" not in found.next_step.command


def test_a_command_to_paste_takes_no_account_for_more_than_a_name(machine: Machine) -> None:
    path = machine.root / "docker.sock"
    computer = replace(machine.computer(), account="DOMAIN\\ada; reboot")
    with silent(path):
        group = grp.getgrgid(path.stat().st_gid)
        if group.gr_name == "root":
            group = next(each for each in grp.getgrall() if each.gr_gid)
            os.chown(path, 0, group.gr_gid)
        target = Target(Endpoint("", f"unix://{path}"), "", Product.ENGINE)
        found = diagnose(target, PermissionError(), computer)
    command = shlex.split(found.next_step.command)
    assert command == ["sudo", "usermod", "-aG", group.gr_name, computer.account]


def test_a_broken_context_is_shown_with_what_to_do(machine: Machine) -> None:
    machine.add_context("broken", "x")
    meta = next((machine.home / ".docker" / "contexts" / "meta").glob("*/meta.json"))
    meta.write_text('{"Name": "broken", "Endpoints": {"docker": 1}}')
    found = next(each for each in examine() if each.name == "broken")
    assert found.condition is Condition.UNUSABLE
    assert "“broken” cannot be read" in found.sentence
    assert "docker context create" in found.next_step.text


def test_a_current_context_that_is_not_there_is_shown_and_nothing_is_taken(
    machine: Machine,
) -> None:
    machine.use_context("lab")
    found = examine()
    assert (found[0].name, found[0].condition) == ("lab", Condition.UNUSABLE)
    assert "no Docker context named “lab”" in found[0].sentence
    assert not any(each.is_chosen for each in found)


def test_settings_of_docker_that_cannot_be_read_are_shown(machine: Machine) -> None:
    machine.use_context("lab")
    (machine.home / ".docker" / "config.json").write_text("{")
    found = examine()
    assert "cannot be read" in found[0].sentence
    assert not any(each.is_chosen for each in found)


def test_the_built_in_engine_is_last_and_taken_when_docker_does_not_answer(
    machine: Machine,
) -> None:
    docker, local = examine()
    assert (docker.name, docker.is_current, docker.is_chosen) == ("default", True, False)
    assert (local.name, local.product, local.is_chosen) == ("local", Product.PREVIEW, True)
    assert local.title == "Built-in preview"


def test_engines_on_other_computers_that_are_not_there(machine: Machine) -> None:
    with socket.socket() as reserved:
        # Bound and not listening: nobody else gets this port, and it refuses.
        reserved.bind(("127.0.0.1", 0))
        port = reserved.getsockname()[1]
        machine.add_context("build-server", f"tcp://127.0.0.1:{port}")
        machine.add_context("nowhere", "tcp://nowhere.invalid:2375")
        found = {each.name: each for each in examine()}
    assert found["build-server"].condition is Condition.UNREACHABLE
    assert "no engine listens at this port" in found["build-server"].sentence
    assert found["nowhere"].condition is Condition.UNREACHABLE
    assert found["nowhere"].next_step.text


def test_what_is_known_so_far_is_told_while_others_are_waited_for(machine: Machine) -> None:
    machine.docker_host(machine.root / "docker.sock")
    with answering(machine.runtime / "docker.sock", DOCKER_28):
        told: list[list[Condition]] = []
        with silent(machine.root / "docker.sock"):
            examine(lambda found: told.append([each.condition for each in found]))
    assert told[0] == [Condition.LOOKING, Condition.LOOKING, Condition.ANSWERS]
    assert told[-1] == [Condition.LOOKING, Condition.ANSWERS, Condition.ANSWERS]
