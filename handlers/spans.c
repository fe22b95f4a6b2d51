#include "spans.h"

json_t *
spans_channel(const char *chat, const char *place)
{
	return json_pack("{s:s, s:s}", "channel", place, "chat", chat);
}

json_t *
spans_person(const char *chat, const char *person)
{
	return json_pack("{s:s, s:s}", "person", person, "chat", chat);
}
