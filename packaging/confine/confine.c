/* confine: runs one program in namespaces of its own, with all that Linux has to hold it.
 *
 *     confine SPECIFICATION [STATUS]
 *
 * Both are numbers of open files. The first holds what to run and how (specification.c), so that
 * neither our command line nor our environment tells anything of the host. Into the second goes
 * what becomes of it, a line each: "ready PID", process 1 as the caller sees it, once the program
 * was started; "exceeded", where one of its processes met the memory limit of systemd's control
 * group, which is gone when we are; "ended CODE", once it ended; or a sentence and nothing else,
 * where it could not be started. Without a second number, sentences go to standard error.
 *
 * There are three processes. The one that was started waits outside of all namespaces, and ends
 * last and as the program did: nothing of it is left then. Process 1 of the new namespaces makes
 * the file system, reaps, and has rights there that the program must not get; so the program is
 * in one more user namespace, in which there is but one account without any rights.
 *
 * What the program could be held by is set in the process that becomes it, from the outside in:
 * no new privileges, no capabilities, a session and a session keyring of its own, limits, Landlock
 * (landlock.c), and last a filter of system calls (filter.c). */
#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_MADE = 125, INSIDE = 65532 };

struct ends {
    int read, write;
};

static struct specification specification;
static int status = STDERR_FILENO;
/* Whoever fails writes into it. It ends without a byte once the program was started. */
static struct ends failures = {-1, -1};

_Noreturn void fail(const char *what, const char *which)
{
    dprintf(status, "confine: cannot %s %s: %s\n", what, which, strerror(errno));
    if (failures.write >= 0)
        (void)!write(failures.write, "", 1);
    _exit(NOT_MADE);
}

static struct ends pipe_ends(void)
{
    int both[2];
    if (pipe2(both, O_CLOEXEC))
        fail("make", "a pipe");
    return (struct ends){both[0], both[1]};
}

/* Waits until the other process says so, or is gone. */
static void wait_for(struct ends told)
{
    char byte;
    close(told.write);
    if (read(told.read, &byte, 1) != 1)
        _exit(NOT_MADE);
    close(told.read);
}

static void tell(struct ends told)
{
    if (write(told.write, "", 1) != 1)
        fail("tell", "a process");
    close(told.read);
    close(told.write);
}

static void write_at(int folder, const char *path, const char *format, ...)
{
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    int file = openat(folder, path, O_WRONLY | O_CLOEXEC);
    if (file < 0 || write(file, text, (size_t)size) != size)
        fail("write", path);
    close(file);
}

/* Says which accounts there are in a process's user namespace. */
static void map_accounts(int proc, pid_t process, const char *users, const char *groups,
                         int privileged)
{
    char path[64];
    if (!privileged) {
        snprintf(path, sizeof path, "%d/setgroups", process);
        write_at(proc, path, "deny");
    }
    snprintf(path, sizeof path, "%d/uid_map", process);
    write_at(proc, path, "%s", users);
    snprintf(path, sizeof path, "%d/gid_map", process);
    write_at(proc, path, "%s", groups);
}

static void give_rights_up(void)
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = {0};
    if (syscall(SYS_capset, &header, none))
        fail("give up", "capabilities");
}

/* Also those that an executable file could bring. */
static void give_all_rights_up(void)
{
    for (int right = 0; prctl(PR_CAPBSET_READ, right, 0, 0, 0) >= 0; right++)
        if (prctl(PR_CAPBSET_DROP, right, 0, 0, 0))
            fail("give up", "capabilities");
    give_rights_up();
}

static void set_limits(void)
{
    for (size_t i = 0; i < specification.limit_count; i++) {
        const struct limit *wanted = &specification.limits[i];
        struct rlimit limit;
        if (getrlimit(wanted->resource, &limit))
            fail("read", "a limit");
        if (wanted->value < limit.rlim_max)
            limit.rlim_max = wanted->value;
        limit.rlim_cur = limit.rlim_max;
        if (setrlimit(wanted->resource, &limit))
            fail("set", "a limit");
    }
}

