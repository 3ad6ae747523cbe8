#include "prompt.h"

int getchar_unlocked(void)
{
	show_prompts();
	return getc_unlocked(stdin);
}
