// Random numbers from a seed, numbers from text and back, bits and the greatest divisor.
#include <bit>
#include <charconv>
#include <iostream>
#include <numbers>
#include <numeric>
#include <random>
#include <string_view>

int main() {
  std::mt19937 engine(42);
  engine.discard(9999);
  std::cout << engine() << '\n';
  std::string_view text = "2024x";
  int number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  std::cout << number << ' ' << *end << ' ' << (error == std::errc()) << '\n';
  char room[32];
  auto [last, _] = std::to_chars(room, room + sizeof room, std::numbers::pi, std::chars_format::fixed, 4);
  std::cout << std::string_view(room, last) << '\n';
  std::cout << std::popcount(255u) << ' ' << std::bit_width(1000u) << ' ' << std::gcd(84, 36) << '\n';
}
