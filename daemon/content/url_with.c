#include <string.h>
#include <strings.h>

#include "text.h"

#include "url_query.h"
#include "url.h"

/* Apart from url.c because it serves every hit on a link: no parser, one
 * allocation. */

static bool
is_utm_name(const char *name, size_t size)
{
	return (size == 10 && strncasecmp(name, "utm_source", size) == 0) ||
	       (size == 10 && strncasecmp(name, "utm_medium", size) == 0) ||
	       (size == 12 && strncasecmp(name, "utm_campaign", size) == 0);
}

static void
add_parameter(struct text *out, const char *name, const char *value)
{
	char last = out->size > 0 ? out->bytes[out->size - 1] : '\0';

	if (value == NULL || *value == '\0')
		return;
	if (last != '?' && last != '&')
		text_add_char(out, '&');
	text_add(out, name);
	text_add_percent(out, value);
}

char *
url_with_utm(const char *s, const char *source, const char *medium,
	const char *campaign)
{
	struct text out = {0};
	size_t page = strcspn(s, "?#");
	size_t whole = strcspn(s, "#");

	text_add_bytes(&out, s, page);
	text_add_char(&out, '?');
	if (whole > page + 1)
		url_query_copy(
			&out, s + page + 1, whole - page - 1, is_utm_name);
	add_parameter(&out, "utm_source=", source);
	add_parameter(&out, "utm_medium=", medium);
	add_parameter(&out, "utm_campaign=", campaign);
	if (out.bytes[out.size - 1] == '?')
		out.bytes[--out.size] = '\0';
	text_add(&out, s + whole);
	return text_take(&out);
}
