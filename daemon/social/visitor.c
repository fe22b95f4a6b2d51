#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "seal.h"
#include "when.h"

#include "set64.h"
#include "visitor.h"

enum {
	MAX_DEFAULT = 4000000,
	ADDRESS_MAX = 64,
	AGENT_MAX = 512, /* further bytes tell no two readers apart */
	KEY_SIZE = 16
};

/* What a hash is about, so that a reader's never equals a member's. */
enum about { ABOUT_READER = 'r', ABOUT_MEMBER = 'm' };

/* Two members who became one today. */
struct merged {
	int64_t keep, drop;
};

struct visitor {
	unsigned char key[KEY_SIZE];
	struct set64 *set;
	size_t max;
	int64_t day;
	int64_t since;
	struct merged *merged; /* of today: few, or none */
	size_t merged_count;
};

static void
start_day(struct visitor *v, int64_t day, int64_t since)
{
	set64_free(v->set);
	v->set = set64_new();
	seal_random(v->key, sizeof(v->key)); /* over the old one */
	free(v->merged);
	v->merged = NULL;
	v->merged_count = 0;
	v->day = day;
	v->since = since;
}

/* A clock that was moved back starts a day as well: it is another day. */
static void
look_at_clock(struct visitor *v)
{
	int64_t day = when_day(clock_now());

	if (day != v->day)
		start_day(v, day, day * WHEN_DAY);
}

struct visitor *
visitor_new(size_t max)
{
	struct visitor *v = xcalloc(1, sizeof(*v));
	int64_t now = clock_now();

	v->max = max != 0 ? max : MAX_DEFAULT;
	start_day(v, when_day(now), now);
	return v;
}

void
visitor_free(struct visitor *v)
{
	if (v == NULL)
		return;
	set64_free(v->set);
	free(v->merged);
	seal_wipe(v, sizeof(*v));
	free(v);
}

/* Adds at most max bytes of s and a NUL at at; where the next belongs. */
static size_t
put(unsigned char *buffer, size_t at, const char *s, size_t max)
{
	size_t size = s != NULL ? strnlen(s, max) : 0;

	if (size > 0)
		memcpy(buffer + at, s, size);
	buffer[at + size] = '\0';
	return at + size + 1;
}

static uint64_t
hash(const struct visitor *v, enum about about, int64_t id, const char *address,
	const char *agent)
{
	unsigned char buffer[1 + sizeof(id) + ADDRESS_MAX + AGENT_MAX + 2];
	size_t at = 1 + sizeof(id);
	uint64_t out;

	buffer[0] = (unsigned char)about;
	memcpy(buffer + 1, &id, sizeof(id));
	at = put(buffer, at, address, ADDRESS_MAX);
	at = put(buffer, at, agent, AGENT_MAX);
	out = seal_hash64(v->key, buffer, at);
	seal_wipe(buffer, at);
	return out;
}

enum visitor_seen
visitor_see(
	struct visitor *v, int64_t item, const char *address, const char *agent)
{
	uint64_t value;

	look_at_clock(v);
	value = hash(v, ABOUT_READER, item, address, agent);
	if (set64_has(v->set, value))
		return VISITOR_AGAIN;
	if (set64_count(v->set) >= v->max)
		return VISITOR_UNKNOWN;
	set64_add(v->set, value);
	return VISITOR_FIRST;
}

void
visitor_add_member(struct visitor *v, int64_t member, const char *address,
	const char *agent)
{
	look_at_clock(v);
	if (set64_count(v->set) < v->max)
		set64_add(
			v->set, hash(v, ABOUT_MEMBER, member, address, agent));
}

bool
visitor_is_member(struct visitor *v, int64_t member, const char *address,
	const char *agent)
{
	size_t i;

	look_at_clock(v);
	if (set64_has(v->set, hash(v, ABOUT_MEMBER, member, address, agent)))
		return true;
	for (i = 0; i < v->merged_count; i++)
		if (v->merged[i].keep == member &&
			set64_has(
				v->set, hash(v, ABOUT_MEMBER, v->merged[i].drop,
						address, agent)))
			return true;
	return false;
}

static void
add_merged(struct visitor *v, int64_t keep, int64_t drop)
{
	v->merged = xrealloc(
		v->merged, (v->merged_count + 1) * sizeof(v->merged[0]));
	v->merged[v->merged_count++] = (struct merged){keep, drop};
}

void
visitor_merge(struct visitor *v, int64_t keep, int64_t drop)
{
	size_t i, count;

	look_at_clock(v);
	count = v->merged_count;
	for (i = 0; i < count; i++)
		if (v->merged[i].keep == drop)
			add_merged(v, keep, v->merged[i].drop);
	add_merged(v, keep, drop);
}

int64_t
visitor_since(struct visitor *v)
{
	look_at_clock(v);
	return v->since;
}
