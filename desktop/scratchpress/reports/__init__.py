"""What is told about a build: for people, for programs, and for comparing."""
