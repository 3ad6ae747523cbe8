/* See packaging/sysroot/prompt.py. Compiled with musl's own headers. */
#include "stdio_impl.h"

hidden size_t __prompt_read(FILE *, unsigned char *, size_t);

/* From now on reading standard input shows what was printed before. The name is musl's
 * own: null in a program without standard input. */
static inline void show_prompts(void)
{
	FILE *in = __stdin_used;
	if (in) in->read = __prompt_read;
}

/* musl's functions begin with this. */
#undef FLOCK
#define FLOCK(f) show_prompts(); int __need_unlock = ((f)->lock>=0 ? __lockfile((f)) : 0)
