"""The person's files: read, recognised, collected from folders, watched."""
