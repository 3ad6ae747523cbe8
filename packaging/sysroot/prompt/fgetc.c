#include "prompt.h"
#include "stdio/getc.h"

int fgetc(FILE *f)
{
	show_prompts();
	return do_getc(f);
}
