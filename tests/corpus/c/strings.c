// Cutting, copying, comparing and converting text.
#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

int main(void) {
  char text[] = "red,green,,blue";
  char *rest = text, *word;
  while ((word = strsep(&rest, ","))) printf("[%s]", word);
  puts("");

  char moved[] = "abcdef";
  memmove(moved + 2, moved, 4);
  printf("%s %zu %zu\n", moved, strspn("112358x", "0123456789"), strcspn("key=value", "="));

  char small[8];
  int needed = snprintf(small, sizeof small, "%s-%05d", "number", 42);
  printf("%s of %d characters\n", small, needed);

  errno = 0;
  long huge = strtol("99999999999999999999", NULL, 10);
  printf("%d %d\n", huge == LONG_MAX, errno == ERANGE);
  char *end;
  printf("%ld %ld %g ", strtol("0x1f", NULL, 0), strtol("-777 rest", &end, 8), strtod("1e-3", NULL));
  printf("[%s]\n", end);
  printf("%d %d\n", strcasecmp("Hello", "hELLO"), strncmp("apple", "apply", 4));
  printf("%s %s\n", strstr("needle in a haystack", "hay"), strrchr("/usr/local/bin", '/'));
}