/* Becomes the program. */
static _Noreturn void become_program(struct ends mapped)
{
    wait_for(mapped);
    sigset_t none;
    sigemptyset(&none);
    if (sigprocmask(SIG_SETMASK, &none, NULL))
        fail("let in", "signals");
    if (setsid() < 0)
        fail("begin", "a session");
    if (specification.terminal && ioctl(STDIN_FILENO, TIOCSCTTY, 0))
        fail("take", "the terminal");
    if (setresgid(INSIDE, INSIDE, INSIDE) || setresuid(INSIDE, INSIDE, INSIDE))
        fail("become", "an ordinary account");
    give_all_rights_up();
    /* A kernel without keys has none to read. */
    if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0 && errno != ENOSYS)
        fail("begin", "a keyring");
    if (chdir(specification.folder))
        fail("enter", specification.folder);
    set_limits();
    if (syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC))
        fail("close", "files");
    restrict_files(&specification);
    restrict_system_calls();
    if (!specification.program[0])
        _exit(0);
    environ = specification.environment;
    execvp(specification.program[0], specification.program);
    fail("start", specification.program[0]);
}

/* Those who wait have nothing to say, and keep no pipe of the program open. */
static void let_go_of_outputs(int nowhere, int last)
{
    for (int output = STDIN_FILENO; output <= last; output++)
        dup2(nowhere, output);
    close(nowhere);
}

static int open_nowhere(void)
{
    int nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nowhere < 0)
        fail("open", "/dev/null");
    return nowhere;
}

static _Noreturn void be_process_1(char *name, struct ends mapped, struct ends ended, int is_root)
{
    wait_for(mapped);
    /* It says where on the host we are. */
    memset(name, 0, strlen(name));
    if (prctl(PR_SET_PDEATHSIG, SIGKILL))
        fail("end with", "our parent");
    if (is_root && setgroups(0, NULL))
        fail("leave", "groups");
    if (!is_root)
        open_sources(&specification);
    /* There need be none inside. */
    int nowhere = open_nowhere();
    int proc = enter_root(&specification);
    if (sethostname("localhost", 9))
        fail("name", "the host");
    /* One for the program, which then can make none. */
    write_at(proc, "sys/user/max_user_namespaces", "1");
    uid_t user = getuid();
    gid_t group = getgid();
    if (is_root && specification.account > 0)
        user = group = (uid_t)specification.account;
    struct ends program_mapped = pipe_ends();
    pid_t program = (pid_t)syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0);
    if (program < 0)
        fail("make", "a user namespace");
    if (!program)
        become_program(program_mapped);
    char users[64], groups[64];
    snprintf(users, sizeof users, "%d %u 1\n", INSIDE, user);
    snprintf(groups, sizeof groups, "%d %u 1\n", INSIDE, group);
    map_accounts(proc, program, users, groups, is_root);
    /* From now on nobody without our rights may look into us, or change us. */
    if (prctl(PR_SET_DUMPABLE, 0))
        fail("close", "ourselves");
    give_rights_up();
    tell(program_mapped);
    close(failures.write);
    let_go_of_outputs(nowhere, STDERR_FILENO);
    int how = 0;
    for (pid_t found = 0; found != program;) {
        found = wait(&how);
        if (found < 0 && errno != EINTR)
            _exit(NOT_MADE);
    }
    (void)!write(ended.write, &how, sizeof how);
    _exit(0);
}

/* Reads a file of the control group that we are in, of version 2. Returns whether it is there. */
static int read_of_group(const char *name, char *text, size_t size)
{
    char groups[4096], path[4200];
    FILE *file = fopen("/proc/self/cgroup", "re");
    int is_read = 0;
    while (file && fgets(groups, sizeof groups, file)) {
        if (strncmp(groups, "0::", 3))
            continue;
        groups[strcspn(groups, "\n")] = 0;
        snprintf(path, sizeof path, "/sys/fs/cgroup%s/%s", groups + 3, name);
        int found = open(path, O_RDONLY | O_CLOEXEC);
        ssize_t length = found < 0 ? -1 : read(found, text, size - 1);
        is_read = length > 0;
        text[is_read ? length : 0] = 0;
        close(found);
    }
    if (file)
        fclose(file);
    return is_read;
}

