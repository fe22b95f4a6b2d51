#include "scene.h"

void
scene_add(char *said, const char *fmt, ...)
{
	size_t used = strlen(said);
	va_list args;

	va_start(args, fmt);
	vsnprintf(said + used, SAID_ROOM - used, fmt, args);
	va_end(args);
}
