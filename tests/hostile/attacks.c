/* Tries to get out of a sandbox, one check after the other.
 *
 *     program all|docker|docker-root|harmless
 *
 * "docker" leaves out what a container may do to an init of its own, and what the filters of older
 * engines let through; "docker-root" also what root may do to its own files. "harmless" leaves out
 * what would harm a computer that nothing is held back from. Each check is tried in a process of
 * its own, so that being killed for it counts as held, and says "NAME held WHY" or "NAME BROKEN". */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SHARED = 0, PREVIEW = 1, HARMFUL = 2, ORDINARY = 4 };

static int kinds_left_out;

/* Runs a check in a child. It ends with 0 when it was held; the reason is its errno. */
static void attack(const char *name, int kind, int (*is_broken)(long, const char *), long number,
                   const char *text)
{
    if (kind & kinds_left_out)
        return;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        alarm(10);
        errno = 0;
        int broken = is_broken(number, text);
        printf("%s %s %s\n", name, broken ? "BROKEN" : "held", errno ? strerror(errno) : "");
        fflush(stdout);
        _exit(0);
    }
    int how = 0;
    if (child < 0 || waitpid(child, &how, 0) != child)
        printf("%s BROKEN it could not be tried\n", name);
    else if (WIFSIGNALED(how) && WTERMSIG(how) == SIGSYS)
        printf("%s held killed\n", name);
    else if (WIFSIGNALED(how))
        printf("%s BROKEN by signal %d\n", name, WTERMSIG(how));
}

/* -- System calls whose answer tells whether they were let through: an invalid argument or a
 * missing file is only seen by those that were. */

static int is_let_through(long answer)
{
    return !(answer == -1 && (errno == EPERM || errno == EACCES || errno == ENOSYS));
}

static int call(long number, const char *text)
{
    return is_let_through(syscall(number, text, 0, 0, 0, 0, 0));
}

static int call_without_file(long number, const char *text)
{
    return is_let_through(syscall(number, -1L, text, 0, 0, 0, 0));
}

static int call_with_number(long number, const char *text)
{
    return is_let_through(syscall(number, atol(text), 0, 0, 0, 0, 0));
}

static int unshares(long flags, const char *text)
{
    (void)text;
    return is_let_through(syscall(SYS_unshare, flags));
}

static int clones(long flags, const char *text)
{
    (void)text;
    long child = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
    if (child == 0)
        _exit(0);
    return is_let_through(child);
}

static int clones_by_structure(long number, const char *text)
{
    (void)text;
    return is_let_through(syscall(number, "", 64));
}

static int sets_time(long number, const char *text)
{
    (void)text;
    struct timeval invalid = {.tv_sec = 0, .tv_usec = -1};
    struct timespec wrong = {.tv_sec = 0, .tv_nsec = -1};
    if (number == SYS_settimeofday)
        return is_let_through(syscall(number, &invalid, NULL));
    return is_let_through(syscall(number, CLOCK_REALTIME, &wrong));
}

static int names(long number, const char *text)
{
    return is_let_through(syscall(number, text, -1L));
}

static int loads_kernel(long number, const char *text)
{
    (void)text;
    return is_let_through(syscall(number, 0L, ~0L, NULL, 0L));
}

static int reads_key(long number, const char *text)
{
    (void)text;
    return is_let_through(syscall(number, 0L, -3L, 0L));
}

static int copies_pages(long number, const char *text)
{
    (void)text;
    return is_let_through(syscall(number, 0L, 0L, NULL, NULL, NULL, 0L));
}

/* -- Files. They are only opened: what could be written is not. */

static int opens(long flags, const char *path)
{
    int file = open(path, (int)flags, 0600);
    if (file >= 0 && (flags & O_CREAT))
        unlink(path);
    return file >= 0;
}

static int reads(long number, const char *path)
{
    char text[64];
    (void)number;
    int file = open(path, O_RDONLY | O_NONBLOCK);
    return file >= 0 && read(file, text, sizeof text) > 0;
}

