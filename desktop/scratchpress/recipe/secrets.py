"""Recognises files that hold private keys, passwords or tokens, by name and by first bytes."""

from __future__ import annotations

import os
import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from scratchpress.core.messages import Message
from scratchpress.system.file_kinds import is_file

if TYPE_CHECKING:
    from collections.abc import Iterator

# A certificate chain may come before its key.
_HEAD_BYTES = 64 * 1024
_MOST_ENTRIES = 5000

PRIVATE_KEY = Message("It looks like a private key.")
PASSWORDS = Message("It looks like passwords or tokens.")
NOT_ALL_READ = Message("Not all of its files could be looked at for keys and passwords.")

_DATA = ("", ".txt", ".json", ".toml", ".yaml", ".yml", ".ini", ".csv")
_NAMES = {
    PRIVATE_KEY: (
        *("id_rsa", "id_dsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk"),
        *("*.key", "*.p12", "*.pfx", "*.jks", "*.keystore", "*.ppk", "*.kdbx", "*.keytab"),
        *("wallet.dat", "secring.gpg"),
    ),
    PASSWORDS: (
        *(".env", ".env.*", "*.env", ".envrc", ".netrc", "_netrc", ".pgpass", ".my.cnf"),
        *(".git-credentials", ".npmrc", ".pypirc", ".dockercfg", ".htpasswd", ".vault-token"),
        *("kubeconfig", "shadow", "gshadow", ".bash_history", ".zsh_history"),
        *(f"{stem}{ending}" for stem in ("credentials", "passwords") for ending in _DATA),
        *(f"{stem}{ending}" for stem in ("secret", "secrets") for ending in _DATA),
        *(f"{stem}{ending}" for stem in ("token", "tokens") for ending in _DATA),
    ),
}
# Projects publish these to show which variables there are.
_EXAMPLES = ("*.example", "*.sample", "*.template", "*.dist")
# The marks that https://docs.github.com/en/code-security/secret-scanning and its like look for.
_HEADS = {
    PRIVATE_KEY: re.compile(
        rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"
        rb"|^PuTTY-User-Key-File-|\bAGE-SECRET-KEY-1",
        re.MULTILINE,
    ),
    PASSWORDS: re.compile(
        rb"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22}|glpat-[A-Za-z0-9_-]{20}"
        rb"|(?:AKIA|ASIA)[A-Z0-9]{16}\b|xox[abeprs]-[A-Za-z0-9-]{10}|npm_[A-Za-z0-9]{36}"
        rb"|pypi-AgEI[A-Za-z0-9_-]{16}|sk_live_[A-Za-z0-9]{16})"
        rb"|\"auths\"\s*:\s*\{|//[^\s/]+/:_authToken=",
    ),
}


def secrets_in(path: Path) -> Iterator[tuple[Path, Message]]:
    """The files that look like secrets, each with a sentence that says so.

    What cannot be read looks like none: neither can it be taken anywhere.

    Args:
        path: a file, or a folder that is looked through without following links.
    """
    # A path can be too long to be looked at; pathlib's own question raises then.
    if not os.path.isdir(path):  # noqa: PTH112 - see above
        if sentence := _of_file(path):
            yield path, sentence
        return
    seen = 0
    for place, folders, names in os.walk(path):
        folders.sort()
        seen += len(names) + len(folders)
        if seen > _MOST_ENTRIES:
            yield path, NOT_ALL_READ
            return
        for inner in sorted(Path(place, name) for name in names):
            if not inner.is_symlink() and (sentence := _of_file(inner)):
                yield inner, sentence


def _of_file(path: Path) -> Message | None:
    name = path.name.lower()
    if not any(fnmatchcase(name, pattern) for pattern in _EXAMPLES):
        for sentence, patterns in _NAMES.items():
            if any(fnmatchcase(name, pattern) for pattern in patterns):
                return sentence
    try:
        # Opening a pipe would wait for its other end.
        if not is_file(path):
            return None
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except (OSError, ValueError):
        return None
    return next((sentence for sentence, mark in _HEADS.items() if mark.search(head)), None)
