// Text by std::format.
#include <format>
#include <iostream>

int main() {
  std::cout << std::format("[{:>8}] [{:<8}] [{:*^8}]\n", "right", "left", "mid");
  std::cout << std::format("{0:d} {0:x} {0:#b} {1:.3f} {1:e}\n", 42, 3.14159);
  std::cout << std::format("{:+05d} {} {{}}\n", 7, true);
}
