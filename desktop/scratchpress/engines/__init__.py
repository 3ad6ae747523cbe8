"""Engines, which hold and run images."""
