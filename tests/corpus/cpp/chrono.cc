// Durations, and a calendar that needs no time zone.
#include <chrono>
#include <iostream>

int main() {
  using namespace std::chrono;
  constexpr year_month_day day = 2024y / February / 29;
  static_assert(day.ok());
  std::cout << (sys_days(day) - sys_days(1970y / January / 1)).count() << '\n';
  std::cout << weekday(sys_days(day)).iso_encoding() << '\n';
  auto later = sys_days(day) + 24h + 90min;
  std::cout << duration_cast<minutes>(later - floor<days>(later)).count() << '\n';
  auto before = steady_clock::now();
  std::cout << std::boolalpha << (steady_clock::now() >= before) << '\n';
}