static int has_path(long number, const char *path)
{
    char text[4096];
    (void)number;
    int file = open(path, O_RDONLY);
    ssize_t size = file < 0 ? 0 : read(file, text, sizeof text);
    return size > 0 && memchr(text, '/', (size_t)size) != NULL;
}

static int lists_root(long number, const char *path)
{
    struct stat status;
    (void)number;
    return stat(path, &status) == 0;
}

static int makes_device(long device, const char *path)
{
    int made = mknod(path, S_IFCHR | 0600, (dev_t)device) == 0;
    unlink(path);
    return made;
}

static int gains_by_file(long mode, const char *path)
{
    struct stat status;
    int file = open(path, O_RDWR | O_CREAT, 0700);
    if (file < 0)
        return 0;
    fchmod(file, (mode_t)mode);
    int is_kept = fstat(file, &status) == 0 && status.st_uid == 0 && (status.st_mode & S_ISUID);
    unlink(path);
    errno = 0;
    return is_kept;
}

static int holds_word(long number, const char *text)
{
    char line[4096], path[64], word[64];
    (void)number;
    sscanf(text, "%63s %63s", path, word);
    FILE *file = fopen(path, "r");
    int found = 0;
    while (file && fgets(line, sizeof line, file))
        found |= strstr(line, word) != NULL;
    errno = 0;
    return found;
}

/* Whether a field of our status is another than it has to be. */
static int status_differs(long number, const char *text)
{
    char line[256], field[32], wanted[64], value[64];
    (void)number;
    sscanf(text, "%31s %63s", field, wanted);
    FILE *file = fopen("/proc/self/status", "r");
    while (file && fgets(line, sizeof line, file))
        if (!strncmp(line, field, strlen(field)) && sscanf(line + strlen(field), "%63s", value) == 1)
            return strcmp(value, wanted) != 0;
    return 1;
}

static int has_group_path(long number, const char *path)
{
    char line[4096];
    (void)number;
    FILE *file = fopen(path, "r");
    int found = 0;
    while (file && fgets(line, sizeof line, file)) {
        char *place = strrchr(line, ':');
        found |= place && strcmp(place, ":/\n") != 0;
    }
    return found;
}

/* -- Who we are. */

static int becomes(long number, const char *text)
{
    gid_t none = 0;
    (void)text;
    if (number == SYS_setgroups)
        return is_let_through(setgroups(1, &none));
    /* A program that is root already has nothing to gain. */
    return syscall(number, 0L, 0L, 0L) == 0 && getuid() == 0 && setgroups(1, &none) == 0;
}

static int takes_rights(long number, const char *text)
{
    (void)text;
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct wanted[2] = {{.effective = 1U << number, .permitted = 1U << number}};
    return syscall(SYS_capset, &header, wanted) == 0;
}

static int raises_limit(long limit, const char *text)
{
    struct rlimit now;
    (void)text;
    if (getrlimit((int)limit, &now) || now.rlim_max == RLIM_INFINITY)
        return 1;
    now.rlim_max += 1;
    return setrlimit((int)limit, &now) == 0;
}

static int dumps_core(long number, const char *text)
{
    struct rlimit now;
    (void)number, (void)text;
    return getrlimit(RLIMIT_CORE, &now) || now.rlim_max != 0;
}

static int fills(long megabytes, const char *path)
{
    static char block[1 << 20];
    int file = open(path, O_WRONLY | O_CREAT, 0600), written = 0;
    struct rlimit most = {RLIM_INFINITY, RLIM_INFINITY};
    getrlimit(RLIMIT_FSIZE, &most);
    signal(SIGXFSZ, SIG_IGN);
    while (file >= 0 && written < megabytes && write(file, block, sizeof block) == sizeof block)
        written++;
    unlink(path);
    return written >= megabytes;
}

static int has_endless_files(long most, const char *path)
{
    struct statvfs about;
    return statvfs(path, &about) == 0 && (about.f_files == 0 || about.f_files > (fsfilcnt_t)most);
}

/* -- Sockets and the network. */

static int sockets(long family, const char *kind)
{
    return is_let_through(socket((int)family, atoi(kind), *kind == '3' ? IPPROTO_RAW : 0));
}

