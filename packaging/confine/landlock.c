/* Allows the program no writing but where it may write, by Landlock where the kernel has it.
 *
 * The mounts say the same already: this holds, too, where a mistake in them would not. See
 * https://docs.kernel.org/userspace-api/landlock.html. */
#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define READING \
    (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define OF_FILES \
    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_TRUNCATE \
     | LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_IOCTL_DEV)

/* What the kernel's version of Landlock knows of. */
static unsigned long long known_accesses(long version)
{
    unsigned long long all = (LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1;
    if (version >= 2)
        all |= LANDLOCK_ACCESS_FS_REFER;
    if (version >= 3)
        all |= LANDLOCK_ACCESS_FS_TRUNCATE;
    if (version >= 5)
        all |= LANDLOCK_ACCESS_FS_IOCTL_DEV;
    return all;
}

static void allow_at(int rules, int place, unsigned long long accesses)
{
    struct stat status;
    if (fstat(place, &status))
        fail("look at", "a place");
    if (!S_ISDIR(status.st_mode))
        accesses &= OF_FILES;
    struct landlock_path_beneath_attr rule = {.allowed_access = accesses, .parent_fd = place};
    /* A pipe cannot be ruled over, and need not be. */
    if (syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0)
        && errno != EBADFD)
        fail("rule over", "a place");
}

static void allow(int rules, const char *path, unsigned long long accesses)
{
    int place = open(path, O_PATH | O_CLOEXEC);
    if (place < 0)
        fail("open", path);
    allow_at(rules, place, accesses);
    close(place);
}

void restrict_files(const struct specification *s)
{
    long version =
        syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    if (version < 1)
        return;
    unsigned long long all = known_accesses(version);
    struct landlock_ruleset_attr attributes = {.handled_access_fs = all};
    size_t size = sizeof attributes.handled_access_fs;
    if (version >= 6) {
        attributes.scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | LANDLOCK_SCOPE_SIGNAL;
        size = sizeof attributes;
    }
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attributes, size, 0);
    if (rules < 0)
        fail("make", "rules for files");
    allow(rules, "/", READING);
    if (s->writable_proc)
        allow(rules, "/proc", READING | (all & OF_FILES));
    for (size_t i = 0; i < s->place_count; i++)
        if (s->places[i].writable)
            allow(rules, s->places[i].target, all);
    /* It may open its terminal once more, through /proc/self/fd. */
    if (s->terminal)
        allow_at(rules, STDIN_FILENO, all);
    if (syscall(SYS_landlock_restrict_self, rules, 0))
        fail("keep to", "rules for files");
    close(rules);
}
