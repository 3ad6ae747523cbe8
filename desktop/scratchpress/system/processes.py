"""Whether a process is alive."""

from __future__ import annotations

import os


def process_is_alive(pid: int) -> bool:
    """Whether a process with this number runs on this computer."""
    if os.name == "nt":
        return _is_alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _is_alive_on_windows(pid: int) -> bool:
    """Ask for a handle: on Windows ``os.kill(pid, 0)`` would end the process."""
    import ctypes  # only Windows needs it

    kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    query_limited_information = 0x1000
    handle = kernel32.OpenProcess(query_limited_information, False, pid)  # noqa: FBT003 - a BOOL
    if handle:
        kernel32.CloseHandle(handle)
    return bool(handle)
