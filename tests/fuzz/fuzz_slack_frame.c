#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

#include "event.h"
#include "slack/slack_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Whatever Slack (or who stands in for it) sends: a frame or a refusal, and
 * an event has what everybody above relies on. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct slack_self self = {"U0BOT", "acme-"};
	char *text = xmalloc(size + 1);
	struct slack_frame f;
	struct err e;

	/* As ws.h gives it: the bytes, and a NUL behind them. */
	memcpy(text, data, size);
	text[size] = '\0';
	if (slack_decode_frame(&f, text, size, &self, &e) == 0 &&
		f.event != NULL &&
		(f.event->key == NULL || f.event->frame == NULL ||
			(f.event->kind == EVENT_COMMAND &&
				f.event->text == NULL)))
		abort();
	slack_decode_free(&f);
	free(text);
	return 0;
}
