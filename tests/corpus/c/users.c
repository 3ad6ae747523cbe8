// Who runs the program, by the accounts in the image.
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
  struct passwd *user = getpwuid(getuid());
  if (!user) return 1;
  printf("%s (%d) at home in %s\n", user->pw_name, (int)user->pw_uid, user->pw_dir);
  struct group *group = getgrgid(getgid());
  if (!group) return 2;
  printf("group %s (%d)\n", group->gr_name, (int)group->gr_gid);
  user = getpwnam("root");
  printf("root is %d\n", user ? (int)user->pw_uid : -1);
  printf("somebody is %s\n", getpwnam("somebody") ? "known" : "unknown");
}
