// Generic selection, designated and compound literals, bit fields, unions, flexible arrays.
#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME(x) _Generic((x), int: "int", double: "double", char *: "text", default: "other")

struct packet {
  uint32_t version : 4, kind : 12, length : 16;
};

struct list {
  size_t count;
  int values[];
};

struct point {
  union {
    struct { float x, y; };
    float both[2];
  };
};

int main(void) {
  char text[] = "t";
  printf("%s %s %s %s\n", NAME(1), NAME(1.0), NAME(&text[0]), NAME(1L));
  int table[10] = {[2] = 5, 6, [8] = 1};
  printf("%d %d %d %d\n", table[2], table[3], table[4], table[8]);
  struct packet packet = {.length = 65535, .kind = 4095, .version = 17 & 15};
  printf("%u %u %u %zu\n", packet.version, packet.kind, packet.length, sizeof packet);
  struct list *list = malloc(sizeof *list + 3 * sizeof *list->values);
  *list = (struct list){.count = 3};
  memcpy(list->values, (int[]){7, 8, 9}, sizeof(int[3]));
  printf("%zu %d\n", list->count, list->values[2]);
  struct point point = {.x = 1.5f, .y = 2.5f};
  printf("%.1f %zu\n", point.both[1], offsetof(struct point, y));
  alignas(64) char line[64];
  printf("%zu %d\n", (size_t)(uintptr_t)line % 64, (int)sizeof line);
  free(list);
}
