// Concepts, consteval, designated initialisers and the place in the source.
#include <concepts>
#include <iostream>
#include <source_location>
#include <string>

template <typename T>
concept Shown = requires(T value) { { value.show() } -> std::convertible_to<std::string>; };

struct Point {
  int x = 0, y = 0;
  std::string show() const { return std::to_string(x) + "/" + std::to_string(y); }
};

consteval int square(int n) { return n * n; }

template <Shown T> std::string words(const T& value) { return "shown: " + value.show(); }
template <std::integral T> std::string words(T value) { return "number: " + std::to_string(value); }

int main() {
  std::cout << words(Point{.x = 3, .y = 4}) << '\n' << words(square(12)) << '\n';
  auto here = std::source_location::current();
  std::cout << here.file_name() << ' ' << here.line() << '\n';
}
