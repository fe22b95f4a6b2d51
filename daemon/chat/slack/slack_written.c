#include <stdlib.h>

#include "json.h"
#include "mem.h"

#include "card.h"
#include "chat.h"
#include "slack_encode.h"
#include "slack_written.h"

#define KEPT 8

struct slack_written {
	struct {
		json_t *card;
		char *text;
	} kept[KEPT];
	size_t next;
};

struct slack_written *
slack_written_new(void)
{
	return xcalloc(1, sizeof(struct slack_written));
}

void
slack_written_free(struct slack_written *w)
{
	size_t i;

	if (w == NULL)
		return;
	for (i = 0; i < KEPT; i++) {
		json_decref(w->kept[i].card);
		free(w->kept[i].text);
	}
	free(w);
}

static char *
write_out(const struct chat_answer *answer, bool is_form)
{
	json_t *payload = slack_encode_answer(answer, is_form);
	char *text = payload == NULL ? NULL : json_dump(payload);

	json_decref(payload);
	return text;
}

static void
keep(struct slack_written *w, const json_t *card, const char *text)
{
	json_decref(w->kept[w->next].card);
	free(w->kept[w->next].text);
	w->kept[w->next].card = json_incref((json_t *)card);
	w->kept[w->next].text = xstrdup(text);
	w->next = (w->next + 1) % KEPT;
}

char *
slack_written_answer(
	struct slack_written *w, const struct chat_answer *answer, bool is_form)
{
	const json_t *card = answer == NULL || is_form ? NULL : answer->card;
	char *text;
	size_t i;

	for (i = 0; i < KEPT && card != NULL; i++)
		if (w->kept[i].card == card)
			return xstrdup(w->kept[i].text);
	text = write_out(answer, is_form);
	if (text != NULL && card != NULL && card_is_shared(card))
		keep(w, card, text);
	return text;
}
