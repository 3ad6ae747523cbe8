"""The window: it renders events and edits a recipe, nothing else."""

import builtins

import PySide6.QtCore  # noqa: F401 - it is what changes the next

# PySide puts a function of its own in place of the import statement's, which looks into the
# source of every module that is imported afterwards for a wish of another spelling of Qt's
# names (``from __feature__ import snake_case``). Nobody here has it, and it costs each start.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