static int reaches(long port, const char *address)
{
    struct sockaddr_in there = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    inet_pton(AF_INET, address, &there.sin_addr);
    int file = socket(AF_INET, SOCK_DGRAM, 0);
    return connect(file, (struct sockaddr *)&there, sizeof there) == 0;
}

static int has_interfaces(long number, const char *text)
{
    struct if_nameindex *all = if_nameindex();
    (void)number;
    for (struct if_nameindex *one = all; one && one->if_index; one++)
        if (strcmp(one->if_name, text) && strncmp(one->if_name, "tunl", 4)
            && strncmp(one->if_name, "sit", 3) && strncmp(one->if_name, "ip6tnl", 6)
            && strncmp(one->if_name, "gre", 3) && strncmp(one->if_name, "erspan", 6)
            && strncmp(one->if_name, "ip", 2) && strncmp(one->if_name, "teql", 4))
            return 1;
    return 0;
}

static int sets_interface(long request, const char *name)
{
    struct ifreq wanted = {0};
    int file = socket(AF_INET, SOCK_DGRAM, 0);
    strcpy(wanted.ifr_name, name);
    if (ioctl(file, SIOCGIFFLAGS, &wanted))
        return 0;
    if (request == SIOCSIFMTU)
        ioctl(file, SIOCGIFMTU, &wanted);
    return ioctl(file, (unsigned long)request, &wanted) == 0;
}

static int meets(long number, const char *path)
{
    struct sockaddr_un there = {.sun_family = AF_UNIX};
    (void)number;
    strcpy(there.sun_path + (*path == '@'), path + (*path == '@'));
    int file = socket(AF_UNIX, SOCK_STREAM, 0);
    socklen_t size = (socklen_t)(sizeof there.sun_family + (*path == '@') + strlen(path + (*path == '@')));
    return connect(file, (struct sockaddr *)&there, size) == 0;
}

static int types(long request, const char *path)
{
    int file = open(path, O_RDWR);
    return file >= 0 && ioctl(file, (unsigned long)request, "\n") == 0;
}

/* -- Process 1, which holds us. */

static int signals(long number, const char *text)
{
    return kill((pid_t)atoi(text), (int)number) == 0;
}

static int limits_1(long limit, const char *text)
{
    struct rlimit zero = {0, 0};
    (void)text;
    return syscall(SYS_prlimit64, 1L, limit, &zero, NULL) == 0;
}

static int changes_1(long number, const char *text)
{
    struct sched_param none = {0};
    cpu_set_t all;
    (void)text;
    CPU_ZERO(&all);
    CPU_SET(0, &all);
    switch (number) {
    case SYS_setpriority:
        return setpriority(PRIO_PROCESS, 1, 19) == 0;
    case SYS_sched_setaffinity:
        return sched_setaffinity(1, sizeof all, &all) == 0;
    case SYS_sched_setscheduler:
        return syscall(number, 1L, 3L, &none) == 0;
    case SYS_ioprio_set:
        return syscall(number, 1L, 1L, 3L << 13) == 0;
    case SYS_ptrace:
        return ptrace(PTRACE_SEIZE, 1, 0, 0) == 0;
    case SYS_pidfd_getfd: {
        long file = syscall(SYS_pidfd_open, 1L, 0L);
        return file >= 0 && syscall(SYS_pidfd_getfd, file, 0L, 0L) >= 0;
    }
    case SYS_kcmp:
        return syscall(SYS_kcmp, (long)getpid(), 1L, 0L, 0L, 0L) >= 0;
    default: {
        char byte;
        struct iovec here = {&byte, 1}, there = {(void *)0x1000000, 1};
        return is_let_through(syscall(number, 1L, &here, 1L, &there, 1L, 0L));
    }
    }
}

#define CALL(NAME, HOW, TEXT) attack(#NAME, SHARED, HOW, SYS_##NAME, TEXT)

