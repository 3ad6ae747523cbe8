// What the system says when something does not work, and both outputs kept apart.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static void last(void) { printf("the last words\n"); }

int main(void) {
  atexit(last);
  printf("%s\n", open("/no/such/file", O_RDONLY) < 0 ? strerror(errno) : "opened");
  printf("%s\n", write(99, "x", 1) < 0 ? strerror(errno) : "written");
  printf("%s\n", setuid(0) < 0 ? strerror(errno) : "root");
  char *text = NULL;
  size_t size;
  FILE *memory = open_memstream(&text, &size);
  fprintf(memory, "errno %d", ENOENT);
  fclose(memory);
  printf("%s, %zu bytes\n", text, size);
  free(text);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  printf("%d files at most\n", (int)files.rlim_cur);
  fprintf(stderr, "this is no output\n");
  exit(3);
}
