#ifndef ADVOCATED_REWARD_ABOUT_H
#define ADVOCATED_REWARD_ABOUT_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "rewards.h"

struct err;
struct turn;

/* What cards say about a reward: id reward words cost kind (phrase), codes
 * (it is of codes), limited, left, stock, taken, none_left, starts (not begun
 * yet), ends and over (times or null, a flag), picture, money (or ""),
 * approval, offered. Yours. */
json_t *reward_about(struct turn *t, const struct reward *r);

/* "20 EUR" as whoever reads it writes it; "" when value is 0. Yours. */
json_t *reward_money(int64_t value, const char *currency);

/* What kind of reward, as a phrase. Yours. */
json_t *reward_kind(const char *kind);

/* The reward that text begins with, by its name or number, and what comes after
 * it (lent by text). reward.id is 0 when there is none, and who acts was told
 * so, with the nearest as a button that puts `command` before it
 * ("/advocate redeem"). */
struct reward_named {
	struct reward reward;
	const char *rest;
};
int reward_which(struct turn *t, const char *text, const char *command,
	struct reward_named *out, struct err *e);

/* Answers with the reward as it is now, for those who run the programme; what
 * is one of made saved, or "". */
int reward_answer(struct turn *t, const struct reward *r, const char *what,
	struct err *e);

#endif
