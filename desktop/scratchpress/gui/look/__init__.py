"""Colours, sizes, icons."""
