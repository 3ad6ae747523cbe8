// Functions with any number of arguments, and formats of their own.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static double sum(int count, ...) {
  va_list values;
  va_start(values, count);
  double total = 0;
  for (int i = 0; i < count; i++) total += va_arg(values, double);
  va_end(values);
  return total;
}

static char *text(const char *format, ...) {
  va_list values, again;
  va_start(values, format);
  va_copy(again, values);
  int length = vsnprintf(NULL, 0, format, values);
  char *made = malloc(length + 1);
  vsnprintf(made, length + 1, format, again);
  va_end(again);
  va_end(values);
  return made;
}

int main(void) {
  printf("%.2f %.2f\n", sum(0), sum(10, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.5));
  char *made = text("%s|%5d|%-5d|%+d|%x|%o|%c|%%|%e|%lld|%zu|%.3s", "é", 42, 42, 42, 255u, 8u, 'c',
                    12345.678, -9223372036854775807LL, sizeof(char), "abcdef");
  puts(made);
  free(made);
  int read = 0;
  printf("%s%n", "twelve bytes", &read);
  printf(" %d\n", read);
  unsigned day, month;
  char name[8];
  printf("%d: ", sscanf("24.11. Tuesday", "%u.%u. %7[A-Z a-z]", &day, &month, name));
  printf("%u %u %s\n", day, month, name);
}
