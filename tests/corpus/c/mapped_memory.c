// Memory from the kernel: shared with a child, a file without a name, a page that is guarded.
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static sigjmp_buf back;
static void fault(int number) { siglongjmp(back, number); }

int main(void) {
  size_t page = sysconf(_SC_PAGESIZE);
  int *shared = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int own = 1;
  *shared = 1;
  pid_t child = fork();
  if (child == 0) {
    *shared = own = 2;
    _exit(0);
  }
  waitpid(child, NULL, 0);
  printf("shared %d, own %d\n", *shared, own);

  int file = memfd_create("note", 0);
  if (ftruncate(file, 100) || write(file, "from the file", 13) != 13) return 1;
  char *mapped = mmap(NULL, 100, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  memcpy(mapped, "FROM", 4);
  char text[14] = "";
  if (pread(file, text, 13, 0) != 13) return 1;
  printf("%s\n", text);

  signal(SIGSEGV, fault);
  mprotect(shared, page, PROT_READ);
  if (sigsetjmp(back, 1) == 0) {
    *(volatile int *)shared = 3;
    puts("not guarded");
  } else {
    printf("guarded, still %d\n", *shared);
  }
  printf("%d\n", munmap(shared, page));
}
