/* C calls assembly. */
#include <stdio.h>
long sum(const long *numbers, long count);
int main(void) {
  long numbers[] = {3, 14, 15, 92, 65};
  printf("%ld\n", sum(numbers, 5));
  return 0;
}
