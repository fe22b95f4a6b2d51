#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "campaigns.h"
#include "captions.h"
#include "err.h"
#include "items.h"
#include "json.h"
#include "posted.h"
#include "review.h"
#include "seal.h"
#include "text.h"
#include "topics.h"

#include "network.h"

#include "behaviour.h"

#define UNPROCESSABLE 422

/* What our web site delivered, on its way to an answer. */
struct taking {
	struct turn *t;
	const json_t *content;
	struct delivery delivery;  /* key "": none was given */
	struct posted_fault fault; /* error NULL: nothing is wrong */
	struct campaign campaign;
	int64_t topic;
};

static void
fault(struct taking *k, const char *error, const char *field,
	const char *message)
{
	k->fault.error = error;
	snprintf(k->fault.field, sizeof k->fault.field, "%s", field);
	snprintf(k->fault.message, sizeof k->fault.message, "%s", message);
}

static int
refuse(struct taking *k, struct err *e)
{
	return turn_web_answer(
		k->t, UNPROCESSABLE, posted_answer(&k->fault), e);
}

/* The answer is kept with its key, so that it is given again; takes answer. */
static int
accept(struct taking *k, int status, json_t *answer, struct err *e)
{
	char *text = json_dump(answer);
	int result = 0;

	k->delivery.status = status;
	text_copy(k->delivery.answer, sizeof k->delivery.answer, text);
	free(text);
	if (k->delivery.key[0] != '\0')
		result = delivery_add(k->t->db, &k->delivery, k->t->now, e);
	if (result == -1) {
		json_decref(answer);
		return -1;
	}
	return turn_web_answer(k->t, status, answer, e);
}

static int
find_campaign(struct taking *k, struct err *e)
{
	const char *name = json_text(k->content, "campaign", "");
	const char *usual = k->t->programme->content_campaign;

	if (*name == '\0' && usual != NULL)
		name = usual;
	if (*name == '\0') {
		if (campaign_first(k->t->db, &k->campaign, e) == -1)
			return -1;
		if (k->campaign.id == 0)
			fault(k, "no_campaign", "campaign",
				"no campaign is running");
		return 0;
	}
	if (campaign_find(k->t->db, name, &k->campaign, e) == -1)
		return -1;
	if (k->campaign.id == 0)
		fault(k, "unknown", "campaign", "there is no such campaign");
	else if (strcmp(k->campaign.state, "closed") == 0)
		fault(k, "closed", "campaign", "that campaign has ended");
	return 0;
}

static int
find_topic(struct taking *k, struct err *e)
{
	const char *name = json_text(k->content, "topic", "");
	struct topic topic;

	if (*name == '\0')
		return 0;
	if (topic_find(k->t->db, name, &topic, e) == -1)
		return -1;
	if (topic.id == 0)
		fault(k, "unknown", "topic", "there is no such topic");
	k->topic = topic.id;
	return 0;
}

static void
check_networks(struct taking *k)
{
	const json_t *captions = json_at(k->content, "captions");
	const char *network;
	json_t *caption;
	char field[48];
	size_t i;

	json_array_foreach(captions, i, caption)
	{
		network = json_text(caption, "network", "");
		if (*network == '\0' || network_find(network) != NULL)
			continue;
		snprintf(field, sizeof field, "captions[%zu].network", i);
		fault(k, "unknown", field, "there is no such network");
	}
}

static int
add_captions(struct taking *k, int64_t item, struct err *e)
{
	const json_t *captions = json_at(k->content, "captions");
	struct caption c = {.item = item};
	json_t *one;
	size_t i;

	json_array_foreach(captions, i, one)
	{
		text_copy(c.network, sizeof c.network,
			json_text(one, "network", ""));
		text_copy(c.language, sizeof c.language,
			json_text(one, "language", ""));
		text_copy(c.text, sizeof c.text, json_text(one, "text", ""));
		if (caption_add(k->t->db, &c, e) == -1)
			return -1;
	}
	return 0;
}

