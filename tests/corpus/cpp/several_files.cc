// A header, a class in a file of its own, and a function in C.
#include "data/animal.h"
#include <iostream>
extern "C" int add(int left, int right);
int main() { std::cout << make_animal()->sound() << ' ' << add(40, 2) << '\n'; }
