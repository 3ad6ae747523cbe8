"""What is open, the build that is going on, and what it made."""
