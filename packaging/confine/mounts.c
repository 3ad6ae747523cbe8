/* Makes the file system that the program sees, and enters it. */
#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Not from <sys/mount.h>, which collides with the kernel's own header. */
int mount(const char *, const char *, const char *, unsigned long, const void *);
int umount2(const char *, int);
enum { READ_ONLY = 1, NO_SUID = 2, NO_DEVICES = 4, NO_EXEC = 8, RECURSIVE = 16384,
       PRIVATE = 1 << 18, DETACH = 2 };

/* Every computer has it, and whatever is in it was opened or copied before. */
#define BASE "/tmp"

/* As Docker hides them (MaskedPaths, ReadonlyPaths): they tell of the host or act on it. */
static const char *const hidden[] = {
    "acpi", "asound", "interrupts", "kcore", "key-users", "keys", "latency_stats", "sched_debug",
    "scsi", "timer_list", "timer_stats",
};
static const char *const unchangeable[] = {"bus", "fs", "irq", "sys", "sysrq-trigger"};

static int copied(int folder, const char *path, unsigned long long attributes)
{
    int tree = (int)syscall(SYS_open_tree, folder, path,
                            OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE | AT_EMPTY_PATH);
    if (tree < 0)
        return -1;
    struct mount_attr wanted = {.attr_set = attributes, .propagation = PRIVATE};
    if (syscall(SYS_mount_setattr, tree, "", AT_EMPTY_PATH | AT_RECURSIVE, &wanted, sizeof wanted))
        return -1;
    return tree;
}

/* A copy of what is at a path of the host, which a link on the way cannot turn into another. */
static int copied_real(const char *path, unsigned long long attributes)
{
    struct open_how how = {.flags = O_PATH | O_CLOEXEC, .resolve = RESOLVE_NO_SYMLINKS};
    int place = (int)syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
    if (place < 0)
        return -1;
    int tree = copied(place, "", attributes);
    close(place);
    return tree;
}

void open_sources(struct specification *s)
{
    for (size_t i = 0; i < s->place_count; i++) {
        struct place *place = &s->places[i];
        char device[64];
        unsigned long long attributes =
            MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | (place->writable ? 0 : MOUNT_ATTR_RDONLY);
        if (place->kind == BIND)
            place->tree = place->real ? copied_real(place->source, attributes)
                                      : copied(AT_FDCWD, place->source, attributes);
        else if (place->kind == DEVICE) {
            snprintf(device, sizeof device, "/dev/%s", place->source);
            place->tree = copied(AT_FDCWD, device, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
        } else
            continue;
        if (place->tree < 0)
            fail("open", place->source);
    }
}

static int is_folder(int descriptor)
{
    struct stat status;
    return !fstat(descriptor, &status) && S_ISDIR(status.st_mode);
}

/* Makes the folders on the way to a target, and itself, in the folder we are in. */
static void make_target(const struct place *place)
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s", place->target + 1) >= (int)sizeof path) {
        errno = ENAMETOOLONG;
        fail("make", place->target);
    }
    for (char *slash = path; (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = 0;
        if (mkdir(path, 0755) && errno != EEXIST)
            fail("make", place->target);
    }
    if (place->kind == LINK) {
        if (symlink(place->source, path))
            fail("make", place->target);
    } else if (place->kind == TMPFS || is_folder(place->tree)) {
        if (mkdir(path, 0755) && errno != EEXIST)
            fail("make", place->target);
    } else {
        int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
        if (file < 0)
            fail("make", place->target);
        close(file);
    }
}

/* A path below the new root, in which no link is followed. */
static int inside(int root, const char *path)
{
    struct open_how how = {.flags = O_PATH | O_CLOEXEC,
                           .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS};
    return (int)syscall(SYS_openat2, root, path, &how, sizeof how);
}

static void attach(int tree, int root, const char *target)
{
    int place = inside(root, target);
    if (place < 0 || syscall(SYS_move_mount, tree, "", place, "",
                             MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH))
        fail("mount", target);
    close(place);
    close(tree);
}

