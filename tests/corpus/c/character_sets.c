// Text from one character set into another.
#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <string.h>

static void convert(const char *from, const char *to, const char *text) {
  iconv_t descriptor = iconv_open(to, from);
  if (descriptor == (iconv_t)-1) {
    printf("%s to %s: unknown\n", from, to);
    return;
  }
  char out[64], *in = (char *)text, *end = out;
  size_t left = strlen(text), room = sizeof out;
  size_t result = iconv(descriptor, &in, &left, &end, &room);
  printf("%s to %s:", from, to);
  for (char *each = out; each < end; each++) printf(" %02x", (unsigned char)*each);
  puts(result == (size_t)-1 ? errno == EILSEQ ? " and then nonsense" : " and then its end" : "");
  iconv_close(descriptor);
}

int main(void) {
  convert("UTF-8", "UTF-16BE", "h\xc3\xa9 \xf0\x9f\x98\x80");
  convert("UTF-8", "ISO-8859-1", "d\xc3\xa9j\xc3\xa0");
  convert("ISO-8859-15", "UTF-8", "10 \xa4");
  convert("UTF-8", "UTF-32LE", "\xe6\x97\xa5");
  convert("UTF-8", "UTF-16LE", "ok\xff");
  convert("UTF-8", "UTF-16LE", "cut \xc3");
  convert("UTF-8", "KLINGON", "x");
}
