#ifndef ADVOCATED_REWARD_ADMIN_H
#define ADVOCATED_REWARD_ADMIN_H

#include "turn.h"

struct reward;

/* The catalogue, for those who run the programme. */

turn_fn reward_admin_run;
turn_fn reward_list_run, reward_chosen_run, reward_add_run;
turn_fn reward_remove_run, reward_remove_yes_run, reward_keep_run;
turn_fn reward_form_run, reward_codes_form_run, reward_codes_yes_run;

/* NULL: of a new one. */
int reward_form_open(struct turn *t, const struct reward *r, struct err *e);
int reward_codes_open(struct turn *t, const struct reward *r, struct err *e);
int reward_codes_ask(struct turn *t, const struct reward *r, struct err *e);
int reward_remove_ask(struct turn *t, const struct reward *r, struct err *e);

#endif
