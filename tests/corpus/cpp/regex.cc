// Dates found in a text and turned around.
#include <iostream>
#include <regex>

int main() {
  std::string text = "from 2026-11-24 to 2027-01-02";
  std::regex date(R"((\d{4})-(\d{2})-(\d{2}))");
  std::cout << std::regex_replace(text, date, "$3.$2.$1") << '\n';
  for (std::sregex_iterator each(text.begin(), text.end(), date), end; each != end; ++each)
    std::cout << (*each)[1] << '\n';
}
