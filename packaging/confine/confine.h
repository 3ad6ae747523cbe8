/* What the parts of confine share. See confine.c for the whole. */
#ifndef CONFINE_H
#define CONFINE_H

#include <stddef.h>
#include <sys/types.h>

enum kind { BIND, DEVICE, TMPFS, LINK };

/* One thing to place below the new root. */
struct place {
    enum kind kind;
    const char *source; /* BIND: a path of the host; DEVICE: a name in /dev; TMPFS: its options;
                           LINK: what it says */
    const char *target; /* an absolute path inside, without "..", links or a slash at the end */
    int writable;
    int real; /* BIND: a link on the way to the source is not followed, but refused */
    int tree; /* BIND and DEVICE: a detached copy of the mount, until it is attached */
};

struct limit {
    int resource;
    unsigned long long value;
};

/* All that a confinement is made of, as desktop/scratchpress/system/confinement.py writes it. */
struct specification {
    pid_t parent;         /* ends everything with its own end */
    const char *cgroup;   /* the cgroup.procs to join, or NULL */
    int scope;            /* systemd put us into a control group with a memory limit */
    const char *root;     /* the folder with the root file system, or NULL for an empty one */
    long account;         /* the account a caller who is root gives to the program, or -1 */
    int host_network;     /* leaves the program in the host's network */
    int writable_proc;    /* the program may write its own files in /proc */
    int terminal;         /* standard input becomes the controlling terminal */
    const char *folder;   /* where the program starts */
    struct place *places; /* in the order they are made in */
    size_t place_count;
    struct limit *limits;
    size_t limit_count;
    char **environment;
    char **program; /* program[0] == NULL: make everything, then run nothing */
};

/* Says what could not be done and why (errno), and ends the process. */
_Noreturn void fail(const char *what, const char *which);

void read_specification(int descriptor, struct specification *specification);

/* Copies the mounts that places come from. Root does it while it is still root of the host. */
void open_sources(struct specification *specification);
/* Makes the new root and enters it. Returns the folder of a /proc that can be written. */
int enter_root(const struct specification *specification);

void restrict_files(const struct specification *specification);
void restrict_system_calls(void);

#endif
