#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "err.h"
#include "json.h"
#include "log.h"
#include "mem.h"
#include "metric.h"
#include "seal.h"
#include "text.h"
#include "when.h"

#include "loop.h"

#include "db.h"
#include "post.h"

#include "card.h"
#include "event.h"

#include "making.h"
#include "pass.h"
#include "sealed.h"
#include "sender.h"

#define MOST_AT_ONCE 64
#define RETRY_BASE (2 * WHEN_SECOND)
#define GIVE_UP_AFTER WHEN_DAY

/* A row of the outbox on its way. Its strings point into body. */
struct letter {
	struct sender *sender;
	struct letter *next;
	int64_t id, member, created_at;
	int tries;
	enum chat_act act;
	bool doubtful;
	struct chat *chat;
	json_t *body;
	char *key, *answer;
	struct making *making; /* of its file */
	struct chat_file file;
	char *bytes;
	json_t *open; /* its card, when something in it is sealed */
};

struct sender {
	struct db *db;
	struct pass *pass;
	struct seal *seal;
	struct loop_timer *timer;
	struct chat *chats[32];
	size_t chat_count;
	struct letter *under_way; /* marked as leaving, no answer yet */
	bool poked;
	bool waiting; /* something is due later */
	sender_event_fn *on_event;
	void *on_event_arg;
	struct making_parts *makes; /* files, or NULL */
};

static struct chat *
chat_named(const struct sender *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->chat_count; i++)
		if (strcmp(chat_name(s->chats[i]), name) == 0)
			return s->chats[i];
	return NULL;
}

static bool
is_under_way(const struct sender *s, int64_t id)
{
	const struct letter *l;

	for (l = s->under_way; l != NULL; l = l->next)
		if (l->id == id)
			return true;
	return false;
}

static void
letter_free(struct letter *l)
{
	struct letter **at = &l->sender->under_way;

	while (*at != NULL && *at != l)
		at = &(*at)->next;
	if (*at == l)
		*at = l->next;
	making_free(l->making);
	json_decref(l->body);
	json_decref(l->open);
	free(l->bytes);
	free(l->key);
	free(l->answer);
	free(l);
}

static void
count(const struct letter *l, const char *result)
{
	char labels[96];

	snprintf(labels, sizeof(labels), "act=\"%s\",result=\"%s\"",
		chat_act_name(l->act), result);
	metric_add(metric_get(METRIC_COUNTER, "sends_total", labels,
			   "Things said, by act and result."),
		1);
}

/* Buries what can never be said and takes it out of the way. */
static int
give_up(struct letter *l, const char *why, struct err *e)
{
	struct sender *s = l->sender;
	char *body = json_dump(l->body);
	int result;

	log_warn("say_buried", "chat=%s key=%s act=%s why=\"%s\"",
		l->chat == NULL ? "" : chat_name(l->chat), l->key,
		chat_act_name(l->act), why);
	result = inbox_bury(s->db, l->chat == NULL ? "" : chat_name(l->chat),
		l->key, "say", body, why, clock_now(), e);
	free(body);
	if (result == -1)
		return -1;
	return outbox_done(s->db, l->id, e);
}

static int
note_sent(struct letter *l, const struct chat_sent *sent, struct err *e)
{
	struct sender *s = l->sender;
	struct post post = {.at = clock_now()};

	/* An answer to nobody we know is never changed, and must not tell where
	 * somebody can be found (the last words after "forget"). */
	if (l->member == 0 && text_starts(l->key, "reply:"))
		return outbox_done(s->db, l->id, e);
	if ((sent->as == CHAT_POST || sent->as == CHAT_DIRECT) &&
		sent->message != NULL && sent->place != NULL) {
		snprintf(
			post.chat, sizeof(post.chat), "%s", chat_name(l->chat));
		snprintf(post.place, sizeof(post.place), "%s", sent->place);
		snprintf(post.message, sizeof(post.message), "%s",
			sent->message);
		text_copy(post.language, sizeof(post.language),
			json_text(l->body, "card.language", ""));
		if (post_put(s->db, l->key, &post, l->member, e) == -1)
			return -1;
	}
	return outbox_done(s->db, l->id, e);
}

/* t0 + base * n^2, as mail servers do. */
static int64_t
retry_at(const struct letter *l, const struct chat_sent *sent)
{
	int64_t n = l->tries + 1;
	int64_t wait = sent->result == CHAT_UNSURE ? RETRY_BASE * n * n : 0;

	if (sent->retry_ms > wait)
		wait = sent->retry_ms;
	return clock_now() + (wait > 0 ? wait : WHEN_SECOND);
}

