"""Tells whether a program in the preview may use a shared folder without groups of the person's.

Started by root, the sandbox gives up root and all groups. An ordinary account cannot give up its
further groups in a user namespace (user_namespaces(7), setgroups), so the kernel goes on counting
them; what they alone open is refused.
"""

from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING, NamedTuple

from scratchpress.core.errors import CannotRunError
from scratchpress.core.messages import Message
from scratchpress.engines.preview.sandbox import USER
from scratchpress.engines.shared_folders import check_folder

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from scratchpress.running.ports_and_folders import SharedFolder

_ENTER, _WRITE = 5, 7
# Of the folders on the way to one.
_PASS = 1

# linux/posix_acl_xattr.h: a version, then entries of tag, permissions and number.
_ACL = "system.posix_acl_access"
_ACL_HEADER, _ACL_ENTRY = 4, struct.Struct("<HHI")
_USER_OBJ, _NAMED_USER, _GROUP_OBJ, _NAMED_GROUP, _MASK, _OTHER = 1, 2, 4, 8, 16, 32


class Account(NamedTuple):
    """Who asks for a folder: numbers of a user and of groups."""

    user: int
    groups: Collection[int]


def check_access(folder: SharedFolder) -> None:
    """Refuse a folder that the program could not use, or only through the person's groups.

    Raises:
        CannotRunError: it may not be used.
    """
    check_folder(folder)
    wanted = _WRITE if folder.writable else _ENTER
    user = os.getuid()
    if user == 0:
        if may_use(folder.source, wanted, Account(USER, (USER,))):
            return
        explanation: str = Message(
            "Started by root, the built-in preview runs programs as account {0}.", USER
        )
        remedy = "Let every account in there (chmod), start this without root, or use Docker."
    else:
        group = os.getgid()
        by_groups = may_use(folder.source, wanted, Account(user, {group, *os.getgroups()}))
        if not by_groups or may_use(folder.source, wanted, Account(user, (group,))):
            return
        explanation = (
            "Only a further group of your account opens it. A program in the built-in preview is"
            " not to act for your groups."
        )
        remedy = "Share a folder of your own, or run it with Docker."
    raise CannotRunError(
        (
            Message("The program may not write in {0}.", folder.source)
            if folder.writable
            else Message("The program may not read {0}.", folder.source)
        ),
        explanation=explanation,
        remedy=remedy,
    )


def may_use(folder: Path, wanted: int, account: Account) -> bool:
    """Whether an account has these permissions for a folder and can get there.

    Args:
        folder: without links.
        wanted: permission bits, as in an octal digit.
        account: who asks.
    """
    return _allows(folder, wanted, account) and all(
        _allows(each, _PASS, account) for each in folder.parents
    )


def _allows(folder: Path, wanted: int, account: Account) -> bool:
    """As the kernel decides it (acl(5), "Access check algorithm")."""
    about = folder.stat()
    entries = _entries(folder) or [
        (_USER_OBJ, about.st_mode >> 6, 0),
        (_GROUP_OBJ, about.st_mode >> 3, 0),
        (_OTHER, about.st_mode, 0),
    ]
    masks = [bits for tag, bits, _ in entries if tag == _MASK]
    mask = masks[0] if masks else _WRITE
    groups: list[int] = []
    for tag, bits, number in entries:
        if tag == _USER_OBJ and about.st_uid == account.user:
            return bits & wanted == wanted
        if tag == _NAMED_USER and number == account.user:
            return bits & mask & wanted == wanted
        group = about.st_gid if tag == _GROUP_OBJ else number
        if tag in {_GROUP_OBJ, _NAMED_GROUP} and group in account.groups:
            groups.append(bits & mask)
        if tag == _OTHER and not groups:
            return bits & wanted == wanted
    return any(bits & wanted == wanted for bits in groups)


def _entries(folder: Path) -> list[tuple[int, int, int]]:
    """The folder's access control list, in the kernel's order; empty when it has none."""
    try:
        return list(_ACL_ENTRY.iter_unpack(os.getxattr(folder, _ACL)[_ACL_HEADER:]))
    except OSError:
        return []
