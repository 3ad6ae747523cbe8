"""Makes the standalone app with PyInstaller, checks it, and packs it for download.

    python3 packaging/dev.py freeze [--output FOLDER] [--bundle-only | --installer APP]

It runs in an environment that has the extra ``gui``, the group ``freeze`` and nothing else, for
whatever is found may be taken along. The result is the same to the byte whenever and wherever it
is made from the same files with the same Python: no clock is read and no order is left to chance.
It fails when something in the bundle is not as it should be, see ``bundle.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

from freeze.app_bill import write_app_bill
from freeze.bundle import MAX_DOWNLOAD, check_bundle, glibc_floor, installed_size
from freeze.icons import make_icons
from freeze.linux.appdir import make_appdir
from freeze.linux.deb import make_deb
from freeze.macos.dmg import make_dmg
from freeze.macos.signing import read_secrets, signing_identity
from freeze.reproducible import pack, pack_zip, source_date
from freeze.smoke import smoke
from freeze.windows.installer import make_installer
from release.release_files import version
from setup.checkout import CHECKOUT
from setup.reporting import SetupError, say

SYSTEM = platform.system()


def main() -> int:
    """Do what the arguments ask; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--output", type=Path, default=CHECKOUT / "dist", help="where to (dist)")
    parser.add_argument(
        "--bundle-only", action="store_true", help="leave out what is packed for download"
    )
    parser.add_argument(
        "--glibc",
        type=_numbers,
        default=glibc_floor(),
        metavar="VERSION",
        help="the oldest glibc that the app has to run with (2.34, and 2.39 on arm64)",
    )
    parser.add_argument(
        "--appdir",
        action="store_true",
        help="also make what AppImages are made of; Linux",
    )
    parser.add_argument(
        "--installer",
        type=Path,
        metavar="APP",
        help="only make the installer for Windows, of an app that was made there",
    )
    arguments = parser.parse_args()
    try:
        if arguments.installer is not None:
            tell(pack_installer(arguments.installer, arguments.output))
            return 0
        secrets = read_secrets(os.environ) if SYSTEM == "Darwin" else None
        with signing_identity(secrets) as identity:
            bundle = freeze(arguments.output, identity)
            check(bundle, arguments.glibc)
            if arguments.appdir:
                target = arguments.output / "Scratchpress.AppDir"
                say(str(make_appdir(bundle, target, version=version(), date=source_date(CHECKOUT))))
            made = [] if arguments.bundle_only else pack_all(bundle, arguments.output, identity)
        tell(*made)
    except SetupError as error:
        say(error.details)
        say(error.sentence)
        return 1
    return 0


def tell(*made: Path) -> None:
    """Say what was made and how large it is.

    Raises:
        SetupError: it is larger than allowed.
    """
    for path in made:
        size = path.stat().st_size
        say(f"{size / 1e6:7.1f} MB  {path}")
        if size > MAX_DOWNLOAD:
            raise SetupError(f"{path.name} has {size:,} bytes; {MAX_DOWNLOAD:,} are allowed.")


def freeze(output: Path, identity: str | None = None) -> Path:
    """Run PyInstaller; returns the folder with the app.

    Args:
        output: where the app goes.
        identity: what the app is signed with on macOS; "ad hoc" for ``None``.

    Raises:
        SetupError: it fails.
    """
    work = CHECKOUT / "build"
    command = [
        *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"),
        f"--distpath={output}",
        f"--workpath={work}",
        str(Path(__file__).with_name("scratchpress.spec")),
    ]
    variables = {
        # What the app is signed with is nobody's business there, nor are the packaging's modules.
        **{
            name: value
            for name, value in os.environ.items()
            if "_MACOS_" not in name and name != "PYTHONPATH"
        },
        # https://pyinstaller.org/en/stable/advanced-topics.html#creating-a-reproducible-build
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(source_date(CHECKOUT)),
        "SCRATCHPRESS_CODESIGN_IDENTITY": identity or "",
        "PYINSTALLER_STRICT_BUNDLE_CODESIGN_ERROR": "1",
    }
    make_icons(work / "icons")
    say("Freezing the app. This takes a minute.")
    run = subprocess.run(command, env=variables, cwd=CHECKOUT, check=False)
    if run.returncode:
        raise SetupError("PyInstaller failed; its words are above.")
    if SYSTEM == "Darwin":
        return output / "Scratchpress.app"
    bundle = output / "scratchpress"
    if SYSTEM == "Linux":
        (bundle / "scratchpress-window").symlink_to("scratchpress")
    return bundle


def check(bundle: Path, glibc: tuple[int, int]) -> None:
    """Look at the frozen app, and start it once.

    Raises:
        SetupError: it is not as it should be.
    """
    if SYSTEM == "Linux":
        findings = check_bundle(bundle, glibc)
        if findings:
            raise SetupError(
                "The bundle cannot be shipped.", "\n".join(one.sentence for one in findings)
            )
    for program in programs(bundle):
        say(f"{program}: {json.dumps(smoke(program))}")
    say(f"{installed_size(bundle) / 1e6:7.1f} MB  {bundle}")


def programs(bundle: Path) -> list[Path]:
    """The one for the terminal, and the window's where it is another."""
    if SYSTEM == "Linux":
        return [bundle / "scratchpress"]
    folder = bundle / "Contents" / "MacOS" if SYSTEM == "Darwin" else bundle
    ending = ".exe" if SYSTEM == "Windows" else ""
    return [folder / f"{name}{ending}" for name in ("scratchpress", "scratchpress-window")]


def pack_all(bundle: Path, output: Path, identity: str | None = None) -> list[Path]:
    """What people download, for the system this runs on.

    Args:
        bundle: the app.
        output: where its packages go.
        identity: what they are signed with on macOS.

    Raises:
        SetupError: something cannot be made.
    """
    name = f"scratchpress-{version()}-{_system()}"
    date = source_date(CHECKOUT)
    made = []
    if SYSTEM == "Linux":
        made.append(pack(bundle, output / f"{name}.tar.xz", folder=name, date=date))
        made.append(make_deb(bundle, output, version=version(), date=date))
    elif SYSTEM == "Darwin":
        secrets = read_secrets(os.environ)
        target = output / f"{name}.dmg"
        made.append(make_dmg(bundle, target, identity=identity, secrets=secrets))
    else:
        made.append(pack_zip(bundle, output / f"{name}.zip", folder=bundle.name, date=date))
    bill = output / f"{name}.cdx.json"
    made.append(write_app_bill(bundle, bill, version=version(), date=date))
    return made


def pack_installer(app: Path, output: Path) -> Path:
    """Make the installer for Windows; NSIS does that on every system.

    Args:
        app: the app for Windows.
        output: where the installer goes.

    Raises:
        SetupError: it cannot be made.
    """
    make_icons(CHECKOUT / "build" / "icons")
    output.mkdir(parents=True, exist_ok=True)
    target = output / f"scratchpress-{version()}-windows-x86_64.exe"
    return make_installer(app, target, version=version(), date=source_date(CHECKOUT))


def _numbers(text: str) -> tuple[int, int]:
    major, minor = text.split(".")
    return int(major), int(minor)


def _system() -> str:
    machine = {"AMD64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
    return f"{SYSTEM.lower()}-{machine}"


if __name__ == "__main__":
    sys.exit(main())
