#include <stdarg.h>
#include "prompt.h"

int scanf(const char *restrict fmt, ...)
{
	int ret;
	va_list ap;
	show_prompts();
	va_start(ap, fmt);
	ret = vfscanf(stdin, fmt, ap);
	va_end(ap);
	return ret;
}

weak_alias(scanf, __isoc99_scanf);
