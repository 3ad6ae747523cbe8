/* musl's own, which shows prompts; see prompt.h. */
#include "prompt.h"
#include "stdio/fread.c"
