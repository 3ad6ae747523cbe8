/* One program for all behaviours of a run: the first argument chooses. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

static int is(const char *mode, const char *name) { return strcmp(mode, name) == 0; }

static void eat_memory(void) {
  for (;;) {
    char *block = malloc(1 << 20);
    if (block == NULL) _exit(7);
    memset(block, 1, 1 << 20);
  }
}

/* Lines that count up, so that a lost, doubled or swapped piece shows. */
static void count_up(long lines) {
  for (long i = 0; lines < 0 || i < lines; i++) printf("%015ld\n", i);
}

static void print_status_lines(void) {
  FILE *status = fopen("/proc/self/status", "r");
  char line[256];
  if (status == NULL) return;
  while (fgets(line, sizeof line, status) != NULL) {
    const char *names[] = {"CapEff", "CapPrm", "CapBnd", "NoNewPrivs", "Seccomp", "Groups"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
      size_t length = strlen(names[i]);
      if (strncmp(line, names[i], length) == 0 && line[length] == ':') fputs(line, stdout);
    }
  }
  fclose(status);
}

static void print_limit(const char *name, int resource) {
  struct rlimit limit;
  getrlimit(resource, &limit);
  printf("%s: %llu %llu\n", name, (unsigned long long)limit.rlim_cur,
         (unsigned long long)limit.rlim_max);
}

static void print_write(const char *path) {
  int file = open(path, O_CREAT | O_WRONLY, 0600);
  printf("write %s: %s\n", path, file < 0 ? "refused" : "allowed");
}

static void print_root(void) {
  struct statvfs root;
  /* An ordinary user cannot write there in any case, so writing would prove nothing. */
  int is_read_only = statvfs("/", &root) == 0 && (root.f_flag & ST_RDONLY);
  printf("root: %s\n", is_read_only ? "read-only" : "writable");
}

static void print_connect(const char *address) {
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(53)};
  inet_pton(AF_INET, address, &to.sin_addr);
  int sock = socket(AF_INET, SOCK_STREAM, 0);
  alarm(3);
  int failed = sock < 0 || connect(sock, (struct sockaddr *)&to, sizeof to) != 0;
  alarm(0);
  printf("connect %s: %s\n", address, failed ? strerror(errno) : "connected");
}

static void print_interfaces(void) {
  FILE *list = fopen("/proc/net/dev", "r");
  char line[512], name[64];
  if (list == NULL) return;
  while (fgets(line, sizeof line, list) != NULL)
    if (strchr(line, ':') != NULL && sscanf(line, " %63[^:]:", name) == 1)
      printf("interface %s: there\n", name);
  fclose(list);
}

static void print_processes(void) {
  int children = 0;
  pid_t child;
  while (children < 10000 && (child = fork()) > 0) children++;
  if (children < 10000 && child == 0) {
    pause();
    _exit(0);
  }
  printf("children: %d\n", children);
  fflush(stdout);
  signal(SIGTERM, SIG_IGN);
  kill(0, SIGKILL);
}

static void probe(void) {
  printf("uid: %d %d\n", getuid(), geteuid());
  printf("gid: %d %d\n", getgid(), getegid());
  print_status_lines();
  print_limit("nofile", RLIMIT_NOFILE);
  print_limit("core", RLIMIT_CORE);
  print_limit("fsize", RLIMIT_FSIZE);
  print_root();
  print_write("/written");
  print_write("/program");
  print_write("/proc/sys/kernel/hostname");
  print_connect("1.1.1.1");
  print_interfaces();
  printf("chroot: %s\n", chroot("/") == 0 ? "allowed" : "refused");
  printf("setuid: %s\n", setuid(0) == 0 ? "allowed" : "refused");
  printf("mknod: %s\n", mknod("/dev/shm/disk", S_IFBLK | 0600, 0x800) == 0 ? "allowed" : "refused");
}

int main(int count, char **arguments) {
  const char *mode = count > 1 ? arguments[1] : "silent";
  if (is(mode, "exit")) return atoi(arguments[2]);
  if (is(mode, "both")) {
    fputs("to stdout\n", stdout);
    fputs("to stderr\n", stderr);
  }
  if (is(mode, "binary"))
    for (int round = 0; round < 64; round++)
      for (int byte = 0; byte < 256; byte++) putchar(byte);
  if (is(mode, "half")) fwrite("caf\xc3", 1, 4, stdout);
  if (is(mode, "arguments"))
    for (int i = 2; i < count; i++) fwrite(arguments[i], 1, strlen(arguments[i]) + 1, stdout);
  if (is(mode, "variable")) printf("%s", getenv(arguments[2]));
  if (is(mode, "segfault")) *(volatile int *)8 = 1;
  if (is(mode, "abort")) abort();
  if (is(mode, "count")) count_up(atol(arguments[2]));
  if (is(mode, "memory")) eat_memory();
  if (is(mode, "child-memory")) {
    if (fork() == 0) eat_memory();
    wait(NULL);
    /* An engine hears of the child and of the program's end on two ways. */
    sleep(1);
    puts("the parent goes on");
  }
  if (is(mode, "sleep")) {
    puts("ready");
    fflush(stdout);
    for (;;) pause();
  }
  if (is(mode, "stdin")) printf("read %zd bytes", read(0, (char[16]){0}, 16));
  if (is(mode, "echo")) {
    /* As soon as it comes, and in the size it comes. */
    puts("ready");
    fflush(stdout);
    static char block[1 << 16];
    ssize_t size;
    while ((size = read(0, block, sizeof block)) > 0)
      for (ssize_t put = 0; put < size;) put += write(1, block + put, size - put);
    write(1, "end", 3);
  }
  if (is(mode, "read")) {
    static unsigned char block[1 << 16];
    ssize_t size;
    long long total = 0, sum = 0;
    while ((size = read(0, block, sizeof block)) > 0) {
      total += size;
      for (ssize_t i = 0; i < size; i++) sum += block[i];
    }
    printf("read %lld bytes, sum %lld", total, sum);
  }
  if (is(mode, "line")) {
    char line[64] = "";
    puts("ready");
    fflush(stdout);
    if (fgets(line, sizeof line, stdin) != NULL) printf("read %s", line);
    return 4;
  }
  if (is(mode, "close")) {
    puts("closing");
    fflush(stdout);
    close(1);
    close(2);
    sleep(1);
    return 5;
  }
  if (is(mode, "probe")) probe();
  if (is(mode, "processes")) print_processes();
  return 0;
}