static void
fill(const struct taking *k, struct item *i)
{
	const json_t *c = k->content;

	text_copy(i->url, sizeof i->url, json_text(c, "url", ""));
	text_copy(i->canonical, sizeof i->canonical,
		json_text(c, "canonical", ""));
	text_copy(i->title, sizeof i->title, json_text(c, "title", ""));
	text_copy(i->summary, sizeof i->summary, json_text(c, "summary", ""));
	text_copy(i->image, sizeof i->image, json_text(c, "image", ""));
	text_copy(i->why, sizeof i->why, json_text(c, "why", ""));
	i->expires_at = json_integer_value(json_object_get(c, "expires"));
	i->internal = json_is_true(json_object_get(c, "internal"));
	i->campaign = k->campaign.id;
	i->topic = k->topic;
}

static json_t *
answer_values(const struct item *i, bool known)
{
	return json_pack("{s:I, s:s, s:b}", "item", (json_int_t)i->id, "state",
		i->state, "known", (int)known);
}

/* A new item, or one that was only remembered from a feed's past. */
static int
take(struct taking *k, struct item *i, struct err *e)
{
	struct review r = {.source = "content"};

	fill(k, i);
	snprintf(i->state, sizeof i->state, "reading");
	i->read_at = k->t->now;
	i->tries = 0;
	i->feed = 0;
	if (i->id == 0)
		i->created_at = k->t->now;
	if ((i->id == 0 ? item_add(k->t->db, i, e)
			: item_save(k->t->db, i, e)) == -1)
		return -1;
	r.item = i->id;
	if (review_put(k->t->db, &r, e) == -1 ||
		add_captions(k, i->id, e) == -1)
		return -1;
	return accept(k, 202, answer_values(i, false), e);
}

static int
take_content(struct taking *k, struct err *e)
{
	struct item i = {.id = 0};
	struct review r;

	if (find_campaign(k, e) == -1)
		return -1;
	if (k->fault.error == NULL && find_topic(k, e) == -1)
		return -1;
	check_networks(k);
	if (k->fault.error != NULL)
		return refuse(k, e);
	if (item_find_canonical(k->t->db,
		    json_text(k->content, "canonical", ""), &i, e) == -1 ||
		review_get(k->t->db, i.id, &r, e) == -1)
		return -1;
	if (i.id != 0 &&
		(strcmp(i.state, "rejected") != 0 || r.decision[0] != '\0'))
		return accept(k, 200, answer_values(&i, true), e);
	return take(k, &i, e);
}

/* The same key again: the same answer, and nothing is done. */
static int
answer_again(struct taking *k, struct err *e)
{
	json_t *answer;

	if (!k->delivery.same) {
		fault(k, "key_used", "Idempotency-Key",
			"that key was used for something else");
		return refuse(k, e);
	}
	answer = json_parse(k->delivery.answer, strlen(k->delivery.answer), e);
	return answer == NULL
		       ? -1
		       : turn_web_answer(k->t, k->delivery.status, answer, e);
}

/* Our web site says what it has published. */
int
content_take_run(struct turn *t, struct err *e)
{
	const json_t *fields = t->event->fields;
	struct taking *k =
		&(struct taking){.t = t, .content = json_at(fields, "content")};

	if (k->content == NULL ||
		seal_decode(json_text(fields, "hash", ""), k->delivery.hash,
			sizeof k->delivery.hash) == -1)
		return err_set(e, "a delivery without its content");
	text_copy(k->delivery.key, sizeof k->delivery.key,
		json_text(fields, "key", ""));
	if (k->delivery.key[0] != '\0' &&
		delivery_find(t->db, &k->delivery, e) == -1)
		return -1;
	if (k->delivery.status != 0)
		return answer_again(k, e);
	return take_content(k, e);
}
