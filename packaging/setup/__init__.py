"""Sets a checkout up: its environment, what it needs from the system, and ``dev.py``'s commands."""
