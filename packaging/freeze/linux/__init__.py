"""What is for Linux alone of the standalone app."""
