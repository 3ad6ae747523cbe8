// Arguments, environment and an exit code of its own.
#include <stdio.h>
#include <stdlib.h>

int main(int count, char **values) {
  printf("%d arguments\n", count - 1);
  for (int i = 1; i < count; i++) printf("[%s]\n", values[i]);
  const char *name = getenv("NAME");
  printf("NAME is %s\n", name ? name : "not set");
  printf("OTHER is %s\n", getenv("OTHER") ? "set" : "not set");
  return 42;
}
