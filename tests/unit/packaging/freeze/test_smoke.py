"""The first look at a packaged app: everything that is not as it should be makes it fail."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from freeze.smoke import main, smoke
from setup.reporting import SetupError
from tests.support.stand_ins import stand_in

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stand-ins for the app are scripts")

GOOD = {"ok": True, "output": "Hello! This message is coming from a container \n"}


def app(folder: Path, report: object, more: str = "") -> Path:
    """A program that reports, then does something more."""
    text = report if isinstance(report, str) else json.dumps(report)
    return stand_in(
        folder / "scratchpress",
        "import os, pathlib, sys\nassert sys.argv[1] == '--smoke'\n"
        f"pathlib.Path(sys.argv[2]).write_text({text!r})\n{more}\n",
    )


def test_an_app_that_works_tells_its_parts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert smoke(app(tmp_path, GOOD)) == GOOD
    assert main([str(app(tmp_path, GOOD))]) == 0
    assert json.loads(capsys.readouterr().out) == GOOD


def test_a_computer_that_cannot_run_programs_is_no_fault_of_the_app(tmp_path: Path) -> None:
    assert smoke(app(tmp_path, {"ok": True, "cannot-run": "No namespaces"}))["ok"]


@pytest.mark.parametrize(
    ("report", "more", "shown"),
    [
        ({**GOOD, "output": "Hallo\n"}, "", "Hallo"),
        ({"ok": True}, "", "ok"),
        ({"ok": False, "error": "no compiler"}, "sys.exit(1)", "no compiler"),
        (GOOD, "print('qt.qpa.plugin: warning', file=sys.stderr)", "qt.qpa.plugin: warning"),
        (GOOD, "print('left over')", "left over"),
        (GOOD, "os.abort()", "ok"),
        ("{", "", "{"),
    ],
)
def test_whatever_else_it_does_is_told(
    tmp_path: Path, report: object, more: str, shown: str
) -> None:
    with pytest.raises(SetupError) as caught:
        smoke(app(tmp_path, report, more))

    assert "does not work as it should" in caught.value.sentence
    assert shown in caught.value.details


def test_an_app_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nothing")]) == 1
    assert "does not start" in capsys.readouterr().err
    assert main([]) == 2


def test_what_makes_things_work_here_is_kept_from_the_app(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LD_LIBRARY_PATH", "PYTHONPATH", "QT_PLUGIN_PATH"):
        monkeypatch.setenv(name, "/opt/developer")
    path = app(tmp_path, GOOD, "assert not [v for v in os.environ.values() if 'developer' in v]")

    assert smoke(path) == GOOD
