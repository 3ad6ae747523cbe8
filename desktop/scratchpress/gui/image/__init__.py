"""The image: its files, its texts, saving and pushing it."""
