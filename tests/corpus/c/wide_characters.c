// Letters beyond ASCII: UTF-8 in and out, wide, upper case, and their width.
#define _XOPEN_SOURCE 700
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <uchar.h>
#include <wchar.h>
#include <wctype.h>

int main(void) {
  if (!setlocale(LC_ALL, "C.UTF-8")) return 1;
  wchar_t wide[32];
  size_t letters = mbstowcs(wide, "träge über naïve Ωmega", 32);
  for (size_t i = 0; i < letters; i++) wide[i] = towupper(wide[i]);
  printf("%zu letters: %ls\n", letters, wide);
  printf("%d %d %d\n", iswalpha(L'é') != 0, iswpunct(L'é') != 0, wcwidth(L'日'));
  swprintf(wide, 32, L"%ls|%5.1f|%lc", L"π", 3.14159, (wint_t)L'€');
  printf("%ls %ld\n", wide, wcstol(L"-12x", NULL, 10));
  mbstate_t state = {0};
  char16_t unit;
  size_t used = mbrtoc16(&unit, "😀", 4, &state);
  printf("%zu %04x", used, (unsigned)unit);
  used = mbrtoc16(&unit, "", 1, &state);
  printf(" %d %04x\n", used == (size_t)-3, (unsigned)unit);
  printf("%d\n", mbstowcs(NULL, "\xff\xfe", 0) == (size_t)-1);
}
