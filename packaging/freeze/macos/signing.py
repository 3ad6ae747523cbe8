"""Signs for macOS, where there is a certificate to sign with.

Without one the app is signed "ad hoc": it starts on the computer that made it, and on others
after its person allowed it. The certificate and Apple's key come as environment variables, as
secrets of a workflow do.
"""

from __future__ import annotations

import base64
import re
import secrets
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from setup.processes import run_tool
from setup.reporting import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ENTITLEMENTS = Path(__file__).resolve().parent / "entitlements.plist"
_IDENTITY = re.compile(r'"(Developer ID Application: [^"]+)"')


@dataclass(frozen=True)
class Secrets:
    """What is needed to sign and to have it notarised.

    Attributes:
        certificate: a "Developer ID Application" certificate with its key, PKCS #12.
        password: the certificate's.
        api_key: a key of App Store Connect, as its ``.p8`` file says it.
        api_key_id: that key's ID.
        api_issuer: who issued it.
    """

    certificate: bytes
    password: str
    api_key: str
    api_key_id: str
    api_issuer: str


_VARIABLES = {
    "certificate": "SCRATCHPRESS_MACOS_CERTIFICATE",
    "password": "SCRATCHPRESS_MACOS_CERTIFICATE_PASSWORD",
    "api_key": "SCRATCHPRESS_MACOS_API_KEY",
    "api_key_id": "SCRATCHPRESS_MACOS_API_KEY_ID",
    "api_issuer": "SCRATCHPRESS_MACOS_API_ISSUER",
}
_MUST_SIGN = "SCRATCHPRESS_MACOS_MUST_SIGN"


def read_secrets(environment: Mapping[str, str]) -> Secrets | None:
    """What the environment holds; ``None`` when that is nothing, and nothing has to be signed.

    Raises:
        SetupError: only a part is there, nothing where ``SCRATCHPRESS_MACOS_MUST_SIGN`` is set, or
            the certificate is not Base64.
    """
    # A secret that a workflow does not have is an empty variable.
    given = {field: environment.get(name, "") for field, name in _VARIABLES.items()}
    missing = [_VARIABLES[field] for field, value in given.items() if not value]
    if len(missing) == len(_VARIABLES) and not environment.get(_MUST_SIGN):
        return None
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise SetupError(f"The app cannot be signed: {', '.join(missing)} {verb} missing.")
    try:
        certificate = base64.b64decode("".join(given.pop("certificate").split()), validate=True)
    except ValueError as error:
        raise SetupError(f"{_VARIABLES['certificate']} is not Base64.") from error
    return Secrets(certificate, **given)


@contextmanager
def signing_identity(given: Secrets | None) -> Iterator[str | None]:
    """The name of a certificate that ``codesign`` finds while inside; ``None`` without one.

    It lies in a keychain of its own, which is deleted afterwards.

    Raises:
        SetupError: the certificate cannot be used.
    """
    if given is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="scratchpress-signing-") as folder:
        keychain, word = Path(folder, "scratchpress.keychain-db"), secrets.token_hex(16)
        file = Path(folder, "certificate.p12")
        file.touch(mode=0o600)
        file.write_bytes(given.certificate)
        before = _security("list-keychains", "-d", "user").replace('"', "").split()
        _security("create-keychain", "-p", word, str(keychain))
        try:
            _security("set-keychain-settings", "-u", str(keychain))
            _security("unlock-keychain", "-p", word, str(keychain))
            _security(
                *("import", str(file), "-k", str(keychain), "-P", given.password),
                *("-T", "/usr/bin/codesign"),
            )
            tools = "apple-tool:,apple:,codesign:"
            _security("set-key-partition-list", "-S", tools, "-s", "-k", word, str(keychain))
            _security("list-keychains", "-d", "user", "-s", *before, str(keychain))
            yield identity(_security("find-identity", "-v", "-p", "codesigning", str(keychain)))
        finally:
            _security("list-keychains", "-d", "user", "-s", *before)
            _security("delete-keychain", str(keychain))


def identity(listing: str) -> str:
    """The certificate's name in what ``security find-identity`` prints.

    Raises:
        SetupError: there is none for programs that are given away outside the App Store.
    """
    found = _IDENTITY.search(listing)
    if found is None:
        raise SetupError('The certificate is not a "Developer ID Application" one.', listing)
    return found[1]


def notarise(path: Path, given: Secrets) -> None:
    """Have Apple look at a signed file, and attach that it did.

    Raises:
        SetupError: Apple does not accept it.
    """
    with tempfile.TemporaryDirectory(prefix="scratchpress-notary-") as folder:
        key = Path(folder, "key.p8")
        key.touch(mode=0o600)
        key.write_text(given.api_key, "utf-8")
        run_tool(
            *("xcrun", "notarytool", "submit", str(path), "--wait", "--timeout", "30m"),
            *("--key", str(key), "--key-id", given.api_key_id, "--issuer", given.api_issuer),
            failure="Apple did not accept the app.",
        )
    run_tool("xcrun", "stapler", "staple", str(path), failure="The ticket cannot be attached.")


def _security(*arguments: str) -> str:
    return run_tool("security", *arguments, failure="The certificate cannot be used.")
