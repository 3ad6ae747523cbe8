// Values of several types, visited; values that may be missing.
#include <iostream>
#include <optional>
#include <string>
#include <variant>
#include <vector>

template <class... Ts> struct Visitor : Ts... { using Ts::operator()...; };

static std::optional<int> half(int n) { return n % 2 ? std::nullopt : std::optional(n / 2); }

int main() {
  std::vector<std::variant<int, double, std::string>> values{1, 2.5, "three"};
  for (auto &value : values)
    std::visit(Visitor{[](int n) { std::cout << "int " << n << '\n'; },
                       [](double d) { std::cout << "double " << d << '\n'; },
                       [](const std::string &s) { std::cout << "text " << s << '\n'; }},
               value);
  std::cout << half(8).value_or(-1) << ' ' << half(7).value_or(-1) << '\n';
}
