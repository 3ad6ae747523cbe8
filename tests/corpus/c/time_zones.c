// The same moment in several places, by the time zones in the image.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(void) {
  const char *zones[] = {"Europe/Lisbon", "America/New_York", "Asia/Kolkata", "UTC", "Not/Chosen"};
  time_t moments[] = {1719835200, 1704110400};
  for (int i = 0; i < 5; i++) {
    setenv("TZ", zones[i], 1);
    tzset();
    printf("%-17s", zones[i]);
    for (int j = 0; j < 2; j++) {
      char text[32];
      strftime(text, sizeof text, "%d %b %H:%M %z", localtime(&moments[j]));
      printf(" | %s", text);
    }
    puts("");
  }
}
