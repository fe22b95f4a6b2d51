#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/stat.h>

#include "clock.h"
#include "err.h"
#include "log.h"
#include "mem.h"
#include "metric.h"
#include "seal.h"

#include "loop.h"

#include "db.h"
#include "post.h"
#include "store.h"

#include "chat.h"
#include "event.h"
#include "template.h"

#include "visitor.h"

#include "clockwork.h"
#include "dispatch.h"
#include "greeting.h"
#include "groups.h"
#include "making.h"
#include "pass.h"
#include "rollcall.h"
#include "sender.h"
#include "supply.h"
#include "tongues.h"
#include "web.h"

#include "handlers.h"

#include "config.h"
#include "configured.h"
#include "options.h"

/* How long a drain may take: what was acked is finished, or waits in the
 * outbox for the next start. */
#define DRAIN_MS 8000

/* After this the start is over, with all that it needed. */
#define SETTLED_MS 1000

/* The whole daemon; only this file knows everyone. */
struct daemon {
	const char *path;
	struct config *config; /* of the start: chats, secrets, folders */
	struct config
		*texts; /* of the last reload, or NULL: programme's words */
	struct programme programme; /* a copy, so that a reload can change it */
	struct loop *loop;
	struct db *db;
	struct seal *seal;
	struct templates *templates;
	struct visitor *visitor;
	struct pass *pass;
	struct sender *sender;
	struct making_parts makes; /* of sender */
	struct tongues *tongues;
	struct groups *groups;
	struct dispatch *dispatch;
	struct rollcall *rollcall;
	struct greeting *greeting;
	struct clockwork *clockwork;
	struct loop_timer *settled;
	struct supply *supply;
	struct web *web;
	struct chat **chats;
	size_t chat_count;
	bool stopping;
};

static struct chat *
find_chat(void *arg, const char *name)
{
	struct daemon *d = arg;
	size_t i;

	for (i = 0; i < d->chat_count; i++)
		if (strcmp(chat_name(d->chats[i]), name) == 0)
			return d->chats[i];
	return NULL;
}

static void
on_chat_event(void *arg, struct event *event)
{
	struct daemon *d = arg;

	rollcall_event(d->rollcall, event);
	greeting_event(d->greeting, find_chat(d, event->chat), event);
}

static bool
is_ready(void *arg, const char **why)
{
	struct daemon *d = arg;
	size_t i;

	*why = "stopping";
	if (d->stopping)
		return false;
	*why = "starting";
	if (d->chat_count < d->config->chat_count)
		return false;
	for (i = 0; i < d->chat_count; i++)
		if (!chat_is_ready(d->chats[i], why))
			return false;
	return true;
}

static void
on_stop(void *arg)
{
	struct daemon *d = arg;

	log_info("stopping", "pid=%ld", (long)getpid());
	d->stopping = true;
	loop_stop(d->loop);
}

static void
set_log_level(const struct config *c)
{
	enum log_level level = LOG_INFO;

	log_parse_level(c->log_level, &level);
	log_set_level(level);
}

/* The language of the channels must be there. */
static int
check_language(const struct config *c, const struct templates *t, struct err *e)
{
	if (templates_language(t, c->programme.language) != NULL)
		return 0;
	return err_set(e,
		"company.language: there are no messages in `%s`, no "
		"folder %s/%s",
		c->programme.language, c->templates, c->programme.language);
}

/* What can change without a restart: everything but chats, data, listen and
 * the secrets. */
static int
reload(struct daemon *d, struct err *e)
{
	struct config *fresh = config_load(d->path, e);

	if (fresh == NULL)
		return -1;
	pass_open(d->pass); /* whoever wrote before in this pass had it open */
	if (templates_reload(d->templates, fresh->templates, e) == -1 ||
		check_language(fresh, d->templates, e) == -1 ||
		configured_put(d->db, fresh, e) == -1) {
		config_free(fresh);
		return -1;
	}
	d->programme = fresh->programme;
	set_log_level(fresh);
	config_free(d->texts);
	d->texts = fresh;
	rollcall_reload(d->rollcall);
	return 0;
}

static void
on_reload(void *arg)
{
	struct daemon *d = arg;
	struct err e = {""};

	if (reload(d, &e) == -1)
		log_error("reload_refused", "why=\"%s\"", e.text);
	else
		log_info("reloaded", "file=%s", d->path);
}

static int
open_store(struct daemon *d, struct err *e)
{
	char *path = xasprintf("%s/advocated.db", d->config->data);

	if (access(d->config->data, W_OK) != 0 &&
		mkdir(d->config->data, 0700) == -1) {
		free(path);
		return err_set(
			e, "data: %s cannot be written to", d->config->data);
	}
	umask(077);
	d->db = store_open(path, e);
	free(path);
	if (d->db == NULL)
		return -1;
	if (db_begin(d->db, e) == -1)
		return -1;
	if (configured_put(d->db, d->config, e) == -1) {
		db_rollback(d->db);
		return -1;
	}
	return db_commit(d->db, e);
}

