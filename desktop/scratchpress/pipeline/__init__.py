"""The build from end to end: a job goes in, events come out, a result comes back."""
