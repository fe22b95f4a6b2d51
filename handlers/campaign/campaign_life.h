#ifndef ADVOCATED_CAMPAIGN_LIFE_H
#define ADVOCATED_CAMPAIGN_LIFE_H

#include <stdint.h>

#include <jansson.h>

struct campaign;
struct err;
struct turn;

/*
 * The life of a campaign:
 *
 *   draft ─ start ─► running ─ pause ─► paused      any ─ close ─► closed
 *                       ▲ ◄─── resume ────┘                          │
 *                       └──────────────── start ─────────────────────┘
 *
 * draft    items are added and looked at; nothing of it is announced
 * paused   nothing of it is announced, and what is due waits; its kits say
 *          so; what people posted goes on to count
 * closed   its items are over, what was due is dropped, what is left of its
 *          budget is the programme's again; pending points settle or lapse.
 *          Started again it has neither items nor points
 */
enum life_deed { LIFE_START, LIFE_PAUSE, LIFE_RESUME, LIFE_CLOSE, LIFE_DEEDS };

/* Why that cannot be done in the state that it is in: a phrase of words.json;
 * NULL when it can. *instead is what can be done ("resume"), or "". */
const char *campaign_life_refuses(
	const struct campaign *c, enum life_deed deed, const char **instead);

/* Does it, with all that comes of it. c->paused_until is read of a pause.
 * *points is what went back to the programme (0 but for LIFE_CLOSE). */
int campaign_life_do(struct turn *t, struct campaign *c, enum life_deed deed,
	int64_t *points, struct err *e);

#endif
