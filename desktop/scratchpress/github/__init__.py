"""GitHub Actions: what the runner reads, what people read there, and workflow files."""
