"""Docker contexts as ``docker context create`` writes them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path


def add_context(home: Path, name: str, host: str) -> Path:
    """Add one to the account whose folder this is; returns its file."""
    digest = hashlib.sha256(name.encode()).hexdigest()
    folder = home / ".docker" / "contexts" / "meta" / digest
    folder.mkdir(parents=True)
    meta = {"Name": name, "Metadata": {}, "Endpoints": {"docker": {"Host": host}}}
    (folder / "meta.json").write_text(json.dumps(meta))
    return folder / "meta.json"
