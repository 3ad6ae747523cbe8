#include "prompt.h"
#include "stdio/getc.h"

int getc(FILE *f)
{
	show_prompts();
	return do_getc(f);
}

weak_alias(getc, _IO_getc);
