// The threads of the language itself: mutex, condition, once, storage for each thread.
#include <stdio.h>
#include <threads.h>

static mtx_t lock;
static cnd_t filled;
static once_flag once = ONCE_FLAG_INIT;
static tss_t mine;
static thread_local int calls;
static int queue[16], count, starts, freed;

static void start(void) { starts++; }
static void release(void *value) {
  mtx_lock(&lock);
  freed += *(int *)value;
  mtx_unlock(&lock);
}

static int produce(void *value) {
  static int numbers[4];
  int id = *(int *)value;
  numbers[id] = id + 1;
  call_once(&once, start);
  tss_set(mine, &numbers[id]);
  for (int i = 0; i < 4; i++) {
    mtx_lock(&lock);
    queue[count++] = id * 10 + i;
    calls++;
    mtx_unlock(&lock);
    cnd_signal(&filled);
  }
  return calls;
}

int main(void) {
  mtx_init(&lock, mtx_plain);
  cnd_init(&filled);
  tss_create(&mine, release);
  thrd_t threads[4];
  int ids[4], results = 0, sum = 0;
  for (int i = 0; i < 4; i++) ids[i] = i, thrd_create(&threads[i], produce, &ids[i]);
  mtx_lock(&lock);
  while (count < 16) cnd_wait(&filled, &lock);
  for (int i = 0; i < 16; i++) sum += queue[i];
  mtx_unlock(&lock);
  for (int i = 0; i < 4; i++) {
    int result;
    thrd_join(threads[i], &result);
    results += result;
  }
  printf("%d numbers, sum %d\n", count, sum);
  printf("%d calls, %d start, %d freed, %d here\n", results, starts, freed, calls);
}
