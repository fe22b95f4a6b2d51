#ifndef ADVOCATED_POSTED_H
#define ADVOCATED_POSTED_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

/* What the content webhook was sent, read once by declared fields. Pure. */

#define POSTED_MAX_BYTES (64 << 10)
#define POSTED_CAPTIONS 20
#define POSTED_KEY_MAX 200 /* of an Idempotency-Key */

/* What is wrong, for the program that sent it and for who wrote that. */
struct posted_fault {
	const char *error; /* constant: "not_json" "missing" "wrong_type" ... */
	char field[64];    /* "captions[2].text"; "" for the whole */
	char message[256];
};

/* Days are read in that zone. */
struct posted_clock {
	int64_t now;
	const char *zone;
};

/*
 * The fields, with texts cleaned and trimmed: {"url", "canonical", "title",
 * "summary", "image", "why", "topic", "campaign" (texts, "" when left out),
 * "expires" (ms, 0: left out), "internal" (flag), "captions": [{"network",
 * "language", "text"}]}; yours. NULL with out filled. A field of another name
 * is refused: it would be a typing mistake that nobody notices.
 */
json_t *posted_read(const char *body, size_t size,
	const struct posted_clock *clock, struct posted_fault *out);

/* Whether an Idempotency-Key can be taken: visible ASCII, not too long. */
int posted_check_key(const char *key);

/* {"error", "field", "message"}; yours. */
json_t *posted_answer(const struct posted_fault *fault);

#endif
