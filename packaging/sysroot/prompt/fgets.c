/* musl's own, which shows prompts; see prompt.h. */
#include "prompt.h"
#include "stdio/fgets.c"
