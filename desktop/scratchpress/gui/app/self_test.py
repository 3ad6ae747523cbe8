"""``--smoke``: starts everything once, without a person, and tells as JSON whether it works.

For whoever has packaged the app: window, Docker SDK, compiler, archive engine, certificates
and time zones, which are the parts that a package can lack.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING, Any

import msgspec
import PySide6
from PySide6.QtCore import QCoreApplication, QEventLoop, qVersion
from PySide6.QtWidgets import QApplication

import scratchpress
from scratchpress.core.errors import EngineUnavailableError, ScratchpressError, unexpected
from scratchpress.core.messages import Message
from scratchpress.gui.language.words import said
from scratchpress.system.atomic_files import save_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scratchpress.gui.window.main_window import MainWindow

_SECONDS = 120.0
_WORD_OF_OURS = Message("Build and run")
_WORD_OF_QT = ("QPlatformTheme", "Cancel")
_OUTPUT = "Hello! This message is coming from a container \n"


def main(targets: Sequence[str]) -> int:
    """Start everything, and write what was found; returns the exit code.

    Args:
        targets: a file to write to; standard output when there is none, which a window
            program on Windows has not.
    """
    found: dict[str, Any] = {"version": scratchpress.__version__, "ok": False}
    try:
        with tempfile.TemporaryDirectory(prefix="scratchpress-smoke-") as folder:
            # What the person has and has chosen stays as it is.
            os.environ["SCRATCHPRESS_STATE_DIR"] = str(Path(folder, "state"))
            os.environ["SCRATCHPRESS_CACHE_DIR"] = str(Path(folder, "cache"))
            # Docker Desktop would take its time, and a Docker of the person's is not ours to use.
            nobody = "tcp://127.0.0.1:9" if os.name == "nt" else f"unix://{folder}/nobody.sock"
            os.environ["DOCKER_HOST"] = nobody
            found |= {"parts": _parts(), **_build()}
        found["ok"] = True
    except Exception as error:  # noqa: BLE001 - told like any other finding
        worded = error if isinstance(error, ScratchpressError) else unexpected(error)
        found["error"] = {"title": worded.title, "details": worded.details}
    text = msgspec.json.encode(found, enc_hook=str).decode()
    if targets:
        save_bytes(Path(targets[0]), text.encode())
    elif sys.stdout is not None:
        sys.stdout.write(f"{text}\n")
    return 0 if found["ok"] else 1


def _parts() -> dict[str, str]:
    """The versions of what is inside; loading them is the proof that they are there."""
    from scratchpress.engines.connect import connect_docker
    from scratchpress.image.extras import certificates_file, zone_names
    from scratchpress.toolchains.zig.toolchain import ZigToolchain

    try:
        connect_docker()
    except EngineUnavailableError:
        # The SDK was loaded, and found out that nobody is there.
        sdk = version("docker")
    else:
        raise RuntimeError("A Docker daemon answers where there is none.")
    return {
        "python": platform.python_version(),
        "qt": qVersion() or "",
        "pyside": PySide6.__version__,
        "docker-sdk": sdk,
        "compiler": ZigToolchain().title,
        "certificates": f"{certificates_file().stat().st_size} bytes",
        "time-zones": str(len(zone_names())),
        "modules": str(_load_modules()),
    }


def _load_modules() -> int:
    """Load all that is ours, and so all that it needs; how many they are."""
    names = [one.name for one in walk_packages(scratchpress.__path__, "scratchpress.")]
    if not names:
        raise RuntimeError("The app cannot list its own modules.")
    for name in names:
        import_module(name)
    return len(names)


def _build() -> dict[str, Any]:
    """The example, opened and built as a person does it."""
    from scratchpress.gui.app.app import App, prepare_process
    from scratchpress.gui.look.theme import Theme
    from scratchpress.gui.window.main_window import MainWindow

    prepare_process()
    app = App(sys.argv[:1])
    app.setStyle("Fusion")
    began = time.monotonic()
    theme = Theme(app, dressed=False)
    window = MainWindow(theme)
    theme.dress(window)
    window.show()
    try:
        _wait(window.isVisible)
        usable = time.monotonic() - began
        window.session.open_example()
        _wait(lambda: window.session.current is not None)
        window.session.build()
        _wait(lambda: not window.session.working)
        return {
            "languages": _languages(app),
            "platform": app.platformName(),
            "usable-seconds": round(usable, 3),
            "build-seconds": round(time.monotonic() - began - usable, 3),
            **_made(window),
        }
    finally:
        window.quit_now()


def _languages(app: QApplication) -> list[str]:
    """Those that the window can speak, Qt's own words with it."""
    from scratchpress.gui.language.speaking import Speaking
    from scratchpress.system.locale import ENGLISH, LANGUAGES

    speaking = Speaking(app)
    try:
        for language in LANGUAGES:
            speaking.choose(language)
            if language == ENGLISH:
                continue
            is_ours = said(_WORD_OF_OURS) != _WORD_OF_OURS
            is_qt_s = QCoreApplication.translate(*_WORD_OF_QT) != _WORD_OF_QT[1]
            if not (is_ours and is_qt_s):
                raise RuntimeError(f"The window does not speak all of {language}.")
    finally:
        speaking.choose(ENGLISH)
    return list(LANGUAGES)


def _made(window: MainWindow) -> dict[str, Any]:
    result = window.session.result
    if result is None or result.image is None:
        raise RuntimeError("No image was made. " + window.work_page.results.error.words)
    made: dict[str, Any] = {"digest": result.image.digest, "size": result.image.size}
    if result.outcome is not None and result.output is not None:
        from scratchpress.running.output import OutputStream

        output = result.output.read(OutputStream.STDOUT, len(_OUTPUT) + 1).decode()
        if not result.outcome.ok or output != _OUTPUT:
            raise RuntimeError(f"The program said {output!r}: {result.outcome.summary}")
        made["output"] = output
    elif result.cannot_run is not None:
        made["cannot-run"] = result.cannot_run.title
    return made


def _wait(until: Callable[[], bool]) -> None:
    """Let the window work until something holds."""
    end = time.monotonic() + _SECONDS
    while not until():
        if time.monotonic() > end:
            raise TimeoutError("The window did not come so far in time.")
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
