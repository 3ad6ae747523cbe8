// What C23 brought.
#include <stddef.h>
#include <stdio.h>
#include <string.h>

constexpr int SIZE = 1'000;
enum color : unsigned char { RED = 0b101, GREEN };

[[nodiscard]] static bool is_even(unsigned _BitInt(100) number) { return number % 2 == 0; }
static int none([[maybe_unused]] int, char) { return 0; }
static size_t length(const char *text) { return text == nullptr ? 0 : strlen(text); }

#define FIRST(first, ...) first __VA_OPT__(+0)

int main() {
  static_assert(sizeof(enum color) == 1);
  static_assert(true);
  auto half = SIZE / 2.0;
  typeof(half) copy = half;
  typeof_unqual(SIZE) number = SIZE;
  number++;
  unsigned _BitInt(100) large = 1;
  for (int i = 0; i < 90; i++) large *= 2;
  int zeros[4] = {};
  printf("%d %.1f %d %d\n", SIZE, copy, number, GREEN);
  printf("%d %d %lld\n", is_even(large), is_even(large + 1), (long long)(large >> 60));
  printf("%d %zu %zu %d\n", none(1, 'x'), length(nullptr), length("four"), zeros[3] + FIRST(7, 8));
  switch (number) {
    case 1'001: [[fallthrough]];
    default: printf("%s\n", (const char *)u8"plain \u00e9");
  }
#ifdef __has_c_attribute
  int shown = 0;
  goto end;
#elifndef NEVER
  int shown = 1;
#endif
end:
  printf("%d\n", shown);
}
