// A check that fails ends the program; what was printed before is not lost.
#undef NDEBUG
#include <assert.h>
#include <stdio.h>

int main(int count, char **values) {
  printf("%s before\n", count == 1 ? "printed" : values[1]);
  fflush(stdout);
  assert(count == 2);
  puts("never printed");
}
