"""The window's words in the person's language, and its numbers as that language writes them."""
