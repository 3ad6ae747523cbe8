// Numbers written by the rules of a place.
#include <iomanip>
#include <iostream>
#include <locale>

struct Swiss : std::numpunct<char> {
  char do_thousands_sep() const override { return '\''; }
  char do_decimal_point() const override { return ','; }
  std::string do_grouping() const override { return "\3"; }
};

int main() {
  std::cout << std::fixed << std::setprecision(2) << 1234567.891 << '\n';
  std::cout.imbue(std::locale(std::locale::classic(), new Swiss));
  std::cout << 1234567.891 << ' ' << 999 << ' ' << 1000 << '\n';
}
