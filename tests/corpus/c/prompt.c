// A question and its answer, without an end of line between them.
#include <stdio.h>

int main(void) {
  char name[32];
  int age;
  printf("name? ");
  if (scanf("%31s", name) != 1) return 1;
  printf("age? ");
  if (scanf("%d", &age) != 1) return 2;
  printf("%s will be %d\n", name, age + 1);
  printf("more? %s\n", getchar() == '\n' && getchar() == EOF ? "no" : "yes");
}
