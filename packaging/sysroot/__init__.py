"""Makes the prebuilt libraries of the embedded compiler, ``assets/sysroot``."""
