#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "limit.h"

#define CHAINS_START 64

struct bucket {
	struct bucket *next;
	double tokens; /* at the time `at` */
	double per_ms, burst;
	int64_t at;
	int64_t blocked; /* nothing before this */
	char name[];
};

struct limit {
	struct bucket **chains;
	size_t chain_count;
	size_t count;
};

static size_t
hash(const struct limit *l, const char *name)
{
	size_t h = 5381;

	for (; *name; name++)
		h = h * 33 + (unsigned char)*name;
	return h % l->chain_count;
}

struct limit *
limit_new(void)
{
	struct limit *l = xcalloc(1, sizeof(*l));

	l->chain_count = CHAINS_START;
	l->chains = xcalloc(l->chain_count, sizeof(struct bucket *));
	return l;
}

void
limit_free(struct limit *l)
{
	struct bucket *b, *next;

	if (!l)
		return;
	for (size_t i = 0; i < l->chain_count; i++) {
		for (b = l->chains[i]; b; b = next) {
			next = b->next;
			free(b);
		}
	}
	free(l->chains);
	free(l);
}

static void
fill(struct bucket *b, int64_t now)
{
	if (now > b->at) {
		b->tokens += (double)(now - b->at) * b->per_ms;
		b->at = now;
	}
	if (b->tokens > b->burst)
		b->tokens = b->burst;
}

/* Drops what is full again, which is as good as never used. */
static void
sweep(struct limit *l, int64_t now)
{
	for (size_t i = 0; i < l->chain_count; i++) {
		struct bucket **place = &l->chains[i];

		while (*place) {
			struct bucket *b = *place;

			if (b->burst > 0)
				fill(b, now);
			if (b->tokens < b->burst || b->blocked > now) {
				place = &b->next;
				continue;
			}
			*place = b->next;
			free(b);
			l->count--;
		}
	}
}

static void
spread(struct limit *l)
{
	struct bucket **old = l->chains, *b, *next;
	size_t old_count = l->chain_count;

	l->chain_count *= 2;
	l->chains = xcalloc(l->chain_count, sizeof(struct bucket *));
	for (size_t i = 0; i < old_count; i++) {
		for (b = old[i]; b; b = next) {
			size_t chain = hash(l, b->name);

			next = b->next;
			b->next = l->chains[chain];
			l->chains[chain] = b;
		}
	}
	free(old);
}

static struct bucket *
find_bucket(struct limit *l, const char *name)
{
	struct bucket *b;

	for (b = l->chains[hash(l, name)]; b; b = b->next) {
		if (strcmp(b->name, name) == 0)
			return b;
	}
	return NULL;
}

static struct bucket *
bucket_new(struct limit *l, const char *name, int64_t now)
{
	size_t size = strlen(name) + 1;
	struct bucket *b = xcalloc(1, sizeof(*b) + size), **chain;

	if (l->count >= l->chain_count) {
		sweep(l, now);
		if (l->count >= l->chain_count / 2)
			spread(l);
	}
	chain = &l->chains[hash(l, name)];
	memcpy(b->name, name, size);
	b->at = now;
	b->next = *chain;
	*chain = b;
	l->count++;
	return b;
}

/* The bucket as it stands at now under these rules, which may have changed. */
static struct bucket *
get_bucket(struct limit *l, const char *name, double per_minute, double burst,
	int64_t now)
{
	struct bucket *b = find_bucket(l, name);

	if (!b) {
		b = bucket_new(l, name, now);
		b->tokens = burst;
	}
	if (b->burst <= 0) {
		b->tokens = burst; /* made by a block: its rules come now */
		b->at = now;
	}
	b->per_ms = per_minute / 60000;
	b->burst = burst;
	fill(b, now);
	return b;
}

int64_t
limit_wait(struct limit *l, const char *name, double per_minute, double burst,
	int64_t now)
{
	struct bucket *b = find_bucket(l, name);
	int64_t wait = 0;

	if (!b)
		return 0;
	b = get_bucket(l, name, per_minute, burst, now);
	if (b->tokens < 1)
		wait = (int64_t)ceil((1 - b->tokens) / b->per_ms - 1e-6);
	return b->blocked - now > wait ? b->blocked - now : wait;
}

void
limit_take(struct limit *l, const char *name, double per_minute, double burst,
	int64_t now)
{
	get_bucket(l, name, per_minute, burst, now)->tokens -= 1;
}

void
limit_block(struct limit *l, const char *name, int64_t until)
{
	struct bucket *b = find_bucket(l, name);

	if (!b)
		b = bucket_new(l, name, 0);
	if (until > b->blocked)
		b->blocked = until;
}
