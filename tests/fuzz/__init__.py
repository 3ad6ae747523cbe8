"""Everything that reads what others wrote, fed with anything: no unexpected exception, no hang.

``targets.py`` says what is read and what may come of it; hypothesis feeds it in the tests
(``tests/unit/test_anything_can_be_read.py``), atheris as long as one likes::

    python -m tests.fuzz NAME --seconds N
"""
