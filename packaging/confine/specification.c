/* Reads what to confine and how: words, each ended by NUL, from a file. */
#include "confine.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *next, *end;

static char *word(void)
{
    if (next >= end) {
        errno = EINVAL;
        fail("read the specification", "");
    }
    char *found = next;
    next += strlen(found) + 1;
    return found;
}

static void *grown(void *array, size_t count, size_t size)
{
    void *larger = realloc(array, (count + 1) * size);
    if (!larger)
        fail("get memory", "");
    return larger;
}

static struct place *new_place(struct specification *s, enum kind kind)
{
    s->places = grown(s->places, s->place_count, sizeof *s->places);
    struct place *place = &s->places[s->place_count++];
    *place = (struct place){.kind = kind, .tree = -1};
    return place;
}

static struct place *read_place(struct specification *s, enum kind kind, int writable)
{
    struct place *place = new_place(s, kind);
    place->source = word();
    place->target = word();
    place->writable = writable;
    return place;
}

static void append(char ***list, size_t *count, char *text)
{
    *list = grown(*list, *count + 1, sizeof **list);
    (*list)[(*count)++] = text;
    (*list)[*count] = NULL;
}

static void read_record(struct specification *s, size_t *variables, size_t *words)
{
    const char *key = word();
    if (!strcmp(key, "parent"))
        s->parent = (pid_t)atol(word());
    else if (!strcmp(key, "cgroup"))
        s->cgroup = word();
    else if (!strcmp(key, "scope"))
        s->scope = 1;
    else if (!strcmp(key, "root"))
        s->root = word();
    else if (!strcmp(key, "account"))
        s->account = atol(word());
    else if (!strcmp(key, "host-network"))
        s->host_network = 1;
    else if (!strcmp(key, "writable-proc"))
        s->writable_proc = 1;
    else if (!strcmp(key, "terminal"))
        s->terminal = 1;
    else if (!strcmp(key, "folder"))
        s->folder = word();
    else if (!strcmp(key, "read-only"))
        read_place(s, BIND, 0);
    else if (!strcmp(key, "read-write"))
        read_place(s, BIND, 1);
    else if (!strcmp(key, "read-only-real"))
        read_place(s, BIND, 0)->real = 1;
    else if (!strcmp(key, "read-write-real"))
        read_place(s, BIND, 1)->real = 1;
    else if (!strcmp(key, "device"))
        read_place(s, DEVICE, 1);
    else if (!strcmp(key, "tmpfs"))
        read_place(s, TMPFS, 1);
    else if (!strcmp(key, "link"))
        read_place(s, LINK, 0);
    else if (!strcmp(key, "limit")) {
        s->limits = grown(s->limits, s->limit_count, sizeof *s->limits);
        struct limit *limit = &s->limits[s->limit_count++];
        limit->resource = atoi(word());
        limit->value = strtoull(word(), NULL, 10);
    } else if (!strcmp(key, "variable"))
        append(&s->environment, variables, word());
    else if (!strcmp(key, "word"))
        append(&s->program, words, word());
    else {
        errno = EINVAL;
        fail("understand", key);
    }
}

void read_specification(int descriptor, struct specification *s)
{
    struct stat status;
    if (fstat(descriptor, &status))
        fail("read the specification", "");
    size_t size = (size_t)status.st_size;
    char *text = malloc(size + 1);
    if (!text || pread(descriptor, text, size, 0) != (ssize_t)size)
        fail("read the specification", "");
    text[size] = 0;
    next = text;
    end = text + size;
    *s = (struct specification){.account = -1, .folder = "/"};
    size_t variables = 0, words = 0;
    s->environment = calloc(1, sizeof(char *));
    s->program = calloc(1, sizeof(char *));
    while (next < end)
        read_record(s, &variables, &words);
}
