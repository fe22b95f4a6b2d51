#ifndef ADVOCATED_GROUPS_H
#define ADVOCATED_GROUPS_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

struct groups;

/*
 * Who is in the channels and user groups that give roles or make teams, as the
 * platform said last (core/rollcall asks). It is kept in memory alone, so
 * nothing is stored of anybody who did not say yes.
 */
struct groups *groups_new(void);
void groups_free(struct groups *g);

/* persons is a list of ids, lent; open: anybody can put themselves in. True
 * when it is not what was known before. */
bool groups_put(struct groups *g, const char *chat, const char *id,
	const json_t *persons, bool open);
/* Nothing is known of it any more. */
void groups_drop(struct groups *g, const char *chat, const char *id);

/* The ids in order, lent until the next put; NULL when it is not known. */
const char *const *groups_find(const struct groups *g, const char *chat,
	const char *id, size_t *count);
bool groups_has(const struct groups *g, const char *chat, const char *id,
	const char *person);
bool groups_is_open(const struct groups *g, const char *chat, const char *id);

/* Other groups may matter from now on: calls whoever asks, after this turn. */
typedef void groups_changed_fn(void *arg);
void groups_on_changed(struct groups *g, groups_changed_fn *fn, void *arg);
void groups_changed(struct groups *g);

#endif
