"""A terminal in the window."""
