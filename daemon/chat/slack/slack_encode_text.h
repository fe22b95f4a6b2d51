#ifndef ADVOCATED_SLACK_ENCODE_TEXT_H
#define ADVOCATED_SLACK_ENCODE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

/* Texts for Slack. Lengths are UTF-16 units of what is sent, entities
 * included, which is the strictest way Slack may count. */

#define SLACK_TEXT_MAX 3000

/* s cleaned and cut with an ellipsis to max units, & < > counted as entities
 * if escaped. Yours to free. */
char *slack_encode_cut(const char *s, size_t max, bool escaped);

/* {"type": type}; and a key of such an object, which takes value (NULL sets
 * nothing) or copies a text. Quicker than json_pack(), which counts here:
 * most of what a command costs is its answer. */
json_t *slack_encode_typed(const char *type);
void slack_encode_set(json_t *object, const char *key, json_t *value);
void slack_encode_set_text(json_t *object, const char *key, const char *text);

/* Units of the words of spans, entities included. */
size_t slack_encode_weight(const json_t *spans);

/* Units of s. */
size_t slack_encode_units(const char *s, bool escaped);

/* {"type":"plain_text"} of s, or NULL when nothing is left of it. */
json_t *slack_encode_plain(const char *s, size_t max, bool emoji);

/* Spans as mrkdwn, at most max units. styled: with *bold* and friends; else
 * words, mentions, links and dates only. Yours to free. */
char *slack_encode_mrkdwn(const json_t *spans, size_t max, bool styled);

/* Whether spans as mrkdwn would show exactly what they say: no text in them
 * that Slack takes for markup or an emoji. */
bool slack_encode_is_safe(const json_t *spans);

/* Whether spans are words and emoji only; with bold as well if told so. */
bool slack_encode_is_plain(const json_t *spans, bool bold_too);

/* An address Slack may link to, with what would break its ways of writing
 * percent-encoded, yours; NULL when it is neither web nor mail. */
char *slack_encode_address(const char *s);

/* Whether s may be an id (U1) or the name of an emoji. */
bool slack_encode_is_id(const char *s);
bool slack_encode_is_emoji(const char *s);

/* Slack's format of a time span's style; NULL when Slack has not the language
 * that it stands in, and would write it in another one: then its text is to
 * be shown. */
const char *slack_encode_date_format(const json_t *span);

/* Elements of a rich_text_section or _quote, at most max units; NULL when
 * empty. bold: all of it. */
json_t *slack_encode_rich(const json_t *spans, size_t max, bool bold);

#endif