static int
note(struct letter *l, const struct chat_sent *sent, struct err *e)
{
	struct sender *s = l->sender;
	const char *why = sent->why == NULL ? "" : sent->why;
	bool too_old = clock_now() - l->created_at > GIVE_UP_AFTER;

	switch (sent->result) {
	case CHAT_SENT:
		count(l, "sent");
		return note_sent(l, sent, e);
	case CHAT_LATER:
		count(l, "later");
		return outbox_later(
			s->db, l->id, retry_at(l, sent), l->doubtful, e);
	case CHAT_UNSURE:
		count(l, "unsure");
		log_warn("say_unsure", "key=%s tries=%d why=\"%s\"", l->key,
			l->tries, why);
		if (too_old)
			return give_up(l, why, e);
		return outbox_later(s->db, l->id, retry_at(l, sent), true, e);
	case CHAT_NEVER:
		count(l, "never");
		return give_up(l, why, e);
	}
	return 0;
}

/* A channel would not have what was posted, for good: whoever looks after it
 * should know. value is our name of what was to be said. */
static void
tell_refused(const struct letter *l, const struct chat_sent *sent)
{
	struct sender *s = l->sender;
	const char *place = json_text(l->body, "place", NULL);
	struct event *event;
	json_t *frame;

	if (l->act != CHAT_POST || sent->result != CHAT_NEVER || !sent->gone ||
		place == NULL || s->on_event == NULL)
		return;
	frame = json_pack("{s:o, s:s, s:s, s:s}", "key",
		json_sprintf("refused:%" PRId64, l->id), "chat",
		chat_name(l->chat), "place", place, "value", l->key);
	event = event_new(EVENT_PLACE, frame);
	event->name = "refused";
	event->chat = json_text(frame, "chat", "");
	event->key = json_text(frame, "key", "");
	event->place = json_text(frame, "place", "");
	event->value = json_text(frame, "value", "");
	s->on_event(s->on_event_arg, event);
}

static void
on_sent(void *arg, const struct chat_sent *sent)
{
	struct letter *l = arg;
	struct sender *s = l->sender;
	struct err e = {""};

	pass_open(s->pass);
	if (note(l, sent, &e) == -1)
		log_error("outbox_failed", "key=%s why=\"%s\"", l->key, e.text);
	tell_refused(l, sent);
	letter_free(l);
	sender_poke(s);
}

static void
on_person(void *arg, const json_t *person)
{
	struct letter *l = arg;
	struct sender *s = l->sender;
	struct chat_sent sent = {.result = CHAT_SENT};

	if (person != NULL && s->on_event != NULL) {
		json_t *frame = json_pack("{s:O, s:s, s:s, s:s}", "fields",
			(json_t *)person, "person",
			json_text(l->body, "person", ""), "key", l->key, "chat",
			chat_name(l->chat));
		struct event *event = event_new(EVENT_PERSON, frame);

		event->chat = json_text(frame, "chat", "");
		event->key = json_text(frame, "key", "");
		event->person = json_text(frame, "person", "");
		event->fields = json_at(frame, "fields");
		s->on_event(s->on_event_arg, event);
	}
	on_sent(l, &sent);
}

/* What is to be changed is known by our name: finds where it stands now. */
static int
find_target(struct letter *l, struct chat_say *say, struct post *post)
{
	const char *of = json_text(l->body, "of", NULL);
	struct err e = {""};

	if (of == NULL)
		return 0;
	if (post_find(l->sender->db, of, post, &e) == -1 ||
		post->message[0] == '\0')
		return -1;
	say->place = post->place;
	say->message = post->message;
	return 0;
}

/* What is sealed in its card is in the clear while it is under way alone. */
static bool
unseal(struct letter *l, struct chat_say *say)
{
	if (!sealed_is_in(say->card))
		return true;
	l->open = sealed_open(l->sender->seal, say->card);
	say->card = l->open;
	return l->open != NULL;
}

static void
send(struct letter *l)
{
	struct chat_sent refused = {.result = CHAT_NEVER};
	struct post post;
	struct chat_say say = {.act = l->act,
		.key = l->key,
		.place = json_text(l->body, "place", NULL),
		.person = json_text(l->body, "person", NULL),
		.message = json_text(l->body, "message", NULL),
		.value = json_text(l->body, "value", NULL),
		.of = json_text(l->body, "of", NULL),
		.answer = l->answer,
		.replace = json_is_true(json_at(l->body, "replace")),
		.doubtful = l->doubtful,
		.since = l->created_at,
		.card = json_at(l->body, "card"),
		.file = l->bytes == NULL ? NULL : &l->file};

	if (l->chat == NULL) {
		refused.why = "this chat is not configured any more";
		on_sent(l, &refused);
	} else if (l->act == CHAT_ASK) {
		chat_ask_person(l->chat, say.person, on_person, l);
	} else if (find_target(l, &say, &post) == -1) {
		refused.why = "what it changes was never posted";
		on_sent(l, &refused);
	} else if (!unseal(l, &say)) {
		refused.why = "it was sealed with another master secret";
		on_sent(l, &refused);
	} else {
		chat_send(l->chat, &say, on_sent, l);
	}
}

