// qsort and bsearch over structures.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct city {
  const char *name;
  int people;
};

static int by_name(const void *a, const void *b) {
  return strcmp(((const struct city *)a)->name, ((const struct city *)b)->name);
}

static int by_people(const void *a, const void *b) {
  int x = ((const struct city *)a)->people, y = ((const struct city *)b)->people;
  return (x < y) - (x > y);
}

int main(void) {
  struct city cities[] = {{"Lisbon", 545}, {"Oslo", 709}, {"Bern", 134}, {"Riga", 605}};
  size_t count = sizeof cities / sizeof *cities;
  qsort(cities, count, sizeof *cities, by_people);
  for (size_t i = 0; i < count; i++) printf("%-7s%4d\n", cities[i].name, cities[i].people);
  qsort(cities, count, sizeof *cities, by_name);
  struct city wanted[] = {{"Oslo", 0}, {"Paris", 0}};
  for (int i = 0; i < 2; i++) {
    struct city *found = bsearch(&wanted[i], cities, count, sizeof *cities, by_name);
    printf("%s: %s\n", wanted[i].name, found ? "found" : "not found");
  }
}
