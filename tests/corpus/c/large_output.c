// More than a pipe holds, on both outputs at once.
#include <stdio.h>

int main(void) {
  unsigned state = 1;
  for (int i = 0; i < 4000; i++) {
    state = state * 1664525u + 1013904223u;
    printf("%04d %08x %08x\n", i, state, ~state);
    if (i % 10 == 0) fprintf(stderr, "%d of 4000\n", i);
  }
}
