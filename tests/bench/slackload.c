/*
 * Stands for Slack under load: starts the client it is given, sends it events
 * and measures how soon they are acked. Prints one JSON object.
 *
 *   slackload -m MODE [options] -- client arguments ...
 */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "child.h"
#include "envelope.h"
#include "slack.h"
#include "spread.h"

#define SECOND INT64_C(1000000000)
#define MS INT64_C(1000000)

/* Slack's: a warned connection goes away after this. */
#define WARNED 10 * SECOND

struct options {
	const char *mode, *command, *text, *save;
	int port, flight, rate;
	uint32_t warm, count;
	int64_t settle, limit; /* ns */
};

/* One event: when it should have gone, when it went and where. */
struct event {
	int64_t due, sent;
	int link;
	bool acked;
};

struct load {
	struct options o;
	struct slack *slack;
	struct child child;
	struct envelope envelope;
	struct event *events;
	uint32_t made, total, acked;
	uint32_t oldest; /* the first that may be unacked */
	int64_t connected, first_ack;
	int64_t begin, warm_at, end; /* of the load */
	int64_t warm_cpu, end_cpu;
	int64_t warned_at; /* mode refresh */
	long idle_kb;
	uint32_t delayed;
	int64_t worst_wait;
	int calls;
	uint32_t posts; /* messages that the client posted */
	int64_t first_post;
	struct spread spread;
};

struct mode {
	const char *name;
	void (*step)(struct load *l, int64_t now);
	void (*acked)(struct load *l);
};

static const struct mode *find_mode(const char *name);

/* Sends what waits for a connection; an event that goes at once waited 0. */
static void
send_event(struct load *l, uint32_t i, bool waited)
{
	struct slack_link *link = slack_next(l->slack);
	struct event *e = &l->events[i];

	if (link == NULL) {
		e->link = 0;
		return;
	}
	envelope_number(&l->envelope, i);
	e->sent = child_clock();
	e->link = link->number;
	if (waited) {
		l->delayed++;
		if (e->sent - e->due > l->worst_wait)
			l->worst_wait = e->sent - e->due;
	}
	slack_send(link, l->envelope.text, l->envelope.size);
}

static void
make_event(struct load *l, int64_t due)
{
	uint32_t i = l->made++;

	l->events[i] = (struct event){.due = due};
	send_event(l, i, false);
}

static void
on_open(void *arg, struct slack_link *link)
{
	struct load *l = arg;
	uint32_t i;

	(void)link;
	if (l->connected == 0) {
		l->connected = child_clock();
		make_event(l, l->connected);
		return;
	}
	for (i = l->oldest; i < l->made; i++)
		if (!l->events[i].acked && l->events[i].link == 0)
			send_event(l, i, true);
}

/* What that connection had not acked is delivered again. */
static void
on_gone(void *arg, struct slack_link *link)
{
	struct load *l = arg;
	uint32_t i;

	for (i = l->oldest; i < l->made; i++)
		if (!l->events[i].acked && l->events[i].link == link->number)
			send_event(l, i, true);
}

static void
save_ack(const char *path, const char *text, size_t size)
{
	FILE *f = fopen(path, "w");

	if (f == NULL || fwrite(text, 1, size, f) != size || fclose(f) != 0)
		err(1, "%s", path);
}

static void
on_ack(void *arg, struct slack_link *link, const char *text, size_t size)
{
	struct load *l = arg;
	int64_t now = child_clock(), i = envelope_acked(text, size);
	struct event *e;

	(void)link;
	if (i < 0 || i >= l->made)
		errx(1, "an ack of nothing: %.*s", (int)size, text);
	e = &l->events[i];
	if (e->acked)
		return;
	e->acked = true;
	while (l->oldest < l->made && l->events[l->oldest].acked)
		l->oldest++;
	if (i == 0) {
		l->first_ack = now;
		if (l->o.save != NULL)
			save_ack(l->o.save, text, size);
		return;
	}
	l->acked++;
	if (l->acked == l->o.warm) {
		l->warm_at = now;
		l->warm_cpu = child_cpu(&l->child);
	}
	if (l->acked > l->o.warm)
		spread_add(&l->spread, now - e->sent);
	if (l->acked == l->total - 1) {
		l->end = now;
		l->end_cpu = child_cpu(&l->child);
	}
	find_mode(l->o.mode)->acked(l);
}

static void
on_call(void *arg, const char *method)
{
	struct load *l = arg;
	bool posts = strcmp(l->o.mode, "posts") == 0;

	l->calls++;
	if (!posts || strcmp(method, "chat.postMessage") != 0)
		return;
	if (l->posts++ == 0)
		l->first_post = child_clock();
	if (l->posts == l->o.count)
		l->end = child_clock();
}

/* The modes --------------------------------------------------------------- */

static void
nothing_acked(struct load *l)
{
	(void)l;
}

static void
start_step(struct load *l, int64_t now)
{
	l->end = now;
}

/* on_call() sees what is waited for. */
static void
posts_step(struct load *l, int64_t now)
{
	(void)l;
	(void)now;
}

static void
closed_step(struct load *l, int64_t now)
{
	int i;

	if (l->made == 1)
		for (i = 0; i < l->o.flight; i++)
			make_event(l, now);
}

static void
closed_acked(struct load *l)
{
	if (l->made < l->total)
		make_event(l, 0);
}

static void
open_step(struct load *l, int64_t now)
{
	int64_t due;

	while (l->made < l->total) {
		due = l->begin + (int64_t)l->made * SECOND / l->o.rate;
		if (due > now)
			return;
		make_event(l, due);
		slack_flush(l->slack);
	}
}

/* After a tenth of the events every connection is warned; who does not
 * leave is parted from as Slack does. */
