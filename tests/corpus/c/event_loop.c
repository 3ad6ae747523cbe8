// One loop for a timer, a counter, a signal and a pipe.
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

static void watch(int loop, int descriptor) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = descriptor};
  epoll_ctl(loop, EPOLL_CTL_ADD, descriptor, &event);
}

int main(void) {
  int loop = epoll_create1(EPOLL_CLOEXEC);
  int timer = timerfd_create(CLOCK_MONOTONIC, 0), counter = eventfd(0, EFD_NONBLOCK), ends[2];
  sigset_t usr1;
  sigemptyset(&usr1);
  sigaddset(&usr1, SIGUSR1);
  sigprocmask(SIG_BLOCK, &usr1, NULL);
  int signals = signalfd(-1, &usr1, 0);
  if (pipe(ends)) return 1;
  watch(loop, timer), watch(loop, counter), watch(loop, signals), watch(loop, ends[0]);
  timerfd_settime(timer, 0, &(struct itimerspec){{0, 1000000}, {0, 1000000}}, NULL);

  int ticks = 0, done = 0;
  while (!done) {
    struct epoll_event ready[4];
    int count = epoll_wait(loop, ready, 4, -1);
    for (int i = 0; i < count; i++) {
      uint64_t number;
      int source = ready[i].data.fd;
      if (source == timer && read(timer, &number, 8) == 8) {
        // Each tick sets off the next step.
        if (ticks == 0) eventfd_write(counter, 40), eventfd_write(counter, 2);
        if (ticks == 1) raise(SIGUSR1);
        if (ticks == 2 && write(ends[1], "x", 1) != 1) return 1;
        ticks++;
      } else if (source == counter && read(counter, &number, 8) == 8) {
        printf("counter %d\n", (int)number);
      } else if (source == signals) {
        struct signalfd_siginfo info;
        if (read(signals, &info, sizeof info) == sizeof info)
          printf("signal %d from itself: %d\n", info.ssi_signo, info.ssi_pid == (unsigned)getpid());
      } else if (source == ends[0]) {
        puts("pipe");
        done = 1;
      }
    }
  }
  printf("three ticks or more: %d\n", ticks >= 3);
}
