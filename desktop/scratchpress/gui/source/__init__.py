"""The source: opening, saving and showing it."""
