// The root certificates in the image: each is decoded and is one whole DER structure.
#include <stdio.h>
#include <string.h>

static int value(int letter) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const char *found = letter ? strchr(digits, letter) : NULL;
  return found ? (int)(found - digits) : -1;
}

int main(void) {
  FILE *file = fopen("/etc/ssl/certs/ca-certificates.crt", "r");
  if (!file) return 1;
  static unsigned char der[16384];
  char line[256];
  int found = 0, whole = 0, inside = 0;
  size_t length = 0;
  unsigned bits = 0, held = 0;
  while (fgets(line, sizeof line, file)) {
    if (!strncmp(line, "-----BEGIN CERTIFICATE-----", 27)) {
      inside = 1, found++;
      length = bits = held = 0;
    } else if (!strncmp(line, "-----END CERTIFICATE-----", 25)) {
      inside = 0;
      // A SEQUENCE with two bytes of length that end where the certificate does.
      whole += der[0] == 0x30 && der[1] == 0x82 && (size_t)(der[2] << 8 | der[3]) + 4 == length;
    } else if (inside) {
      for (char *each = line; value(*each) >= 0; each++) {
        held = held << 6 | (unsigned)value(*each);
        bits += 6;
        if (bits >= 8) der[length++] = (unsigned char)(held >> (bits -= 8));
      }
    }
  }
  fclose(file);
  printf("more than a hundred: %s\n", found > 100 ? "yes" : "no");
  printf("all of them whole: %s\n", found == whole ? "yes" : "no");
}
