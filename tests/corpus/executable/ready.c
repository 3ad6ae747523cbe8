// Given as a program that is ready: it knows its own file, and that it is alone in the image.
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int main(void) {
  char path[64] = "";
  if (readlink("/proc/self/exe", path, sizeof path - 1) < 0) return 1;
  printf("this is %s\n", path);
  FILE *file = fopen(path, "rb");
  char magic[5] = "";
  if (!file || fread(magic, 1, 4, file) != 4) return 2;
  printf("%s\n", memcmp(magic, "\177ELF", 4) ? "something else" : "an ELF");
  printf("%s\n", access("/bin/sh", F_OK) ? "no shell" : "a shell");
}
