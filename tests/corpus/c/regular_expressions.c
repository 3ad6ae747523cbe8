// POSIX patterns: of text and of file names.
#include <fnmatch.h>
#include <regex.h>
#include <stdio.h>

int main(void) {
  regex_t pattern;
  regmatch_t parts[4];
  if (regcomp(&pattern, "([a-z]+)@([a-z.]+)\\.([a-z]{2,3})", REG_EXTENDED | REG_ICASE)) return 1;
  const char *texts[] = {"write to Ada@example.org today", "no address here"};
  for (int i = 0; i < 2; i++) {
    if (regexec(&pattern, texts[i], 4, parts, 0)) {
      puts("no match");
      continue;
    }
    for (int j = 0; j < 4; j++)
      printf("[%.*s]", (int)(parts[j].rm_eo - parts[j].rm_so), texts[i] + parts[j].rm_so);
    puts("");
  }
  regfree(&pattern);
  printf("%d\n", regcomp(&pattern, "a[", REG_EXTENDED) != 0);
  printf("%d %d %d\n", fnmatch("*.tar.?z", "a.b.tar.gz", 0), fnmatch("*", ".hidden", FNM_PERIOD) != 0,
         fnmatch("/usr/*/bin", "/usr/a/b/bin", FNM_PATHNAME) != 0);
}
