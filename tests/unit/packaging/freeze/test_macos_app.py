"""What macOS is told of the app, and how it is signed."""

from __future__ import annotations

import base64
import os
import plistlib
import subprocess
import sys
from pathlib import Path

import pytest

from freeze.macos.app import info_plist
from freeze.macos.dmg import make_dmg
from freeze.macos.signing import ENTITLEMENTS, identity, read_secrets, signing_identity
from setup.reporting import SetupError
from tests.support.stand_ins import stand_in

SECRETS = {
    "SCRATCHPRESS_MACOS_CERTIFICATE": base64.encodebytes(b"p12" * 40).decode(),
    "SCRATCHPRESS_MACOS_CERTIFICATE_PASSWORD": "a word",
    "SCRATCHPRESS_MACOS_API_KEY": "-----BEGIN PRIVATE KEY-----",
    "SCRATCHPRESS_MACOS_API_KEY_ID": "ABC",
    "SCRATCHPRESS_MACOS_API_ISSUER": "def",
}
LISTING = '  1) 0123 "Developer ID Application: Somebody (TEAM)"\n     1 valid identities found\n'
# Stands for each of macOS's programs: writes its call down, and does what is seen of it.
TOOL = f"""\
import pathlib, sys
name, *arguments = pathlib.Path(sys.argv[0]).name, *sys.argv[1:]
with open(pathlib.Path(__file__).parent / "calls", "a") as calls:
    print(name, *arguments, file=calls)
if "find-identity" in arguments:
    print('''{LISTING}''')
if "list-keychains" in arguments and "-s" not in arguments:
    print('    "/login.keychain-db"')
if arguments[:1] == ["import"]:
    assert pathlib.Path(arguments[1]).read_bytes() == b"p12" * 40
if name == "hdiutil":
    folder = pathlib.Path(arguments[arguments.index("-srcfolder") + 1])
    assert (folder / "Applications").is_symlink()
    pathlib.Path(arguments[-1]).write_text("image")
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Macos's programs, which write down how they were called."""
    if os.name == "nt":
        pytest.skip("stand-ins are scripts")
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("security", "codesign", "xcrun", "hdiutil", "ditto"):
        stand_in(folder / name, TOOL)
    monkeypatch.setenv("PATH", str(folder))
    return folder / "calls"


def words(calls: Path) -> list[str]:
    return [" ".join(line.split()[:2]) for line in calls.read_text().splitlines()]


def test_sources_recipes_and_folders_are_opened_and_nothing_is_taken_over() -> None:
    info = plistlib.loads(plistlib.dumps(info_plist("1.2.3")))
    kinds = [kind for one in info["CFBundleDocumentTypes"] for kind in one["LSItemContentTypes"]]
    declared = {
        one["UTTypeIdentifier"]: one["UTTypeTagSpecification"]["public.filename-extension"]
        for one in info["UTImportedTypeDeclarations"]
    }

    assert info["CFBundleShortVersionString"] == info["CFBundleVersion"] == "1.2.3"
    assert {"public.c-source", "public.c-plus-plus-source", "public.folder"} <= set(kinds)
    assert sorted(ending for endings in declared.values() for ending in endings) == [
        *("go", "rs", "toml", "zig")
    ]
    assert set(declared) <= set(kinds)
    assert {one["LSHandlerRank"] for one in info["CFBundleDocumentTypes"]} == {"Alternate"}


def test_without_secrets_nothing_is_signed() -> None:
    assert read_secrets({}) is None
    assert read_secrets(dict.fromkeys(SECRETS, "")) is None
    with signing_identity(None) as name:
        assert name is None


def test_a_secret_that_is_missing_is_named() -> None:
    with pytest.raises(SetupError, match="SCRATCHPRESS_MACOS_API_KEY is missing"):
        read_secrets({**SECRETS, "SCRATCHPRESS_MACOS_API_KEY": ""})
    with pytest.raises(SetupError, match="not Base64"):
        read_secrets({**SECRETS, "SCRATCHPRESS_MACOS_CERTIFICATE": "é"})


def test_what_has_to_be_signed_is_not_made_without_secrets() -> None:
    with pytest.raises(SetupError, match=r"CERTIFICATE_PASSWORD, .*API_ISSUER are missing"):
        read_secrets({**dict.fromkeys(SECRETS, ""), "SCRATCHPRESS_MACOS_MUST_SIGN": "true"})


def test_a_certificate_of_another_kind_is_refused() -> None:
    assert identity(LISTING) == "Developer ID Application: Somebody (TEAM)"
    with pytest.raises(SetupError, match="Developer ID"):
        identity('1) 0123 "Apple Development: Somebody"')


def test_the_keychain_is_gone_afterwards_whatever_happened(calls: Path) -> None:
    def build() -> None:
        with signing_identity(read_secrets(SECRETS)) as name:
            assert name == "Developer ID Application: Somebody (TEAM)"
            raise RuntimeError("the build failed")

    with pytest.raises(RuntimeError, match="the build failed"):
        build()

    assert words(calls)[-2:] == ["security list-keychains", "security delete-keychain"]
    assert calls.read_text().splitlines()[-2].split()[-2:] == ["-s", "/login.keychain-db"]


def test_a_disk_image_is_signed_and_notarised_where_there_are_secrets(
    calls: Path, tmp_path: Path
) -> None:
    app = tmp_path / "Scratchpress.app"
    app.mkdir()

    made = make_dmg(app, tmp_path / "a.dmg")
    assert made.read_text() == "image"
    assert words(calls) == ["codesign --verify", f"ditto {app}", "hdiutil create"]

    calls.unlink()
    make_dmg(app, tmp_path / "b.dmg", identity="Developer ID", secrets=read_secrets(SECRETS))
    assert words(calls)[3:] == ["codesign --sign", "xcrun notarytool", "xcrun stapler"]


def test_a_disk_image_that_is_busy_for_a_moment_is_made_again(
    calls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr("setup.processes._PAUSE_SECONDS", 0)
    busy = f"""\
import os, pathlib
mark = pathlib.Path(__file__).parent / "was-busy"
if not mark.exists():
    mark.touch()
    raise SystemExit("hdiutil: create failed - Resource busy")
{TOOL}"""
    stand_in(calls.with_name("hdiutil"), busy)

    assert make_dmg(tmp_path, tmp_path / "a.dmg").read_text() == "image"
    assert words(calls)[-1] == "hdiutil create"


def test_what_apple_says_of_a_refused_app_is_shown(calls: Path, tmp_path: Path) -> None:
    calls.with_name("codesign").write_text("#!/bin/sh\necho a sealed resource is missing; exit 1\n")
    with pytest.raises(SetupError) as caught:
        make_dmg(tmp_path, tmp_path / "a.dmg")

    assert "does not fit" in caught.value.sentence
    assert caught.value.details == "a sealed resource is missing"


@pytest.mark.skipif(sys.platform != "darwin", reason="Apple's own judge is only there")
def test_apples_own_reader_takes_the_property_lists(tmp_path: Path) -> None:
    path = tmp_path / "Info.plist"
    path.write_bytes(plistlib.dumps(info_plist("1.2.3")))
    for one in (path, ENTITLEMENTS):
        subprocess.run(["plutil", "-lint", one], check=True)