/* A manager that may not limit memory makes a group all the same. */
static void check_scope(void)
{
    char most[64];
    if (!read_of_group("memory.max", most, sizeof most) || most[0] == 'm') {
        errno = ENOTSUP;
        fail("limit", "memory");
    }
}

static int is_exceeded(void)
{
    char events[1024];
    if (!read_of_group("memory.events", events, sizeof events))
        return 0;
    const char *kills = strstr(events, "oom_kill ");
    return kills && atoi(kills + strlen("oom_kill ")) > 0;
}

/* Ends as the program did. */
static _Noreturn void end_like(int how)
{
    if (WIFEXITED(how))
        _exit(WEXITSTATUS(how));
    struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    signal(WTERMSIG(how), SIG_DFL);
    kill(getpid(), WTERMSIG(how));
    _exit(128 + WTERMSIG(how));
}

/* Process 1, as the host sees it. */
static pid_t first;

/* All others end with process 1, and then we do. systemd, too, tells a scope so to end. */
static void end_all(int number)
{
    (void)number;
    kill(first, SIGKILL);
}

static _Noreturn void watch(struct ends ended)
{
    char byte;
    struct sigaction ending = {.sa_handler = end_all, .sa_flags = SA_RESTART};
    sigaction(SIGTERM, &ending, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    close(failures.write);
    close(ended.write);
    failures.write = -1;
    int reports = status != STDERR_FILENO;
    let_go_of_outputs(open_nowhere(), reports ? STDERR_FILENO : STDOUT_FILENO);
    int is_made = read(failures.read, &byte, 1) == 0;
    if (is_made && reports)
        dprintf(status, "ready %d\n", first);
    int how = SIGKILL;
    int is_told = read(ended.read, &how, sizeof how) == sizeof how;
    /* Once process 1 is gone, so is every other. */
    while (waitpid(first, NULL, 0) < 0 && errno == EINTR)
        continue;
    if (reports && specification.scope && is_exceeded())
        dprintf(status, "exceeded\n");
    if (!is_made)
        _exit(NOT_MADE);
    if (is_told && reports)
        dprintf(status, "ended %d\n", WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how));
    end_like(how);
}

int main(int count, char **words)
{
    if (count < 2)
        return NOT_MADE;
    int source = atoi(words[1]);
    if (count > 2) {
        status = atoi(words[2]);
        fcntl(status, F_SETFD, FD_CLOEXEC);
    }
    read_specification(source, &specification);
    close(source);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        fail("end with", "the caller");
    if (getppid() != specification.parent)
        return NOT_MADE;
    if (specification.cgroup)
        write_at(AT_FDCWD, specification.cgroup, "0");
    if (specification.scope)
        check_scope();
    if (specification.root && chdir(specification.root))
        fail("enter", specification.root);
    int is_root = getuid() == 0;
    if (is_root)
        open_sources(&specification);
    failures = pipe_ends();
    struct ends mapped = pipe_ends(), ended = pipe_ends();
    unsigned long namespaces = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC
                               | CLONE_NEWUTS | CLONE_NEWCGROUP
                               | (specification.host_network ? 0 : CLONE_NEWNET);
    first = (pid_t)syscall(SYS_clone, namespaces | SIGCHLD, 0, 0, 0, 0);
    if (first < 0)
        fail("make", "namespaces");
    if (!first)
        be_process_1(words[0], mapped, ended, is_root);
    char account[64] = "", users[128], groups[128];
    if (is_root && specification.account > 0)
        snprintf(account, sizeof account, "%ld %ld 1\n", specification.account,
                 specification.account);
    snprintf(users, sizeof users, "%u %u 1\n%s", getuid(), getuid(), account);
    snprintf(groups, sizeof groups, "%u %u 1\n%s", getgid(), getgid(), account);
    int proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    map_accounts(proc, first, users, groups, is_root);
    close(proc);
    tell(mapped);
    watch(ended);
}
