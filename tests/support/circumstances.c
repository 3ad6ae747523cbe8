/* What a program finds: its folders, its terminal, its place. The first argument chooses. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

static int is(const char *mode, const char *name) { return strcmp(mode, name) == 0; }

static void say_size(void) {
  struct winsize size = {0, 0, 0, 0};
  ioctl(0, TIOCGWINSZ, &size);
  printf("size %dx%d\n", size.ws_col, size.ws_row);
  fflush(stdout);
}

static void resized(int number) {
  (void)number;
  say_size();
}

static void look_at(const char *folder) {
  char path[200], line[100] = "";
  snprintf(path, sizeof path, "%s/note", folder);
  FILE *file = fopen(path, "r");
  if (file != NULL) fgets(line, sizeof line, file);
  printf("read: %s\n", file != NULL ? line : strerror(errno));
  snprintf(path, sizeof path, "%s/made", folder);
  int made = open(path, O_CREAT | O_WRONLY, 0600);
  printf("write: %s\n", made < 0 ? strerror(errno) : "done");
}

static void sit_at_the_terminal(void) {
  char line[100];
  struct sigaction action = {.sa_handler = resized, .sa_flags = SA_RESTART};
  sigaction(SIGWINCH, &action, NULL);
  int own = open("/dev/tty", O_RDWR);
  printf("terminal %d%d%d, own %s, %s\n", isatty(0), isatty(1), isatty(2),
         own < 0 ? strerror(errno) : "there", getenv("TERM"));
  fputs("to stderr\n", stderr);
  say_size();
  while (fgets(line, sizeof line, stdin) != NULL) printf("got %s", line);
  puts("end");
}

/* Every key, also those of which a terminal makes signals. */
static void take_every_key(void) {
  struct termios how;
  unsigned char key;
  tcgetattr(0, &how);
  cfmakeraw(&how);
  tcsetattr(0, TCSANOW, &how);
  dprintf(1, "raw\r\n");
  while (read(0, &key, 1) == 1) dprintf(1, "key %d\r\n", key);
}

/* Answers one caller, and ends; or goes on. */
static int serve(int port, int goes_on) {
  int yes = 1, server = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port)};
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  /* Long enough that whoever asks too early is seen. */
  usleep(500000);
  if (bind(server, (struct sockaddr *)&at, sizeof at) != 0 || listen(server, 8) != 0) return 1;
  do {
    int caller = accept(server, NULL, NULL);
    char asked[1000];
    ssize_t size = read(caller, asked, sizeof asked);
    dprintf(caller, "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    close(caller);
    printf("asked %.3s\n", size > 3 ? asked : "---");
  } while (goes_on);
  return 0;
}

int main(int count, char **arguments) {
  char place[200];
  const char *mode = count > 1 ? arguments[1] : "place";
  if (is(mode, "place")) printf("%s\n", getcwd(place, sizeof place));
  if (is(mode, "look")) look_at(arguments[2]);
  if (is(mode, "account")) printf("%d:%d\n", getuid(), getgid());
  if (is(mode, "raw")) take_every_key();
  if (is(mode, "terminal")) sit_at_the_terminal();
  if (is(mode, "serve")) return serve(atoi(arguments[2]), count > 3);
  if (is(mode, "spin")) for (;;) continue;
  return 0;
}
