#ifndef ADVOCATED_CARD_H
#define ADVOCATED_CARD_H

#include <jansson.h>

struct err;

/*
 * A card is what is said, before any platform: a JSON object that the outbox
 * keeps and each platform writes in its own way.
 *
 *   {"text": <spans>,            everything, for screen readers (derived)
 *    "color": "#1d3557",         optional accent
 *    "blocks": [
 *      {"title": <spans>}        bold heading line
 *      {"text": <spans>}         a paragraph
 *      {"quote": <spans>}        quoted text (a caption)
 *      {"fields": [[<spans>, <spans>], ...]}  name and value pairs
 *      {"picture": "https://...", "alt": "..."}
 *      {"note": <spans>}         small print
 *      {"line": true}            a divider
 *      {"buttons": [{"text": "Share", "action": "share", "value": "17",
 *                    "style": "primary"|"danger", "url": "https://...",
 *                    "confirm": {"title","text","yes","no"},
 *                    "label": "what a screen reader says"}]}
 *      {"menu": {"action": "...", "hint": "...", "chosen": "v",
 *                "options": [{"text": "...", "value": "..."}]}}
 *    ]}
 *
 * Spans: a list of strings (plain text) and objects:
 *   {"b": "bold"} {"i": "italic"} {"code": "x"} {"link": "https://..", "text": "x"}
 *   {"person": "U1"} {"channel": "C1"} {"emoji": "mega"}
 *   {"time": 1790000000, "style": "date"|"date_time"|"day", "text": "fallback"}
 * A form is a card with "form": its name, "state": text handed back,
 * "submit", "close" and blocks that may also be
 *   {"input": "why", "label": "...", "kind": "text"|"long"|"choice"|"choices"
 *    |"date"|"number"|"url"|"channel"|"channels", "value": "...", "hint": "...",
 *    "optional": true, "max": 300, "options": [...]}
 */

/* Whether the card has this shape; e names the place ("blocks[2]: ..."). */
int card_check(const json_t *card, struct err *e);

/* The plain-text form that carries the full content. Yours to free. */
char *card_plain(const json_t *card);

/* The plain text of spans (a list, or a string). Yours to free. */
char *card_plain_spans(const json_t *spans);

#endif
