#include <stdarg.h>
#include "prompt.h"

int vscanf(const char *restrict fmt, va_list ap)
{
	show_prompts();
	return vfscanf(stdin, fmt, ap);
}

weak_alias(vscanf, __isoc99_vscanf);