static void try_system_calls(void)
{
    CALL(bpf, call_without_file, "");
    CALL(perf_event_open, call, NULL);
    CALL(userfaultfd, call_with_number, "0");
    attack("io_uring_setup", PREVIEW, call_with_number, SYS_io_uring_setup, "1");
    attack("io_uring_enter", PREVIEW, call_without_file, SYS_io_uring_enter, "");
    attack("io_uring_register", PREVIEW, call_without_file, SYS_io_uring_register, "");
    CALL(keyctl, reads_key, "");
    CALL(add_key, call, "user");
    CALL(request_key, call, "user");
    CALL(mount, call, NULL);
    CALL(umount2, call, "/nonexistent");
    CALL(pivot_root, call, "/nonexistent");
    CALL(move_mount, call_without_file, "");
    CALL(open_tree, call_without_file, "nonexistent");
    CALL(fsopen, call, "nonexistent");
    CALL(fsmount, call_without_file, "");
    CALL(fsconfig, call_without_file, "");
    CALL(fspick, call_without_file, "nonexistent");
    CALL(mount_setattr, call_without_file, "nonexistent");
    CALL(setns, call_without_file, "");
    CALL(clone3, clones_by_structure, "");
    CALL(kexec_load, loads_kernel, "");
#ifdef SYS_kexec_file_load
    CALL(kexec_file_load, call_without_file, "");
#endif
    CALL(init_module, call, NULL);
    CALL(finit_module, call_without_file, "");
    CALL(delete_module, call, "nonexistent");
    CALL(reboot, call, NULL);
    CALL(swapon, call, "/nonexistent");
    CALL(swapoff, call, "/nonexistent");
    CALL(settimeofday, sets_time, "");
    CALL(clock_settime, sets_time, "");
    CALL(acct, call, "/nonexistent");
    CALL(quotactl, call_without_file, "");
    CALL(open_by_handle_at, call_without_file, NULL);
    CALL(personality, call_with_number, "262144");
    CALL(sethostname, names, "x");
    CALL(setdomainname, names, "x");
    CALL(syslog, call_with_number, "10");
    CALL(chroot, call, "/");
    CALL(mbind, call_without_file, "");
    CALL(set_mempolicy, call_with_number, "0");
    CALL(move_pages, copies_pages, "");
    CALL(fanotify_init, call_with_number, "0");
    attack("vhangup", HARMFUL, call, SYS_vhangup, NULL);
#ifdef __x86_64__
    CALL(iopl, call_with_number, "3");
    CALL(ioperm, call_with_number, "0");
    attack("x32", SHARED, call, 0x40000000 | SYS_getpid, NULL);
#endif
    static const struct {
        const char *name;
        long flag;
    } namespaces[] = {
        {"user", CLONE_NEWUSER}, {"mount", CLONE_NEWNS}, {"process", CLONE_NEWPID},
        {"network", CLONE_NEWNET}, {"ipc", CLONE_NEWIPC}, {"uts", CLONE_NEWUTS},
        {"cgroup", CLONE_NEWCGROUP},
    };
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++) {
        char name[64];
        snprintf(name, sizeof name, "unshare-%s", namespaces[i].name);
        attack(name, SHARED, unshares, namespaces[i].flag, "");
        snprintf(name, sizeof name, "clone-%s", namespaces[i].name);
        attack(name, SHARED, clones, namespaces[i].flag, "");
    }
}

