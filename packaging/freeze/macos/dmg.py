"""Makes a disk image for macOS: the app, and a link to where it is dragged."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from freeze.macos.signing import notarise
from setup.processes import retry_in_ci, run_tool

if TYPE_CHECKING:
    from freeze.macos.signing import Secrets


def make_dmg(
    app: Path, target: Path, *, identity: str | None = None, secrets: Secrets | None = None
) -> Path:
    """Write the disk image; returns its path.

    Args:
        app: ``Scratchpress.app``, signed.
        target: ``Scratchpress-0.1.0-darwin-aarch64.dmg``.
        identity: the certificate to sign with, see ``signing_identity``.
        secrets: what is needed to have it notarised.

    Raises:
        SetupError: one of the system's programs fails.
    """
    verify = ("codesign", "--verify", "--deep", "--strict", str(app))
    run_tool(*verify, failure="The app's signature does not fit its files.")
    with tempfile.TemporaryDirectory(prefix="scratchpress-dmg-") as name:
        folder = Path(name)
        # Unlike other ways to copy, this keeps links and what else signatures stand on.
        run_tool("ditto", str(app), str(folder / app.name), failure="The app cannot be copied.")
        (folder / "Applications").symlink_to("/Applications")
        # The system's own services often hold the volume for a moment: "Resource busy".
        retry_in_ci(
            lambda: run_tool(
                *("hdiutil", "create", "-volname", "Scratchpress", "-srcfolder", str(folder)),
                *("-fs", "HFS+", "-format", "ULMO", "-ov", str(target)),
                failure="The disk image cannot be made.",
            )
        )
    if identity is not None and secrets is not None:
        sign = ("codesign", "--sign", identity, "--timestamp", str(target))
        run_tool(*sign, failure="The disk image cannot be signed.")
        notarise(target, secrets)
    return target
