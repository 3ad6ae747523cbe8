"""Packages the app for macOS."""
