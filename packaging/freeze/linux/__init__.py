"""Packages the app for Linux."""
