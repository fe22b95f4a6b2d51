#ifndef ADVOCATED_CARD_H
#define ADVOCATED_CARD_H

#include <stdbool.h>

#include <jansson.h>

struct err;

/*
 * A card is what is said, before any platform: a JSON object that the outbox
 * keeps and each platform writes in its own way.
 *
 *   {"text": <spans>,            everything, for screen readers (derived)
 *    "color": "#1d3557",         optional accent, where a platform has one
 *    "language": "de",           optional: what it is written in
 *    "blocks": [
 *      {"title": <spans>}        bold heading line
 *      {"text": <spans>}         a paragraph
 *      {"quote": <spans>}        quoted text (a caption)
 *      {"verbatim": <spans>}     text to be copied, exactly as it is
 *      {"fields": [[<spans>, <spans>], ...]}  name and value pairs
 *      {"picture": "https://...", "alt": "..."}
 *      {"chart": {"bars": [{"label": "Mon", "value": 12}, ...],
 *                 "alt": "..."}}  a picture drawn of numbers; alt says them
 *      {"bars": [{"label": "LinkedIn", "value": 12, "note": "..."}, ...]}
 *                                 lengths to be compared, on pages of ours
 *                                 alone; "note": optional small print
 *      {"file": "items 3", "name": "news.csv", "type": "text/csv",
 *       "instead": "..."}         a file that comes with the message: made
 *                                 when it is sent, of what "file" says; what
 *                                 is said instead where it cannot be put
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
 * At least one of text and blocks is there. Several buttons may have the same
 * action (their values tell them apart). Actions, input names and form names
 * are of [a-z0-9_.:-], at most 100 bytes; values of buttons at most 2,000
 * bytes, of options 75; an address is http or https and at most 3,000 bytes. A
 * chart has 1 to 31 bars, and so have "bars"; their values are whole numbers
 * from 0 to 1,000,000,000. A card has one file at most; its name is at most
 * 100 bytes of [A-Za-z0-9._-] and no dot at its start.
 *
 * Spans: a string (plain text), or a list of strings and objects:
 *   {"b": "bold"} {"i": "italic"} {"code": "x"}
 *   {"link": "https://..", "text": "x"}
 *   {"person": "U1"} {"channel": "C1"} {"emoji": "mega"}
 *   {"sealed": "..."}   what the store may not read: opened as it goes out
 *   {"time": 1790000000, "style": "date"|"date_time"|"day",
 *    "text": "fallback", "language": "fi"}   language: that of the words
 *                                            around it, optional
 *
 * A form is a card with "form": its name, "title": its heading (plain, about
 * 24 characters; else the first title block is it), "state": text handed back
 * (at most 2,900 bytes), "submit", "close": words of its two buttons, and
 * blocks that may also be
 *   {"input": "why", "label": "...", "kind": "text"|"long"|"choice"|"choices"
 *    |"date"|"number"|"url"|"channel"|"channels", "value": "...",
 *    "hint": "...", "optional": true, "max": 300, "options": [...],
 *    "live": true}
 * value is what stands there at first: the text, the chosen value, the date
 * as 2026-12-24; for choices and channels a list of them. Of what is live,
 * where a platform can, each change comes as an EVENT_TYPED, and a form that
 * answers it takes the place of the open one: what was written into inputs
 * that are in both stays.
 */

/* Whether the card has this shape; e names the place ("blocks[2]: ..."). */
int card_check(const json_t *card, struct err *e);

/*
 * Spans that carry everything the card says, each block on its own line(s):
 * its "text" when it has one, else derived from the blocks, buttons included
 * ("[Share]"). Yours (json_decref).
 */
json_t *card_text(const json_t *card);

/* The plain-text form that carries the full content. Yours to free. */
char *card_plain(const json_t *card);

/* The plain text of spans (a list, or a string). Yours to free. */
char *card_plain_spans(const json_t *spans);

/* Whether somebody else keeps the card too, to say it again. */
bool card_is_shared(const json_t *card);

/* The first block of that kind ("chart", "file"), or NULL. */
const json_t *card_find(const json_t *card, const char *kind);

/* The card as it is said without its file. Yours (json_decref). */
json_t *card_without_file(const json_t *card);

#endif
