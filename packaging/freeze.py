"""Make the standalone app, check it, and pack it for download.

    python packaging/freeze.py [--output FOLDER] [--bundle-only]

Run it with the Python of an environment that has the extra ``gui``, the group ``freeze`` and
nothing else, for whatever is found may be taken along; ``packaging/dev.py freeze`` makes one. The
result is the same to the byte whenever and wherever it is made from the same files with the same
Python: no clock is read and no order is left to chance. It fails when something in the bundle is
not as it should be, see ``bundle.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from bundle import GLIBC_FLOOR, MAX_DOWNLOAD, check_bundle, installed_size
from icons import make_icons
from linux.deb import make_deb
from reporting import SetupError, say
from reproducible import pack, source_date

ROOT = Path(__file__).resolve().parents[1]
_SMOKE_SECONDS = 300


def main() -> int:
    """Do what the arguments ask; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="where to (dist)")
    parser.add_argument(
        "--bundle-only", action="store_true", help="leave out what is packed for download"
    )
    parser.add_argument(
        "--glibc",
        type=_numbers,
        default=GLIBC_FLOOR,
        metavar="VERSION",
        help="the oldest glibc that the app has to run with (2.34; newer on newer computers)",
    )
    arguments = parser.parse_args()
    try:
        bundle = freeze(arguments.output)
        check(bundle, arguments.glibc)
        if not arguments.bundle_only:
            for path in pack_all(bundle, arguments.output):
                say(f"{path.stat().st_size / 1e6:7.1f} MB  {path}")
    except SetupError as error:
        say(error.details)
        say(error.sentence)
        return 1
    return 0


def freeze(output: Path) -> Path:
    """Run PyInstaller; returns the folder with the app.

    Raises:
        SetupError: it fails.
    """
    work = ROOT / "build"
    command = [
        *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"),
        f"--distpath={output}",
        f"--workpath={work}",
        str(ROOT / "packaging" / "scratchpress.spec"),
    ]
    variables = {
        **os.environ,
        # https://pyinstaller.org/en/stable/advanced-topics.html#creating-a-reproducible-build
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": str(source_date(ROOT)),
    }
    make_icons(work / "icons")
    say("Freezing the app. This takes a minute.")
    run = subprocess.run(command, env=variables, cwd=ROOT, check=False)
    if run.returncode:
        raise SetupError("PyInstaller failed; its words are above.")
    bundle = output / "scratchpress"
    if os.name != "nt":
        (bundle / "scratchpress-window").symlink_to("scratchpress")
    return bundle


def check(bundle: Path, glibc: tuple[int, int]) -> None:
    """Look at the frozen app, and start it once.

    Raises:
        SetupError: it is not as it should be.
    """
    if sys.platform == "linux":
        findings = check_bundle(bundle, glibc)
        if findings:
            raise SetupError(
                "The bundle cannot be shipped.", "\n".join(one.sentence for one in findings)
            )
    report = smoke(bundle)
    say(f"{installed_size(bundle) / 1e6:7.1f} MB  {bundle}  {json.dumps(report)}")


def smoke(bundle: Path) -> dict[str, Any]:
    """Start the app without a person, and nothing of this environment around it.

    Raises:
        SetupError: it does not work, or says more than it should.
    """
    program = bundle / ("scratchpress.exe" if os.name == "nt" else "scratchpress")
    kept = ("HOME", "DISPLAY", "SystemRoot", "TEMP", "TMP", "USERPROFILE", "LOCALAPPDATA")
    variables = {name: os.environ[name] for name in kept if name in os.environ}
    if sys.platform == "linux":
        variables["LANG"] = "C.UTF-8"
        if "DISPLAY" not in variables:
            variables["QT_QPA_PLATFORM"] = "offscreen"
    run = subprocess.run(
        [str(program), "--smoke"],
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_SMOKE_SECONDS,
        check=False,
    )
    said = run.stdout.decode(errors="replace")
    errors = "\n".join(
        line for line in run.stderr.decode(errors="replace").splitlines() if not _is_known(line)
    )
    if run.returncode or errors or said.count("\n") != 1:
        raise SetupError("The frozen app does not start as it should.", f"{said}\n{errors}")
    report: dict[str, Any] = json.loads(said)
    return report


def _is_known(line: str) -> bool:
    """Whether a line on standard error says something only of the way it is started here."""
    return line.strip() in {"", "This plugin does not support propagateSizeHints()"}


def pack_all(bundle: Path, output: Path) -> list[Path]:
    """What people download, for the system this runs on.

    Raises:
        SetupError: it is larger than allowed.
    """
    name = f"scratchpress-{_version()}-{_system()}"
    date = source_date(ROOT)
    made = []
    if sys.platform == "linux":
        made.append(pack(bundle, output / f"{name}.tar.xz", folder=name, date=date))
        made.append(make_deb(bundle, output, version=_version(), date=date))
    else:
        archive = shutil.make_archive(str(output / name), "zip", output, bundle.name)
        made.append(Path(archive))
    for path in made:
        if path.stat().st_size > MAX_DOWNLOAD:
            raise SetupError(
                f"{path.name} has {path.stat().st_size:,} bytes; {MAX_DOWNLOAD:,} are allowed."
            )
    return made


def _numbers(text: str) -> tuple[int, int]:
    major, minor = text.split(".")
    return int(major), int(minor)


def _version() -> str:
    sys.path.insert(0, str(ROOT / "desktop"))
    from scratchpress import __version__  # after its folder is known

    return __version__


def _system() -> str:
    machine = {"AMD64": "x86_64", "arm64": "aarch64"}.get(platform.machine(), platform.machine())
    return f"{platform.system().lower()}-{machine}"


if __name__ == "__main__":
    sys.exit(main())
