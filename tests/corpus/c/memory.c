// The heap: growing, aligned, zeroed, refused; a tree that is built and taken apart.
#define _GNU_SOURCE
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tree {
  struct tree *left, *right;
  unsigned key;
};

static struct tree *insert(struct tree *tree, unsigned key) {
  if (!tree) {
    tree = calloc(1, sizeof *tree);
    tree->key = key;
  } else if (key != tree->key) {
    struct tree **side = key < tree->key ? &tree->left : &tree->right;
    *side = insert(*side, key);
  }
  return tree;
}

static int release(struct tree *tree) {
  if (!tree) return 0;
  int nodes = release(tree->left) + release(tree->right) + 1;
  free(tree);
  return nodes;
}

int main(void) {
  size_t size = 1;
  char *text = malloc(size);
  text[0] = '\0';
  for (int i = 0; i < 1000; i++) {
    text = realloc(text, size += 10);
    strcat(text, "0123456789");
  }
  printf("%zu %c\n", strlen(text), text[4321]);
  free(text);

  void *aligned = aligned_alloc(4096, 8192);
  volatile size_t too_much = SIZE_MAX / 2;
  void *volatile refused = malloc(too_much);
  printf("%d %d\n", (uintptr_t)aligned % 4096 == 0, !refused && errno == ENOMEM);
  free(aligned);

  struct tree *tree = NULL;
  for (unsigned i = 0; i < 20000; i++) tree = insert(tree, i * 2654435761u % 10007);
  printf("%d nodes\n", release(tree));
  char *large = malloc(64 << 20);
  memset(large, 7, 64 << 20);
  printf("%d\n", large[(64 << 20) - 1]);
}
