#include <stdlib.h>

#include "mem.h"
#include "seal.h"

#include "set64.h"

/* The top byte chooses a part; each part is an open-addressed table of its
 * own that doubles when three quarters full. Zero marks a free slot. */
enum { PARTS = 256, FIRST_ROOM = 16 };

struct part {
	uint64_t *slots;
	size_t room; /* a power of two, or 0 */
	size_t count;
};

struct set64 {
	struct part parts[PARTS];
	size_t count;
};

static uint64_t
stored_form(uint64_t value)
{
	return value != 0 ? value : 1;
}

/* The slot that holds value, or the free one where it belongs. */
static size_t
slot_of(const struct part *p, uint64_t value)
{
	size_t at = (size_t)value & (p->room - 1);

	while (p->slots[at] != 0 && p->slots[at] != value)
		at = (at + 1) & (p->room - 1);
	return at;
}

static void
part_free(struct part *p)
{
	if (p->slots != NULL)
		seal_wipe(p->slots, p->room * sizeof(*p->slots));
	free(p->slots);
}

static void
part_grow(struct part *p)
{
	struct part bigger = {.count = p->count};

	bigger.room = p->room != 0 ? 2 * p->room : FIRST_ROOM;
	bigger.slots = xcalloc(bigger.room, sizeof(*bigger.slots));
	for (size_t i = 0; i < p->room; i++)
		if (p->slots[i] != 0)
			bigger.slots[slot_of(&bigger, p->slots[i])] =
				p->slots[i];
	part_free(p);
	*p = bigger;
}

struct set64 *
set64_new(void)
{
	return xcalloc(1, sizeof(struct set64));
}

void
set64_free(struct set64 *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < PARTS; i++)
		part_free(&s->parts[i]);
	free(s);
}

bool
set64_has(const struct set64 *s, uint64_t value)
{
	const struct part *p;

	value = stored_form(value);
	p = &s->parts[value >> 56];
	return p->room > 0 && p->slots[slot_of(p, value)] == value;
}

void
set64_add(struct set64 *s, uint64_t value)
{
	struct part *p;
	size_t at;

	value = stored_form(value);
	p = &s->parts[value >> 56];
	if (4 * (p->count + 1) > 3 * p->room)
		part_grow(p);
	at = slot_of(p, value);
	if (p->slots[at] == value)
		return;
	p->slots[at] = value;
	p->count++;
	s->count++;
}

size_t
set64_count(const struct set64 *s)
{
	return s->count;
}
