#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "config.h"
#include "config_badges.h"
#include "config_value.h"

#define NUMBER_MOST 1000000000
#define NAME_MOST 40 /* characters */

static const char *const kinds[] = {
	"shares", "readers", "networks", "weeks", NULL};

/* Numbers from 1 on, each larger than the one before. */
static int
check_rising(const char *name, const int64_t *numbers, struct err *e)
{
	size_t i;

	for (i = 0; numbers[i] != INT64_MIN; i++)
		if (numbers[i] < 1 || numbers[i] > NUMBER_MOST ||
			(i > 0 && numbers[i] <= numbers[i - 1]))
			return err_set(
				e, "badges.%s must rise, from 1 on", name);
	return 0;
}

/* The badge of that kind and number, made when there is none. */
static struct programme_badge *
get_badge(struct config *c, const char *kind, int64_t needed)
{
	struct programme *p = &c->programme;
	struct programme_badge *all = (struct programme_badge *)p->badges;
	size_t i;

	for (i = 0; i < p->badge_count; i++)
		if (strcmp(all[i].kind, kind) == 0 && all[i].needed == needed)
			return &all[i];
	all[i] = (struct programme_badge){kind, needed, ""};
	p->badge_count++;
	return &all[i];
}

static int
refuse_own(const char *written, struct err *e)
{
	return err_set(e,
		"badges.own: `%s` is not written like `Storyteller: 25 "
		"shares`, with shares, readers, networks or weeks, and a "
		"name of %d characters at most",
		written, NAME_MOST);
}

/* "Storyteller: 25 shares" */
static int
read_own(struct config *c, const char *written, struct err *e)
{
	char *copy = config_own(c, xstrdup(written));
	char *colon = strrchr(copy, ':'), *unit;
	long long needed;
	size_t i;

	if (colon == NULL)
		return refuse_own(written, e);
	*colon = '\0';
	text_trim(copy);
	needed = strtoll(colon + 1, &unit, 10);
	text_trim(unit);
	for (i = 0; kinds[i] != NULL && strcmp(kinds[i], unit) != 0; i++)
		continue;
	if (kinds[i] == NULL || needed < 1 || needed > NUMBER_MOST ||
		*copy == '\0' || text_graphemes(copy) > NAME_MOST)
		return refuse_own(written, e);
	get_badge(c, kinds[i], needed)->name = copy;
	return 0;
}

static size_t
count_all(const struct config *c, const int64_t *const *lists)
{
	size_t count = 0, i, n;

	for (i = 0; kinds[i] != NULL; i++)
		for (n = 0; lists[i][n] != INT64_MIN; n++)
			count++;
	for (i = 0; c->badges_own[i] != NULL; i++)
		count++;
	return count;
}

static size_t
kind_number(const char *kind)
{
	size_t i = 0;

	while (strcmp(kinds[i], kind) != 0)
		i++;
	return i;
}

static int
compare(const void *left, const void *right)
{
	const struct programme_badge *a = left, *b = right;
	size_t of_a = kind_number(a->kind), of_b = kind_number(b->kind);

	if (of_a != of_b)
		return of_a < of_b ? -1 : 1;
	return a->needed < b->needed ? -1 : a->needed > b->needed;
}

int
config_badges_fill(struct config *c, struct err *e)
{
	const int64_t *const lists[] = {c->badge_shares, c->badge_readers,
		c->badge_networks, c->badge_weeks};
	struct programme *p = &c->programme;
	struct programme_badge *all =
		config_own(c, xcalloc(count_all(c, lists) + 1, sizeof *all));
	size_t i, n;

	p->badges = all;
	for (i = 0; kinds[i] != NULL; i++) {
		if (check_rising(kinds[i], lists[i], e) == -1)
			return -1;
		for (n = 0; lists[i][n] != INT64_MIN; n++)
			get_badge(c, kinds[i], lists[i][n]);
	}
	for (i = 0; c->badges_own[i] != NULL; i++)
		if (read_own(c, c->badges_own[i], e) == -1)
			return -1;
	qsort(all, p->badge_count, sizeof *all, compare);
	return check_rising("levels", p->levels, e);
}
