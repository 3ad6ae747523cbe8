// Counting without a lock, a spin lock, and compare-and-swap for a list.
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

struct node {
  int value;
  struct node *next;
};

static atomic_int counter;
static _Atomic(struct node *) head;
static atomic_flag spin = ATOMIC_FLAG_INIT;
static long guarded;

static void *work(void *value) {
  for (int i = 0; i < 1000; i++) {
    atomic_fetch_add_explicit(&counter, 1, memory_order_relaxed);
    while (atomic_flag_test_and_set_explicit(&spin, memory_order_acquire)) {
    }
    guarded += 2;
    atomic_flag_clear_explicit(&spin, memory_order_release);
    struct node *node = malloc(sizeof *node);
    *node = (struct node){i, atomic_load(&head)};
    while (!atomic_compare_exchange_weak(&head, &node->next, node)) {
    }
  }
  return value;
}

int main(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, work, NULL);
  for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
  long nodes = 0, sum = 0;
  for (struct node *each = head; each; each = each->next) nodes++, sum += each->value;
  printf("%d %ld %ld %ld\n", counter, guarded, nodes, sum);
  printf("%d\n", atomic_is_lock_free(&counter));
}
