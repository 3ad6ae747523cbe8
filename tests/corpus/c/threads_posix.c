// POSIX threads: a barrier, a lock for readers, cancellation with its cleaning up, a semaphore.
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <unistd.h>

enum { WORKERS = 4, ROUNDS = 3 };
static pthread_barrier_t barrier;
static pthread_rwlock_t shared = PTHREAD_RWLOCK_INITIALIZER;
static sem_t ready;
static int rounds[ROUNDS], total, serial, cleaned;

static void *work(void *value) {
  for (int round = 0; round < ROUNDS; round++) {
    __atomic_add_fetch(&rounds[round], 1, __ATOMIC_SEQ_CST);
    int leader = pthread_barrier_wait(&barrier);
    // Behind the barrier all have come through this round.
    if (rounds[round] != WORKERS) return value;
    if (leader == PTHREAD_BARRIER_SERIAL_THREAD) __atomic_add_fetch(&serial, 1, __ATOMIC_SEQ_CST);
    pthread_rwlock_wrlock(&shared);
    total += round;
    pthread_rwlock_unlock(&shared);
  }
  return NULL;
}

static void clean(void *value) { cleaned = *(int *)value; }

static void *sleeper(void *value) {
  pthread_cleanup_push(clean, value);
  sem_post(&ready);
  for (;;) pause();
  pthread_cleanup_pop(0);
  return NULL;
}

int main(void) {
  pthread_t threads[WORKERS], asleep;
  pthread_barrier_init(&barrier, NULL, WORKERS);
  sem_init(&ready, 0, 0);
  for (int i = 0; i < WORKERS; i++) pthread_create(&threads[i], NULL, work, &total);
  int failed = 0;
  for (int i = 0; i < WORKERS; i++) {
    void *result;
    pthread_join(threads[i], &result);
    failed += result != NULL;
  }
  printf("total %d, %d leaders, %d failed\n", total, serial, failed);

  int mark = 99;
  void *result;
  pthread_create(&asleep, NULL, sleeper, &mark);
  sem_wait(&ready);
  pthread_cancel(asleep);
  pthread_join(asleep, &result);
  printf("cancelled: %d, cleaned up: %d\n", result == PTHREAD_CANCELED, cleaned);
}
