// Files and folders below /tmp: written, looked at, listed, renamed, removed.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void) {
  char folder[] = "/tmp/corpus-XXXXXX", name[] = "note-XXXXXX.txt";
  if (!mkdtemp(folder) || chdir(folder)) return 1;
  int descriptor = mkstemps(name, 4);
  FILE *file = fdopen(descriptor, "w+");
  for (int i = 1; i <= 5; i++) fprintf(file, "line %d\n", i);
  fseek(file, -7, SEEK_END);
  char line[16];
  printf("last: %s", fgets(line, sizeof line, file));
  struct stat facts;
  fflush(file);
  fstat(descriptor, &facts);
  printf("%lld bytes, mode %o\n", (long long)facts.st_size, facts.st_mode & 07777);
  fclose(file);

  rename(name, "note.txt");
  if (truncate("note.txt", 3) || link("note.txt", "second") || symlink("note.txt", "third")) return 1;
  mkdir("inner", 0700);
  struct dirent **entries;
  int count = scandir(".", &entries, NULL, alphasort);
  for (int i = 0; i < count; i++) {
    if (entries[i]->d_name[0] == '.') continue;
    lstat(entries[i]->d_name, &facts);
    const char *kind = S_ISDIR(facts.st_mode) ? "folder" : S_ISLNK(facts.st_mode) ? "link" : "file";
    printf("%s: %s\n", entries[i]->d_name, kind);
  }
  stat("second", &facts);
  printf("%lld bytes under %d names\n", (long long)facts.st_size, (int)facts.st_nlink);
  printf("%d\n", rmdir(".") == -1 && unlink("inner") == -1 && errno == EISDIR);
  printf("%s\n", open("/file", O_CREAT | O_WRONLY, 0600) < 0 ? strerror(errno) : "written");
}