static int
open_chats(struct daemon *d, struct err *e)
{
	size_t i;

	d->chats = xcalloc(d->config->chat_count, sizeof(struct chat *));
	for (i = 0; i < d->config->chat_count; i++) {
		struct chat_settings settings;

		config_chat_settings(d->config, i, &settings);
		settings.seal = d->seal;
		if (meta_get_heard(
			    d->db, settings.name, &settings.heard_at, e) == -1)
			return -1;
		d->chats[i] =
			chat_open(d->loop, &settings, on_chat_event, d, e);
		if (d->chats[i] == NULL)
			return err_add(e, "chat %s", settings.name);
		d->chat_count++;
		sender_add_chat(d->sender, d->chats[i]);
	}
	return 0;
}

static int
open_web(struct daemon *d, struct err *e)
{
	const struct web_parts parts = {.loop = d->loop,
		.pass = d->pass,
		.db = d->db,
		.dispatch = d->dispatch,
		.seal = d->seal,
		.templates = d->templates,
		.visitor = d->visitor,
		.programme = &d->programme,
		.template_dir = d->config->templates,
		.listen = d->config->listen,
		.content_token = d->config->content_token,
		.egress = d->config->company_networks,
		.proxies = d->config->trusted_proxies,
		.is_ready = is_ready,
		.find_chat = find_chat,
		.arg = d};

	d->web = web_open(&parts, e);
	return d->web == NULL ? -1 : 0;
}

static int
open_signals(struct daemon *d, struct err *e)
{
	signal(SIGPIPE, SIG_IGN);
	if (loop_on_signal(d->loop, SIGTERM, on_stop, d, e) == -1 ||
		loop_on_signal(d->loop, SIGINT, on_stop, d, e) == -1 ||
		loop_on_signal(d->loop, SIGHUP, on_reload, d, e) == -1)
		return -1;
	return 0;
}

static int
open_core(struct daemon *d, struct err *e)
{
	struct dispatch_parts parts;

	d->visitor = visitor_new(0);
	d->tongues = tongues_new();
	d->groups = groups_new();
	d->pass = pass_new(d->loop, d->db);
	d->sender = sender_new(d->loop, d->pass, d->db, d->seal);
	parts = (struct dispatch_parts){.db = d->db,
		.pass = d->pass,
		.sender = d->sender,
		.templates = d->templates,
		.seal = d->seal,
		.visitor = d->visitor,
		.tongues = d->tongues,
		.groups = d->groups,
		.programme = &d->programme,
		.handle = handlers_run};
	d->dispatch = dispatch_new(&parts);
	d->greeting = greeting_new(&(struct greeting_parts){.loop = d->loop,
		.db = d->db,
		.dispatch = d->dispatch,
		.tongues = d->tongues,
		.programme = &d->programme});
	d->rollcall = rollcall_new(&(struct rollcall_parts){.loop = d->loop,
		.db = d->db,
		.dispatch = d->dispatch,
		.groups = d->groups,
		.programme = &d->programme,
		.find_chat = find_chat,
		.arg = d});
	sender_on_event(d->sender, on_chat_event, d);
	d->makes = (struct making_parts){.loop = d->loop,
		.db = d->db,
		.programme = &d->programme,
		.templates = d->templates,
		.seal = d->seal,
		.template_dir = d->config->templates};
	sender_make_files(d->sender, &d->makes);
	if (open_web(d, e) == -1 || open_chats(d, e) == -1)
		return -1;
	d->supply = supply_new(
		d->loop, d->db, d->dispatch, d->config->allow_addresses, e);
	if (d->supply == NULL)
		return -1;
	d->clockwork = clockwork_new(d->loop, d->pass, d->db, d->dispatch);
	sender_poke(d->sender);
	return 0;
}

static void
on_settled(void *arg)
{
	struct daemon *d = arg;
	struct err e = {""};

	if (db_grow_log(d->db, DB_LOG_SIZE, &e) == -1)
		log_warn("log_not_grown", "why=\"%s\"", e.text);
	mem_trim();
}

/* English stands in for it. */
static void
on_missing(void *arg, const char *language, const char *name, bool is_phrase)
{
	(void)arg;
	log_warn("template_missing", "language=%s %s=%s", language,
		is_phrase ? "phrase" : "name", name);
}

