// Views over numbers, put together and worked out when they are asked for.
#include <algorithm>
#include <iostream>
#include <ranges>
#include <vector>

int main() {
  auto even = [](int n) { return n % 2 == 0; };
  auto square = [](int n) { return n * n; };
  for (int n : std::views::iota(1) | std::views::filter(even) | std::views::transform(square) |
                   std::views::take(5))
    std::cout << n << ' ';
  std::cout << '\n';
  std::vector<int> values{5, 3, 9, 1};
  std::ranges::sort(values, std::greater{});
  for (int n : values | std::views::reverse | std::views::drop(1)) std::cout << n << ' ';
  std::cout << *std::ranges::max_element(values) << '\n';
}
