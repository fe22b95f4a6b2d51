#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "mem.h"
#include "seal.h"
#include "when.h"

#include "pace.h"

enum {
	SLOTS = 16384, /* what is lost to a collision is lost: a few hits */
	WINDOW_MS = 5000,
	BURST = 10,
	ADDRESS_MAX = 64,
	AGENT_MAX = 512,
	KEY_SIZE = 16
};

struct trail {
	uint64_t who; /* hash of item and address */
	int64_t link;
	int64_t at;
};

struct crowd {
	uint64_t who; /* hash of network and user agent */
	int64_t from;
	int64_t count;
};

struct pace {
	unsigned char key[KEY_SIZE];
	int64_t key_until;
	struct trail *trails;
	struct crowd *crowds;
};

/* A new key makes all that is kept meaningless. */
static void
look_at_key(struct pace *p, int64_t now)
{
	if (now < p->key_until && now > p->key_until - 2 * WHEN_HOUR)
		return;
	seal_random(p->key, sizeof(p->key));
	p->key_until = now + WHEN_HOUR;
}

struct pace *
pace_new(void)
{
	struct pace *p = xcalloc(1, sizeof(*p));

	p->trails = xcalloc(SLOTS, sizeof(*p->trails));
	p->crowds = xcalloc(SLOTS, sizeof(*p->crowds));
	look_at_key(p, clock_now());
	return p;
}

void
pace_free(struct pace *p)
{
	if (p == NULL)
		return;
	free(p->trails);
	free(p->crowds);
	seal_wipe(p, sizeof(*p));
	free(p);
}

static bool
is_recent(int64_t at, int64_t now)
{
	return at <= now && now - at < WINDOW_MS;
}

bool
pace_many_links(struct pace *p, int64_t item, int64_t link, const char *address)
{
	unsigned char buffer[sizeof(item) + ADDRESS_MAX];
	int64_t now = clock_now();
	size_t size = address != NULL ? strnlen(address, ADDRESS_MAX) : 0;
	struct trail *t;
	uint64_t who;
	bool many;

	if (size == 0)
		return false;
	look_at_key(p, now);
	memcpy(buffer, &item, sizeof(item));
	memcpy(buffer + sizeof(item), address, size);
	who = seal_hash64(p->key, buffer, sizeof(item) + size);
	t = &p->trails[who % SLOTS];
	many = t->who == who && t->link != link && is_recent(t->at, now);
	*t = (struct trail){who, link, now};
	return many;
}

/* The network of an address into out (at least 17 bytes): its length, 0 when
 * the address cannot be read. */
static size_t
network_of(const char *address, unsigned char *out)
{
	unsigned char bytes[16];

	if (inet_pton(AF_INET, address, bytes) == 1) {
		out[0] = '4';
		memcpy(out + 1, bytes, 3);
		return 4;
	}
	if (inet_pton(AF_INET6, address, bytes) == 1) {
		out[0] = '6';
		memcpy(out + 1, bytes, 6);
		return 7;
	}
	return 0;
}

bool
pace_burst(struct pace *p, const char *address, const char *agent)
{
	unsigned char buffer[8 + AGENT_MAX];
	int64_t now = clock_now();
	size_t size = address != NULL ? network_of(address, buffer) : 0;
	size_t more = agent != NULL ? strnlen(agent, AGENT_MAX) : 0;
	struct crowd *c;
	uint64_t who;

	if (size == 0 || more == 0)
		return false;
	look_at_key(p, now);
	memcpy(buffer + size, agent, more);
	who = seal_hash64(p->key, buffer, size + more);
	c = &p->crowds[who % SLOTS];
	if (c->who != who || !is_recent(c->from, now))
		*c = (struct crowd){who, now, 0};
	return ++c->count >= BURST;
}
