/* Keeps system calls from the program that Docker's default profile keeps from containers.
 *
 * filter_table.h is made of that profile, for a container without capabilities, by confine.py.
 * On top of it, process 1 is out of the program's reach. */
#define _GNU_SOURCE
#include "confine.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "filter_table.h"

#if defined __x86_64__
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#define LOW(argument) (offsetof(struct seccomp_data, args) + 8 * (argument))
#define REFUSE(error) (SECCOMP_RET_ERRNO | (error))

enum { CALLS = sizeof allowed, LENGTH = 2 * CALLS + 96 };
static struct sock_filter program[LENGTH];
static unsigned short length;

static void add(unsigned short code, unsigned value, unsigned char yes, unsigned char no)
{
    program[length++] = (struct sock_filter)BPF_JUMP(code, value, yes, no);
}

static void load(unsigned offset)
{
    add(BPF_LD | BPF_W | BPF_ABS, offset, 0, 0);
}

static void give(unsigned verdict)
{
    add(BPF_RET | BPF_K, verdict, 0, 0);
}

/* The next instruction is taken only for this call; "skipped" is how many belong to it. */
static void for_call(unsigned number, unsigned char skipped)
{
    add(BPF_JMP | BPF_JEQ | BPF_K, number, 0, skipped);
}

static void check_clone(void)
{
    const unsigned namespaces = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC
                                | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
    for_call(SYS_clone, 4);
    load(LOW(0));
    add(BPF_JMP | BPF_JSET | BPF_K, namespaces, 0, 1);
    give(REFUSE(EPERM));
    give(SECCOMP_RET_ALLOW);
}

static void check_one_of(unsigned call, const unsigned *values, unsigned char count)
{
    for_call(call, count + 3);
    load(LOW(0));
    for (unsigned char i = 0; i < count; i++)
        add(BPF_JMP | BPF_JEQ | BPF_K, values[i], count - i, 0);
    give(REFUSE(EPERM));
    give(SECCOMP_RET_ALLOW);
}

/* No address family above the profile's first gap but those it names. */
static void check_socket(void)
{
    for_call(SYS_socket, 6);
    load(LOW(0));
    add(BPF_JMP | BPF_JGE | BPF_K, FIRST_REFUSED_FAMILY, 0, 3);
    add(BPF_JMP | BPF_JEQ | BPF_K, ALLOWED_FAMILY, 2, 0);
    add(BPF_JMP | BPF_JGT | BPF_K, LAST_REFUSED_FAMILY, 1, 0);
    give(REFUSE(EPERM));
    give(SECCOMP_RET_ALLOW);
}

/* Process 1 of the namespace may run under the program's own account, which the kernel then lets
 * change its limits and its share of the processors. */
static void spare_process_1(void)
{
    static const struct {
        unsigned call, argument;
    } changing[] = {
        {SYS_prlimit64, 0},      {SYS_sched_setaffinity, 0},  {SYS_sched_setattr, 0},
        {SYS_sched_setparam, 0}, {SYS_sched_setscheduler, 0}, {SYS_setpriority, 1},
        {SYS_ioprio_set, 1},
    };
    for (size_t i = 0; i < sizeof changing / sizeof *changing; i++) {
        for_call(changing[i].call, 4);
        load(LOW(changing[i].argument));
        add(BPF_JMP | BPF_JEQ | BPF_K, 1, 0, 1);
        give(REFUSE(EPERM));
        give(SECCOMP_RET_ALLOW);
    }
}

/* Ranges of numbers that are all allowed, or all not. */
static void check_numbers(void)
{
    unsigned char verdict = 0;
    for (unsigned number = 0; number < CALLS; number++) {
        if (allowed[number] == verdict)
            continue;
        add(BPF_JMP | BPF_JGE | BPF_K, number, 1, 0);
        give(verdict ? SECCOMP_RET_ALLOW : REFUSE(EPERM));
        verdict = allowed[number];
    }
    /* What is younger than the table is to look as if the kernel did not have it. */
    add(BPF_JMP | BPF_JGE | BPF_K, CALLS, 1, 0);
    give(SECCOMP_RET_ALLOW);
    give(REFUSE(ENOSYS));
}

void restrict_system_calls(void)
{
    static const unsigned personalities[] = {PERSONALITIES};
    load(offsetof(struct seccomp_data, arch));
    add(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
    give(SECCOMP_RET_KILL_PROCESS);
    load(offsetof(struct seccomp_data, nr));
    /* As without it: the C library then takes clone, whose flags can be seen here. */
    for_call(SYS_clone3, 1);
    give(REFUSE(ENOSYS));
    check_clone();
    check_one_of(SYS_personality, personalities, sizeof personalities / sizeof *personalities);
    check_socket();
    spare_process_1();
    check_numbers();
    struct sock_fprog all = {.len = length, .filter = program};
    if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &all))
        fail("filter", "system calls");
}
