"""Restores the variables that PyInstaller sets; the frozen app runs this first.

They point every program that the app starts at the app's libraries and Qt's plugins, which have
been found by now, and which a compiler, a browser or a credential helper must not load.
https://pyinstaller.org/en/stable/runtime-information.html#ld-library-path-libpath-considerations

On Linux nothing points at Qt's plugins, which PySide finds from its own folder; what stands there
is the desktop's, and its plugins are for another Qt than this one.
"""

import os

for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
    os.environ.pop(name, None)
    if f"{name}_ORIG" in os.environ:
        os.environ[name] = os.environ[f"{name}_ORIG"]
for name in ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH"):
    os.environ.pop(name, None)
