// Handlers, masks, a timer's signal, and one that is waited for.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t caught[65];

static void note(int number, siginfo_t *info, void *context) {
  (void)context;
  caught[number] += info->si_code == SI_QUEUE ? info->si_value.sival_int : 1;
}

int main(void) {
  struct sigaction action = {.sa_sigaction = note, .sa_flags = SA_SIGINFO};
  sigemptyset(&action.sa_mask);
  int numbers[] = {SIGUSR1, SIGUSR2, SIGALRM};
  for (int i = 0; i < 3; i++) sigaction(numbers[i], &action, NULL);

  raise(SIGUSR1);
  raise(SIGUSR1);
  sigqueue(getpid(), SIGUSR2, (union sigval){.sival_int = 30});
  printf("%d %d\n", (int)caught[SIGUSR1], (int)caught[SIGUSR2]);

  sigset_t blocked, old, pending;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR1);
  sigprocmask(SIG_BLOCK, &blocked, &old);
  raise(SIGUSR1);
  sigpending(&pending);
  printf("held back: %d, seen: %d\n", sigismember(&pending, SIGUSR1), (int)caught[SIGUSR1]);
  sigprocmask(SIG_SETMASK, &old, NULL);
  printf("let through: %d\n", (int)caught[SIGUSR1]);

  sigset_t all_but_alarm;
  sigfillset(&all_but_alarm);
  sigdelset(&all_but_alarm, SIGALRM);
  struct itimerval soon = {.it_value.tv_usec = 2000};
  setitimer(ITIMER_REAL, &soon, NULL);
  while (!caught[SIGALRM]) sigsuspend(&all_but_alarm);
  printf("alarm: %d, %s\n", (int)caught[SIGALRM], strsignal(SIGTERM));
}
