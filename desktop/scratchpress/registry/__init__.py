"""Pushes images to registries as they are, and pulls base images."""