static void
refresh_step(struct load *l, int64_t now)
{
	if (l->warned_at == 0 && l->made >= l->total / 10) {
		l->warned_at = now;
		slack_warn(l->slack);
	}
	if (l->warned_at != 0 && now - l->warned_at > WARNED)
		slack_part(l->slack);
	open_step(l, now);
}

static const struct mode modes[] = {
	{"start", start_step, nothing_acked},
	{"closed", closed_step, closed_acked},
	{"open", open_step, nothing_acked},
	{"refresh", refresh_step, nothing_acked},
	{"posts", posts_step, nothing_acked},
};

static const struct mode *
find_mode(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strcmp(modes[i].name, name) == 0)
			return &modes[i];
	errx(1, "no mode %s", name);
}

/* The run ----------------------------------------------------------------- */

static int64_t
next_wait(const struct load *l, int64_t now)
{
	int64_t due;

	if (l->begin == 0 || l->o.rate == 0 || l->made >= l->total)
		return 10 * MS;
	due = l->begin + (int64_t)l->made * SECOND / l->o.rate;
	return due <= now ? 0 : due - now < 10 * MS ? due - now : 10 * MS;
}

static void
run(struct load *l)
{
	const struct mode *mode = find_mode(l->o.mode);
	int64_t now;

	while (l->end == 0) {
		now = child_clock();
		if (now - l->child.started > l->o.limit)
			errx(1, "%s: %" PRIu32 " of %" PRIu32 " acked in time",
				mode->name, l->acked, l->total);
		if (l->first_ack != 0 && l->begin == 0 &&
			now - l->first_ack >= l->o.settle) {
			l->idle_kb = child_memory(&l->child, "VmRSS:");
			l->begin = now;
		}
		if (l->begin != 0)
			mode->step(l, now);
		slack_turn(l->slack, next_wait(l, child_clock()));
		child_check(&l->child);
	}
}

static double
us(int64_t ns)
{
	return (double)ns / 1000;
}

static void
report(struct load *l)
{
	double counted = (double)l->spread.count;

	printf("{\"start_ms\":%.2f,\"connected_ms\":%.2f,"
	       "\"rss_idle_kb\":%ld,\"rss_loaded_kb\":%ld,\"calls\":%d",
		us(l->first_ack - l->child.started) / 1000,
		us(l->connected - l->child.started) / 1000, l->idle_kb,
		child_memory(&l->child, "VmRSS:"), l->calls);
	if (l->spread.count > 0)
		printf(",\"acks_per_s\":%.0f,\"cpu_us\":%.1f,\"p50_us\":%.0f,"
		       "\"p99_us\":%.0f,\"p999_us\":%.0f,\"max_us\":%.0f,"
		       "\"delayed\":%" PRIu32 ",\"wait_ms\":%.1f",
			counted * 1e9 / (double)(l->end - l->warm_at),
			(double)(l->end_cpu - l->warm_cpu) / counted,
			us(spread_at(&l->spread, 0.5)),
			us(spread_at(&l->spread, 0.99)),
			us(spread_at(&l->spread, 0.999)),
			us(spread_at(&l->spread, 1)), l->delayed,
			us(l->worst_wait) / 1000);
	if (l->posts > 0)
		printf(",\"posts_ms\":%.1f", us(l->end - l->first_post) / 1000);
	puts("}");
}

static int
usage(void)
{
	fputs("usage: slackload -m start|closed|open|refresh|posts\n  [-p "
	      "port]\n"
	      "  [-c /command] [-t text] (none: reactions) [-f in flight]\n"
	      "  [-r a second] [-w warm-up acks] [-n counted acks, or posts]\n"
	      "  [-i idle ms] [-l limit s] [-s file for an ack] -- client "
	      "...\n",
		stderr);
	return 2;
}

static int
read_options(struct options *o, int argc, char **argv)
{
	int option;

	*o = (struct options){.port = 3999,
		.text = "",
		.flight = 64,
		.warm = 1,
		.count = 1,
		.settle = 100 * MS,
		.limit = 120 * SECOND};
	while ((option = getopt(argc, argv, "m:p:c:t:f:r:w:n:i:l:s:")) != -1) {
		long number = optarg == NULL ? 0 : strtol(optarg, NULL, 10);

		switch (option) {
		case 'm':
			o->mode = optarg;
			break;
		case 'c':
			o->command = optarg;
			break;
		case 't':
			o->text = optarg;
			break;
		case 's':
			o->save = optarg;
			break;
		case 'p':
			o->port = (int)number;
			break;
		case 'f':
			o->flight = (int)number;
			break;
		case 'r':
			o->rate = (int)number;
			break;
		case 'w':
			o->warm = (uint32_t)number;
			break;
		case 'n':
			o->count = (uint32_t)number;
			break;
		case 'i':
			o->settle = number * MS;
			break;
		case 'l':
			o->limit = number * SECOND;
			break;
		default:
			return -1;
		}
	}
	return o->mode == NULL || optind == argc ? -1 : 0;
}

int
main(int argc, char **argv)
{
	static const struct slack_events events = {
		on_open, on_ack, on_gone, on_call};
	struct load l = {0};

	if (read_options(&l.o, argc, argv) == -1)
		return usage();
	l.total = 1 + l.o.warm + l.o.count;
	l.events = calloc(l.total, sizeof(*l.events));
	if (l.events == NULL)
		err(1, "events");
	if (l.o.command != NULL)
		envelope_command(&l.envelope, l.o.command, l.o.text);
	else
		envelope_reaction(&l.envelope);
	l.slack = slack_new(l.o.port, &events, &l);
	child_start(&l.child, argv + optind);
	run(&l);
	report(&l);
	child_stop(&l.child);
	slack_free(l.slack);
	spread_free(&l.spread);
	free(l.events);
	return 0;
}
