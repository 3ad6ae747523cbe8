// C++23: expected values, and optional with what follows from it.
#include <expected>
#include <iostream>
#include <optional>
#include <string>

std::expected<int, std::string> divide(int left, int right) {
  if (right == 0) return std::unexpected("divided by zero");
  return left / right;
}

int main() {
  std::cout << divide(84, 2).value() << '\n' << divide(1, 0).error() << '\n';
  std::optional<int> some = 20, none;
  auto twice = [](int n) { return 2 * n; };
  std::cout << some.transform(twice).value_or(-1) << ' ' << none.transform(twice).value_or(-1) << '\n';
}
