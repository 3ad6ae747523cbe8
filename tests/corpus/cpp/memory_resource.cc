// Memory from a buffer on the stack, and a span over part of it.
#include <array>
#include <cstddef>
#include <iostream>
#include <memory_resource>
#include <span>
#include <vector>

int sum(std::span<const int> numbers) {
  int total = 0;
  for (int number : numbers) total += number;
  return total;
}

int main() {
  std::array<std::byte, 4096> room;
  std::pmr::monotonic_buffer_resource buffer(room.data(), room.size(), std::pmr::null_memory_resource());
  std::pmr::vector<int> numbers(&buffer);
  for (int n = 1; n <= 100; n++) numbers.push_back(n);
  std::cout << sum(numbers) << ' ' << sum(std::span(numbers).first(10)) << '\n';
  try {
    numbers.resize(1'000'000);
  } catch (const std::bad_alloc&) {
    std::cout << "full\n";
  }
}
