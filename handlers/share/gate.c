#include <string.h>

#include "items.h"

#include "turn.h"

#include "answer.h"
#include "gate.h"

int
gate_paused(struct turn *t, const struct item *i, struct campaign *c,
	bool *paused, struct err *e)
{
	*paused = false;
	if (campaign_get(t->db, i->campaign, c, e) == -1)
		return -1;
	*paused = strcmp(c->state, "paused") == 0;
	return 0;
}

json_t *
gate_values(struct turn *t, const struct item *i, const struct campaign *c)
{
	return json_pack("{s:s, s:o}", "title", i->title, "until",
		answer_time(t, c->paused_until, "day"));
}

bool
gate_network(const struct campaign *c, const char *network)
{
	const char *at = c->networks;
	size_t size = strlen(network), word;

	if (*at == '\0')
		return true;
	for (; *at != '\0'; at += word + (at[word] == ' ')) {
		word = strcspn(at, " ");
		if (word == size && strncmp(at, network, size) == 0)
			return true;
	}
	return false;
}
