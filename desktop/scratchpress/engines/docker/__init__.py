"""The Docker daemon, or a compatible one such as Podman, as an engine."""
