"""Every fault at every moment of a build, with a real window, daemon and disk.

``table.py`` is the matrix, ``test_matrix.py`` its tests. All cells with the figures of the run::

    python -m tests.faults
"""
