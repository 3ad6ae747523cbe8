"""The engine that needs no daemon: runs programs in namespaces of the Linux kernel."""