static void mount_tmpfs(int root, const char *target, unsigned long flags, const char *options)
{
    char path[64];
    int place = inside(root, target);
    snprintf(path, sizeof path, "/proc/self/fd/%d", place);
    if (place < 0 || mount("tmpfs", path, "tmpfs", flags | NO_SUID | NO_DEVICES | NO_EXEC, options))
        fail("mount", target);
    close(place);
}

/* Mounts /proc, and returns the folder of one that stays as it is after we are gone from it. */
static int mount_proc(const struct specification *s, int root)
{
    char path[64];
    unsigned long long attributes = MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC;
    if (mount("proc", "/proc", "proc", NO_SUID | NO_DEVICES | NO_EXEC, NULL))
        fail("mount", "/proc");
    int own = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    int tree = copied(own, ".", attributes | (s->writable_proc ? 0 : MOUNT_ATTR_RDONLY));
    if (own < 0 || tree < 0)
        fail("mount", "/proc");
    attach(tree, root, "/proc");
    for (size_t i = 0; i < sizeof unchangeable / sizeof *unchangeable; i++) {
        snprintf(path, sizeof path, "/proc/%s", unchangeable[i]);
        if ((tree = copied(own, unchangeable[i], attributes | MOUNT_ATTR_RDONLY)) >= 0)
            attach(tree, root, path);
        else if (errno != ENOENT)
            fail("mount", path);
    }
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        snprintf(path, sizeof path, "/proc/%s", hidden[i]);
        int there = inside(root, path);
        if (there < 0)
            continue;
        if (is_folder(there))
            mount_tmpfs(root, path, READ_ONLY, "size=4k,nr_inodes=2,mode=555");
        else if ((tree = copied(AT_FDCWD, "/dev/null", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC)) >= 0)
            attach(tree, root, path);
        else
            fail("hide", path);
        close(there);
    }
    return own;
}

int enter_root(const struct specification *s)
{
    char options[64];
    mode_t mask = umask(022);
    if (mount(NULL, "/", NULL, RECURSIVE | PRIVATE, NULL))
        fail("make private", "/");
    /* Where we are is the folder of the root file system. Overlaid with the targets of mounts, it
     * needs no change, whatever it holds at their places is hidden, and its path is nowhere told. */
    int image = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (image < 0)
        fail("open", s->root ? s->root : ".");
    if (mount("tmpfs", BASE, "tmpfs", NO_SUID | NO_DEVICES, "size=1m,nr_inodes=4096,mode=755"))
        fail("mount", BASE);
    if (chdir(BASE))
        fail("enter", BASE);
    make_target(&(struct place){.kind = TMPFS, .target = "/proc"});
    for (size_t i = 0; i < s->place_count; i++)
        make_target(&s->places[i]);
    if (s->root) {
        snprintf(options, sizeof options, "lowerdir=" BASE ":/proc/self/fd/%d", image);
        if (mount("overlay", BASE, "overlay", READ_ONLY | NO_SUID | NO_DEVICES, options))
            fail("mount", "an overlay");
    } else {
        struct mount_attr read_only = {.attr_set = MOUNT_ATTR_RDONLY};
        if (syscall(SYS_mount_setattr, AT_FDCWD, BASE, 0, &read_only, sizeof read_only))
            fail("make read-only", BASE);
    }
    close(image);
    int root = open(BASE, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        fail("open", BASE);
    for (size_t i = 0; i < s->place_count; i++) {
        const struct place *place = &s->places[i];
        if (place->kind == TMPFS)
            mount_tmpfs(root, place->target, 0, place->source);
        else if (place->kind != LINK)
            attach(place->tree, root, place->target);
    }
    int proc = mount_proc(s, root);
    umask(mask);
    /* Both names may be one: the old root is then mounted over the new, until it is taken off. */
    if (fchdir(root) || syscall(SYS_pivot_root, ".", ".") || umount2(".", DETACH) || chdir("/"))
        fail("enter", "the new root");
    close(root);
    return proc;
}
