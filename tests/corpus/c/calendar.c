// Dates without a time zone's file: broken down, written, read and compared.
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void show(const char *what, const struct tm *when) {
  char text[64];
  strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %a day %j week %V", when);
  printf("%-6s %s\n", what, text);
}

int main(void) {
  time_t moments[] = {0, 951782400, 2147483648, -86400};
  struct tm parts;
  for (int i = 0; i < 4; i++) show("UTC", gmtime_r(&moments[i], &parts));

  setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
  tzset();
  time_t summer = 1719835200, winter = 1704110400;
  show(tzname[1], localtime_r(&summer, &parts));
  show(tzname[0], localtime_r(&winter, &parts));

  struct tm overflow = {.tm_year = 124, .tm_mon = 0, .tm_mday = 366, .tm_isdst = -1};
  mktime(&overflow);
  show("366th", &overflow);
  struct tm read = {0};
  char *rest = strptime("24 Nov 2026 10:20", "%d %b %Y %H:%M", &read);
  printf("%s %lld\n", rest && !*rest ? "read" : "not read", (long long)timegm(&read));
  printf("%.0f days\n", difftime(summer, winter) / 86400);
}
