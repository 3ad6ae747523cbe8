"""Packages the app for Windows."""
