#ifndef ADVOCATED_REDEEM_H
#define ADVOCATED_REDEEM_H

#include <stdbool.h>

#include <jansson.h>

#include "turn.h"

/* What members do with their points, and what those who run the programme do
 * about it. */

turn_fn rewards_run; /* what points buy */
/* Whether any is offered now. */
int rewards_offered(struct turn *t, bool *any, struct err *e);
/* Adds has_rewards, and what who acts has under way as "rewards". */
int rewards_add_open(struct turn *t, json_t *values, struct err *e);

turn_fn redeem_run, redeem_button, redeem_yes, redeem_no;
turn_fn redeem_cancel, redeem_code;

turn_fn redemptions_run; /* what people would like to have */
turn_fn redemption_approve_run, redemption_reject_run, redemption_deliver_run;
turn_fn redemption_reject_button, redemption_reject_form_run;

#endif
