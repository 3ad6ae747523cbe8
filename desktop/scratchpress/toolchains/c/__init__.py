"""The C and C++ compilers of this computer, and what all C and C++ compilers share."""