static void
on_made(void *arg, char *bytes, size_t size)
{
	struct letter *l = arg;

	l->making = NULL;
	l->bytes = bytes;
	l->file.bytes = bytes;
	l->file.size = size;
	send(l);
}

/* Its file is made first, if it has one: a card that stands somewhere gets
 * none. */
static void
on_leaving(void *arg)
{
	struct letter *l = arg;
	const json_t *card = json_at(l->body, "card");
	const json_t *block = card_find(card, "file");

	if (block == NULL || l->sender->makes == NULL ||
		(l->act != CHAT_POST && l->act != CHAT_DIRECT)) {
		send(l);
		return;
	}
	l->file.name = json_text(block, "name", "");
	l->file.type = json_text(block, "type", "");
	l->making = making_start(l->sender->makes, json_text(block, "file", ""),
		json_text(card, "language", "en"), on_made, l);
}

/* Marks one row as leaving; it goes out after the commit. */
static int
take(void *arg, const struct outbox_row *row, struct err *e)
{
	struct sender *s = arg;
	struct letter *l;

	if (is_under_way(s, row->id))
		return 0;
	l = xcalloc(1, sizeof(*l));
	l->sender = s;
	l->id = row->id;
	l->member = row->member;
	l->created_at = row->created_at;
	l->tries = row->tries;
	l->doubtful = row->sending;
	l->chat = chat_named(s, row->chat);
	l->key = xstrdup(row->key);
	l->body = json_parse(row->body, strlen(row->body), e);
	if (row->answer != NULL)
		l->answer = seal_open_text(s->seal, SEAL_ANSWER, row->answer);
	l->next = s->under_way;
	s->under_way = l;
	if (l->body == NULL || chat_act_find(row->act, &l->act) == -1 ||
		outbox_sending(s->db, row->id, e) == -1) {
		letter_free(l);
		return -1;
	}
	pass_after(s->pass, on_leaving, l);
	return 0;
}

static void
wait_for_next(struct sender *s)
{
	struct err e = {""};
	int64_t at, wait;

	if (outbox_next_at(s->db, &at, &e) == -1) {
		log_error("outbox_failed", "why=\"%s\"", e.text);
		return;
	}
	s->waiting = at != 0;
	if (at == 0)
		return;
	wait = at - clock_now();
	if (wait < 10)
		wait = 10;
	if (wait > WHEN_SECOND || (clock_is_moved() && wait > 50))
		wait = clock_is_moved() ? 50 : WHEN_SECOND;
	loop_timer_set(s->timer, wait);
}

/* Just before each commit: what is due is marked in the same transaction. */
static void
on_before_commit(void *arg)
{
	struct sender *s = arg;
	struct err e = {""};
	const struct letter *l;
	int most = MOST_AT_ONCE;

	if (!s->poked)
		return;
	s->poked = false;
	for (l = s->under_way; l != NULL; l = l->next)
		most++;
	if (outbox_each_due(s->db, clock_now(), most, take, s, &e) == -1)
		log_error("outbox_failed", "why=\"%s\"", e.text);
	wait_for_next(s);
}

static void
on_timer(void *arg)
{
	sender_poke(arg);
}

struct sender *
sender_new(struct loop *l, struct pass *p, struct db *db, struct seal *seal)
{
	struct sender *s = xcalloc(1, sizeof(*s));

	s->db = db;
	s->pass = p;
	s->seal = seal;
	s->timer = loop_timer_new(l, on_timer, s);
	pass_before(p, on_before_commit, s);
	return s;
}

void
sender_free(struct sender *s)
{
	if (s == NULL)
		return;
	while (s->under_way != NULL)
		letter_free(s->under_way);
	loop_timer_free(s->timer);
	free(s);
}

void
sender_add_chat(struct sender *s, struct chat *chat)
{
	if (s->chat_count < sizeof(s->chats) / sizeof(s->chats[0]))
		s->chats[s->chat_count++] = chat;
}

char *
sender_address(const struct sender *s, const char *chat, const char *place,
	const char *message)
{
	const struct chat *c = chat_named(s, chat);

	return c == NULL ? NULL : chat_address(c, place, message);
}

void
sender_on_event(struct sender *s, sender_event_fn *fn, void *arg)
{
	s->on_event = fn;
	s->on_event_arg = arg;
}

void
sender_make_files(struct sender *s, struct making_parts *parts)
{
	s->makes = parts;
}

void
sender_stop_files(struct sender *s)
{
	struct letter *l;

	for (l = s->under_way; l != NULL; l = l->next) {
		making_free(l->making);
		l->making = NULL;
	}
}

void
sender_poke(struct sender *s)
{
	s->poked = true;
	pass_open(s->pass);
}

bool
sender_is_idle(const struct sender *s)
{
	return s->under_way == NULL && !s->poked;
}
