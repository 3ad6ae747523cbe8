"""The command line: reads arguments, runs the build, reports it as text or JSON."""
