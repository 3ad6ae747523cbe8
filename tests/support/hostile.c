/* Programs that mean no good; the first argument chooses. Each says what it reached. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static int is(const char *mode, const char *name) { return strcmp(mode, name) == 0; }

static void tell(const char *what, int reached) {
  printf("%s: %s\n", what, reached ? "REACHED" : strerror(errno));
  fflush(stdout);
}

static void fork_for_ever(void) {
  puts("forking");
  fflush(stdout);
  for (;;)
    if (fork() < 0) usleep(1000);
}

static void take_all_memory(void) {
  puts("eating");
  fflush(stdout);
  for (;;) {
    char *block = malloc(1 << 20);
    if (block == NULL) _exit(7);
    memset(block, 1, 1 << 20);
  }
}

static void fill(const char *path) {
  static char block[1 << 20];
  long bytes = 0;
  memset(block, 1, sizeof block);
  int file = open(path, O_CREAT | O_WRONLY, 0600);
  // The last piece may fit in part; only the next one says why no more does.
  for (ssize_t size; file >= 0 && bytes < 4096L << 20; bytes += size)
    if ((size = write(file, block, sizeof block)) < 0) break;
  printf("%s: %ld MB, then %s\n", path, bytes >> 20, strerror(errno));
  fflush(stdout);
}

static void flood(long megabytes) {
  static char block[1 << 20];
  memset(block, 'x', sizeof block);
  for (long i = 0; i < megabytes; i++)
    for (size_t put = 0; put < sizeof block;) {
      ssize_t size = write(1, block + put, sizeof block - put);
      if (size < 0) _exit(8);
      put += (size_t)size;
    }
}

static void ignore_everything(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_IGN);
  puts("ignoring");
  fflush(stdout);
  for (;;) continue;
}

static void write_where_it_may_not(void) {
  const char *places[] = {"/made",           "/program",  "/proc/sysrq-trigger",
                          "/proc/sys/kernel/core_pattern", "/sys/kernel/mm/ksm/run",
                          "/dev/mem",        "/dev/sda",  "/dev/kmsg"};
  for (size_t i = 0; i < sizeof places / sizeof *places; i++)
    tell(places[i], open(places[i], O_CREAT | O_WRONLY, 0600) >= 0);
}

static void speak_raw(void) {
  tell("raw socket", socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) >= 0);
  tell("packet socket", socket(AF_PACKET, SOCK_RAW, 0) >= 0);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(53)};
  inet_pton(AF_INET, "1.1.1.1", &to.sin_addr);
  int udp = socket(AF_INET, SOCK_DGRAM, 0);
  tell("datagram", sendto(udp, "x", 1, 0, (struct sockaddr *)&to, sizeof to) == 1);
}

static void trace(void) {
  /* The tools or the init that hold us, which are no children of ours. */
  int traced = ptrace(PTRACE_ATTACH, 1, NULL, NULL) == 0;
  tell("trace of process 1", traced);
  if (traced) {
    waitpid(1, NULL, __WALL);
    ptrace(PTRACE_DETACH, 1, NULL, NULL);
  }
  /* The kernel takes the signal, and shields process 1 from it. */
  char state[200] = "";
  kill(1, SIGSTOP);
  usleep(100000);
  int status = open("/proc/1/stat", O_RDONLY);
  if (status >= 0 && read(status, state, sizeof state - 1) < 0) state[0] = 0;
  char *after = strrchr(state, ')');
  tell("halt of process 1", after != NULL && after[2] == 'T');
  tell("memory of process 1", open("/proc/1/mem", O_RDWR) >= 0);
  tell("environment of process 1",
       read(open("/proc/1/environ", O_RDONLY), state, sizeof state) >= 0);
}

static void rise(void) {
  mkdir("/dev/shm/place", 0700);
  tell("mount", mount("tmpfs", "/dev/shm/place", "tmpfs", 0, NULL) == 0);
  tell("remount", mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND, NULL) == 0);
  tell("own namespace and mount",
       unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 &&
           mount("tmpfs", "/dev/shm/place", "tmpfs", 0, NULL) == 0);
  tell("become root", setuid(0) == 0);
  tell("leave by chroot", chroot("/proc/1/root") == 0);
  tell("host name", sethostname("mine", 4) == 0);
  tell("kernel module", syscall(SYS_init_module, "", 0, "") == 0);
  tell("reboot", reboot(RB_DISABLE_CAD) == 0);
  tell("clock", syscall(SYS_settimeofday, (long[2]){0, 0}, NULL) == 0);
  tell("device", mknod("/dev/shm/disk", S_IFBLK | 0600, 0x800) == 0);
}

static void look_around(void) {
  int others = 0;
  DIR *processes = opendir("/proc");
  for (struct dirent *one; processes != NULL && (one = readdir(processes)) != NULL;)
    if (atoi(one->d_name) > 0) others++;
  printf("processes in sight: %d\n", others);
  const char *secrets[] = {"/proc/kcore", "/etc/shadow", "/proc/1/root/etc/shadow",
                           "/root", "/var/run/docker.sock"};
  char byte;
  for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
    int file = open(secrets[i], O_RDONLY);
    tell(secrets[i], file >= 0 && read(file, &byte, 1) > 0);
  }
}

int main(int count, char **arguments) {
  const char *mode = count > 1 ? arguments[1] : "";
  if (is(mode, "fork")) fork_for_ever();
  if (is(mode, "memory")) take_all_memory();
  if (is(mode, "disk"))
    for (int i = 2; i < count; i++) fill(arguments[i]);
  if (is(mode, "flood")) flood(atol(arguments[2]));
  if (is(mode, "ignore")) ignore_everything();
  if (is(mode, "write")) write_where_it_may_not();
  if (is(mode, "raw")) speak_raw();
  if (is(mode, "trace")) trace();
  if (is(mode, "rise")) rise();
  if (is(mode, "look")) look_around();
  return 0;
}
