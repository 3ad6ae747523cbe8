#include "prompt.h"
#include "stdio/getc.h"

int getchar(void)
{
	show_prompts();
	return do_getc(stdin);
}
