#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "post.h"

#include "saying.h"
#include "turn.h"
#include "unsay.h"

#define MOST 200

struct unsay {
	const char *pressed; /* message that is left, or NULL */
	struct post list[MOST];
	int count;
};

static int
on_post(void *arg, const char *key, const struct post *p, struct err *e)
{
	struct unsay *u = arg;

	(void)key;
	(void)e;
	if (u->pressed == NULL || strcmp(u->pressed, p->message) != 0)
		u->list[u->count++] = *p;
	return 0;
}

struct unsay *
unsay_new(struct turn *t, int64_t member, struct err *e)
{
	struct unsay *u = xcalloc(1, sizeof(*u));

	u->pressed = t->event->message;
	if (post_each(t->db, member, MOST, on_post, u, e) == 0)
		return u;
	unsay_free(u);
	return NULL;
}

void
unsay_free(struct unsay *u)
{
	free(u);
}

int
unsay_send(struct turn *t, const struct unsay *u, struct err *e)
{
	int i, result = 0;
	char *key;

	for (i = 0; result == 0 && i < u->count; i++) {
		const struct post *p = &u->list[i];
		struct saying s = {.act = CHAT_DELETE,
			.chat = p->chat,
			.place = p->place,
			.message = p->message,
			.conversation = p->place};

		key = saying_key(t, "unsay");
		s.key = key;
		result = saying_put(t, &s, NULL, e);
		free(key);
	}
	return result;
}
