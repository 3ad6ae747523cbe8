"""What is for macOS alone of the standalone app."""