static void try_files(void)
{
    attack("write-root", SHARED, opens, O_WRONLY | O_CREAT, "/made-by-an-attack");
    attack("write-program", SHARED, opens, O_WRONLY, "/program");
    attack("write-core-pattern", SHARED, opens, O_WRONLY, "/proc/sys/kernel/core_pattern");
    attack("write-panic", SHARED, opens, O_WRONLY, "/proc/sys/vm/panic_on_oom");
    attack("write-modprobe", SHARED, opens, O_WRONLY, "/proc/sys/kernel/modprobe");
    attack("write-hostname", SHARED, opens, O_WRONLY, "/proc/sys/kernel/hostname");
    attack("write-sysrq", SHARED, opens, O_WRONLY, "/proc/sysrq-trigger");
    attack("write-irq", SHARED, opens, O_WRONLY, "/proc/irq/default_smp_affinity");
    attack("write-proc", SHARED, opens, O_WRONLY | O_CREAT, "/proc/made-by-an-attack");
    attack("write-dev", ORDINARY, opens, O_WRONLY | O_CREAT, "/dev/made-by-an-attack");
    attack("write-uevent", SHARED, opens, O_WRONLY, "/sys/kernel/uevent_helper");
    attack("write-power", SHARED, opens, O_WRONLY, "/sys/power/state");
    attack("read-kcore", SHARED, reads, 0, "/proc/kcore");
    attack("read-kmsg", SHARED, reads, 0, "/proc/kmsg");
    attack("read-keys", SHARED, reads, 0, "/proc/keys");
    attack("read-timers", SHARED, reads, 0, "/proc/timer_list");
    attack("open-mem", SHARED, opens, O_RDONLY, "/dev/mem");
    attack("open-port", SHARED, opens, O_RDONLY, "/dev/port");
    attack("open-kmsg", SHARED, opens, O_RDONLY, "/dev/kmsg");
    attack("open-kvm", SHARED, opens, O_RDWR, "/dev/kvm");
    attack("open-fuse", SHARED, opens, O_RDWR, "/dev/fuse");
    attack("open-tun", SHARED, opens, O_RDWR, "/dev/net/tun");
    attack("open-disk", SHARED, opens, O_RDONLY, "/dev/vda");
    attack("open-loop", SHARED, opens, O_RDONLY, "/dev/loop-control");
    attack("see-passwords", SHARED, lists_root, 0, "/etc/shadow");
    attack("see-home", SHARED, lists_root, 0, "/root");
    attack("see-docker", SHARED, lists_root, 0, "/var/run/docker.sock");
    attack("make-device", SHARED, makes_device, (long)makedev(1, 1), "/dev/shm/memory");
    attack("gain-by-file", ORDINARY, gains_by_file, 04755, "/dev/shm/gain");
    attack("mounts-of-host", PREVIEW, holds_word, 0, "/proc/self/mountinfo scratchpress-");
    attack("groups-of-host", PREVIEW, has_group_path, 0, "/proc/self/cgroup");
}

static void try_rights(void)
{
    attack("no-new-privileges", SHARED, status_differs, 0, "NoNewPrivs: 1");
    attack("filter", SHARED, status_differs, 0, "Seccomp: 2");
    attack("rights-effective", SHARED, status_differs, 0, "CapEff: 0000000000000000");
    attack("rights-permitted", SHARED, status_differs, 0, "CapPrm: 0000000000000000");
    attack("rights-inherited", SHARED, status_differs, 0, "CapInh: 0000000000000000");
    attack("rights-bounded", SHARED, status_differs, 0, "CapBnd: 0000000000000000");
    attack("rights-ambient", SHARED, status_differs, 0, "CapAmb: 0000000000000000");
    attack("become-root", SHARED, becomes, SYS_setuid, "");
    attack("become-root-for-files", SHARED, becomes, SYS_setresuid, "");
    attack("join-groups", SHARED, becomes, SYS_setgroups, "");
    attack("take-chown", SHARED, takes_rights, CAP_CHOWN, "");
    attack("take-files", SHARED, takes_rights, CAP_DAC_OVERRIDE, "");
    attack("take-setuid", SHARED, takes_rights, CAP_SETUID, "");
    attack("take-network", SHARED, takes_rights, CAP_NET_ADMIN, "");
    attack("take-system", SHARED, takes_rights, CAP_SYS_ADMIN, "");
    attack("take-trace", SHARED, takes_rights, CAP_SYS_PTRACE, "");
    attack("raise-files", SHARED, raises_limit, RLIMIT_NOFILE, "");
    attack("raise-file-size", SHARED, raises_limit, RLIMIT_FSIZE, "");
    attack("dump-core", SHARED, dumps_core, 0, "");
    attack("fill-memory-files", SHARED, fills, 80, "/dev/shm/full");
    attack("fill-root", SHARED, fills, 1, "/full");
    attack("endless-files", PREVIEW, has_endless_files, 1 << 20, "/dev/shm");
}

