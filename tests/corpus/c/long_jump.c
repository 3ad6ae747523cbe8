// Out of deep calls at once, as error handling without exceptions does it.
#include <setjmp.h>
#include <stdio.h>

static jmp_buf back;

static int depth(int level) {
  if (level == 0) longjmp(back, 7);
  return depth(level - 1) + 1;
}

int main(void) {
  volatile int tries = 0;
  int reason = setjmp(back);
  if (reason == 0) {
    tries++;
    printf("going down\n");
    printf("never printed %d\n", depth(1000));
  }
  printf("back with %d\n", reason);
  if (tries++ < 3) longjmp(back, 0);
  printf("after %d tries\n", tries);
}
