// Lines of any length from the standard input, counted and turned around.
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

int main(void) {
  char *line = NULL;
  size_t room = 0;
  ssize_t length;
  int lines = 0, words = 0, bytes = 0;
  while ((length = getline(&line, &room, stdin)) > 0) {
    lines++;
    bytes += length;
    for (ssize_t i = 0; i < length; i++)
      words += !isspace((unsigned char)line[i]) && (i == 0 || isspace((unsigned char)line[i - 1]));
    if (line[length - 1] == '\n') length--;
    while (length > 0) putchar(line[--length]);
    putchar('\n');
  }
  free(line);
  printf("%d lines, %d words, %d bytes, end: %d\n", lines, words, bytes, feof(stdin) != 0);
}
