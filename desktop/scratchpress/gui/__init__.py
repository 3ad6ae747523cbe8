"""The window: it renders events and edits a recipe, nothing else."""

import builtins
import os
import sys

from scratchpress.gui.app.late_modules import put_off

# PySide and the libraries of the first page import them, and nothing of them is used until the
# window is seen: together they take as long to load as Qt's own libraries.
PUT_OFF = ("ast", "base64", "inspect", "ipaddress", "shutil", "signal", "traceback", "zipfile")
put_off(*PUT_OFF)
# Of PySide's functions few are ever called, and each is found when it is called for the first
# time, as in any program; Python alone asks for all of them when a library is loaded.
if sys.platform == "linux":
    sys.setdlopenflags(os.RTLD_LAZY)

import PySide6.QtCore  # noqa: E402, F401 - it is what changes the next

# PySide puts a function of its own in place of the import statement's, which looks into the
# source of every module that is imported afterwards for a wish of another spelling of Qt's
# names (``from __feature__ import snake_case``). Nobody here has it, and it costs each start.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