static int
daemon_open(struct daemon *d, struct err *e)
{
	const char *clock_file = getenv("ADVOCATED_CLOCK_FILE");

	if (clock_file != NULL && clock_use_file(clock_file, e) == -1)
		return -1;
	d->programme = d->config->programme;
	d->seal = seal_new(d->config->master_secret, e);
	if (d->seal == NULL)
		return -1;
	d->templates = templates_load(d->config->templates, e);
	if (d->templates == NULL ||
		check_language(d->config, d->templates, e) == -1)
		return -1;
	templates_each_missing(d->templates, on_missing, NULL);
	d->loop = loop_new(e);
	if (d->loop == NULL || open_signals(d, e) == -1)
		return -1;
	if (open_store(d, e) == -1)
		return -1;
	if (open_core(d, e) == -1)
		return -1;
	d->settled = loop_timer_new(d->loop, on_settled, d);
	loop_timer_set(d->settled, SETTLED_MS);
	return 0;
}

/* No new events; what was taken on is finished or stays in the outbox. */
static void
drain(struct daemon *d)
{
	int64_t end = clock_steady() + DRAIN_MS;
	struct err e = {""};
	size_t i;

	for (i = 0; i < d->chat_count; i++)
		chat_quiet(d->chats[i]);
	greeting_quiet(d->greeting);
	rollcall_quiet(d->rollcall);
	clockwork_free(d->clockwork);
	d->clockwork = NULL;
	supply_free(d->supply);
	d->supply = NULL;
	while (!sender_is_idle(d->sender) && clock_steady() < end)
		if (loop_turn(d->loop, 50, &e) == -1)
			break;
	loop_turn(d->loop, 0, &e);
}

static void
daemon_close(struct daemon *d)
{
	size_t i;

	if (d->sender != NULL)
		sender_stop_files(d->sender);
	for (i = 0; i < d->chat_count; i++)
		chat_close(d->chats[i]);
	free(d->chats);
	greeting_free(d->greeting);
	rollcall_free(d->rollcall);
	web_close(d->web);
	supply_free(d->supply);
	clockwork_free(d->clockwork);
	sender_free(d->sender);
	dispatch_free(d->dispatch);
	tongues_free(d->tongues);
	groups_free(d->groups);
	pass_free(d->pass);
	loop_timer_free(d->settled);
	loop_free(d->loop);
	visitor_free(d->visitor);
	db_close(d->db);
	templates_free(d->templates);
	seal_free(d->seal);
	config_free(d->texts);
	config_free(d->config);
	metric_free_all();
}

static int
run(struct daemon *d)
{
	struct err e = {""};
	int result = EXIT_FAILURE;

	if (daemon_open(d, &e) == -1) {
		log_error("start_failed", "why=\"%s\"", e.text);
		goto out;
	}
	log_info("started", "port=%d chats=%zu", web_port(d->web),
		d->chat_count);
	if (loop_run(d->loop, &e) == -1) {
		log_error("loop_failed", "why=\"%s\"", e.text);
		goto out;
	}
	drain(d);
	log_info("stopped", "pid=%ld", (long)getpid());
	result = EXIT_SUCCESS;
out:
	daemon_close(d);
	return result;
}

static void
on_missing_said(
	void *arg, const char *language, const char *name, bool is_phrase)
{
	const struct daemon *d = arg;

	printf("%s/%s: has no %s%s: English stands in\n", d->config->templates,
		language, is_phrase ? "words.json: " : "", name);
}

/* -n: everything that can be checked without connecting. */
static int
check(struct daemon *d)
{
	struct err e = {""};
	struct templates *t = templates_load(d->config->templates, &e);

	if (t == NULL || check_language(d->config, t, &e) == -1) {
		fprintf(stderr, "advocated: %s\n", e.text);
		templates_free(t);
		return EXIT_FAILURE;
	}
	templates_each_missing(t, on_missing_said, d);
	templates_free(t);
	printf("%s: fine\n", d->path);
	return EXIT_SUCCESS;
}

static int
usage(void)
{
	fputs("usage: advocated [-c bot.conf] [-n] [-o]\n"
	      "  -c FILE  the configuration (bot.conf)\n"
	      "  -n       check the configuration and the templates, then end\n"
	      "  -o       print every option with its default, then end\n",
		stderr);
	return 2;
}

int
main(int argc, char **argv)
{
	struct daemon d = {.path = "bot.conf"};
	struct err e = {""};
	bool only_check = false;
	int option, result;

	while ((option = getopt(argc, argv, "c:no")) != -1) {
		switch (option) {
		case 'c':
			d.path = optarg;
			break;
		case 'n':
			only_check = true;
			break;
		case 'o':
			options_print(stdout);
			return EXIT_SUCCESS;
		default:
			return usage();
		}
	}
	if (optind != argc)
		return usage();
	d.config = config_load(d.path, &e);
	if (d.config == NULL) {
		fprintf(stderr, "advocated: %s\n", e.text);
		return EXIT_FAILURE;
	}
	set_log_level(d.config);
	if (only_check) {
		result = check(&d);
		config_free(d.config);
		return result;
	}
	return run(&d);
}
