#include "spans.h"

json_t *
spans_channel(const char *place)
{
	return json_pack("{s:s}", "channel", place);
}

json_t *
spans_person(const char *person)
{
	return json_pack("{s:s}", "person", person);
}