static void try_network(void)
{
    attack("packet-socket", SHARED, sockets, AF_PACKET, "3");
    attack("raw-socket", SHARED, sockets, AF_INET, "3");
    attack("raw-socket-6", SHARED, sockets, AF_INET6, "3");
    attack("vsock", PREVIEW, sockets, 40, "1");
    attack("interfaces", SHARED, has_interfaces, 0, "lo");
    attack("reach-out", SHARED, reaches, 53, "1.1.1.1");
    attack("reach-host", SHARED, reaches, 80, "172.17.0.1");
    attack("reach-metadata", SHARED, reaches, 80, "169.254.169.254");
    attack("set-interface", SHARED, sets_interface, SIOCSIFFLAGS, "lo");
    attack("set-size-of-packets", SHARED, sets_interface, SIOCSIFMTU, "lo");
    attack("meet-display", SHARED, meets, 0, "@/tmp/.X11-unix/X0");
    attack("meet-docker", SHARED, meets, 0, "/var/run/docker.sock");
    attack("meet-bus", SHARED, meets, 0, "/run/dbus/system_bus_socket");
    attack("type-at-terminal", HARMFUL, types, TIOCSTI, "/dev/tty");
    attack("type-at-console", HARMFUL, types, TIOCSTI, "/dev/console");
}

static void try_process_1(void)
{
    int kind = PREVIEW | HARMFUL;
    attack("end-1", kind, signals, SIGTERM, "1");
    attack("kill-1", kind, signals, SIGKILL, "1");
    attack("stop-1", kind, signals, SIGSTOP, "1");
    attack("hang-up-1", kind, signals, SIGHUP, "1");
    attack("limit-memory-of-1", kind, limits_1, RLIMIT_AS, "");
    attack("limit-files-of-1", kind, limits_1, RLIMIT_NOFILE, "");
    attack("limit-time-of-1", kind, limits_1, RLIMIT_CPU, "");
    attack("slow-1", kind, changes_1, SYS_setpriority, "");
    attack("bind-1", kind, changes_1, SYS_sched_setaffinity, "");
    attack("schedule-1", kind, changes_1, SYS_sched_setscheduler, "");
    attack("starve-1", kind, changes_1, SYS_ioprio_set, "");
    attack("trace-1", kind, changes_1, SYS_ptrace, "");
    attack("take-file-of-1", kind, changes_1, SYS_pidfd_getfd, "");
    attack("compare-1", kind, changes_1, SYS_kcmp, "");
    attack("read-memory-of-1", kind, changes_1, SYS_process_vm_readv, "");
    attack("write-memory-of-1", kind, changes_1, SYS_process_vm_writev, "");
    attack("sacrifice-1", kind, opens, O_WRONLY, "/proc/1/oom_score_adj");
    attack("memory-of-1", PREVIEW, opens, O_RDONLY, "/proc/1/mem");
    attack("maps-of-1", PREVIEW, reads, 0, "/proc/1/maps");
    attack("variables-of-1", PREVIEW, reads, 0, "/proc/1/environ");
    attack("words-of-1", PREVIEW, has_path, 0, "/proc/1/cmdline");
    attack("root-of-1", PREVIEW, lists_root, 0, "/proc/1/root/etc");
    attack("folder-of-1", PREVIEW, lists_root, 0, "/proc/1/cwd/etc");
    attack("files-of-1", PREVIEW, lists_root, 0, "/proc/1/fd/0");
}

int main(int count, char **words)
{
    const char *which = count > 1 ? words[1] : "all";
    if (!strcmp(which, "docker"))
        kinds_left_out = PREVIEW;
    if (!strcmp(which, "docker-root"))
        kinds_left_out = PREVIEW | ORDINARY;
    if (!strcmp(which, "harmless"))
        kinds_left_out = HARMFUL;
    try_system_calls();
    try_files();
    try_rights();
    try_network();
    try_process_1();
    return 0;
}
