"""The licences that the standalone app brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from freeze.app_bill import packages
from freeze.license_texts import gather_licenses
from setup.checkout import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path


def test_everything_in_the_app_has_a_text_and_the_notice_names_it(tmp_path: Path) -> None:
    folder = gather_licenses(tmp_path / "licenses")
    notice = (folder / "NOTICE.txt").read_text("utf-8")

    assert "@" not in notice
    assert (folder / "LICENSE.txt").read_bytes() == (CHECKOUT / "LICENSE").read_bytes()
    for text, title in (("Qt/LGPL-3.0.txt", "LESSER GENERAL"), ("Qt/GPL-3.0.txt", "GNU GENERAL")):
        assert title in (folder / text).read_text("utf-8")
    assert "Python Software Foundation" in (folder / "Python/LICENSE.txt").read_text("utf-8")
    for package in packages():
        name = package.metadata["Name"]
        assert package.version in notice
        if name not in ("PySide6_Essentials", "shiboken6"):
            assert f"{name} {package.version}" in notice
            assert [path for path in (folder / name).rglob("*") if path.is_file()]
