// Children that talk through pipes, end in their own ways and are waited for.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  int there[2], back[2];
  if (pipe(there) || pipe(back)) return 1;
  pid_t child = fork();
  if (child == 0) {
    close(there[1]);
    char letter;
    while (read(there[0], &letter, 1) == 1) {
      letter = letter >= 'a' && letter <= 'z' ? letter - 32 : letter;
      if (write(back[1], &letter, 1) != 1) _exit(1);
    }
    _exit(5);
  }
  close(there[0]);
  close(back[1]);
  const char *text = "sent through two pipes";
  if (write(there[1], text, strlen(text)) < 0) return 1;
  close(there[1]);
  char answer[64];
  size_t length = 0;
  ssize_t got;
  while ((got = read(back[0], answer + length, sizeof answer - length)) > 0) length += got;
  int status;
  waitpid(child, &status, 0);
  printf("%.*s, exit code %d\n", (int)length, answer, WEXITSTATUS(status));

  child = fork();
  if (child == 0) {
    for (;;) pause();
  }
  kill(child, SIGTERM);
  waitpid(child, &status, 0);
  printf("signal %d, exited: %d\n", WTERMSIG(status), WIFEXITED(status) != 0);
  fflush(stdout);

  child = fork();
  if (child == 0) {
    char *const none[] = {NULL};
    execve("/bin/sh", none, none);
    puts("there is no shell");
    fflush(stdout);
    _exit(0);
  }
  return waitpid(child, &status, 0) == child ? WEXITSTATUS(status) : 1;
}
