"""Keeps the translations, ``assets/languages``, up to date with the words in the code."""
