"""A program while it runs: its input and output, its ports and folders, and how it ended."""
