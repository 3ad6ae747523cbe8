"""Makes the program that confines others on Linux, ``assets/confine``."""
