#include <stdlib.h>

#include "clock.h"
#include "err.h"
#include "log.h"
#include "mem.h"
#include "metric.h"

#include "loop.h"

#include "db.h"

#include "pass.h"

struct callback {
	pass_fn *fn;
	void *arg;
};

struct callbacks {
	struct callback *all;
	size_t count, room;
};

struct pass {
	struct db *db;
	struct loop *loop;
	bool open;
	struct callbacks before, after;
	struct metric *commits;
	struct metric *seconds;
};

static void
callbacks_add(struct callbacks *c, pass_fn *fn, void *arg)
{
	if (c->count == c->room) {
		c->room = c->room == 0 ? 64 : 2 * c->room;
		c->all = xrealloc(c->all, c->room * sizeof(*c->all));
	}
	c->all[c->count++] = (struct callback){fn, arg};
}

static void
end_process(const char *what, const struct err *e)
{
	/* Nothing was promised yet, so nothing is lost: what the platforms
	 * sent is delivered again to the process that starts next. */
	log_error(what, "why=\"%s\"", e->text);
	exit(EXIT_FAILURE);
}

static void
commit(struct pass *p)
{
	struct err e = {""};
	int64_t start = clock_steady();
	size_t i;

	for (i = 0; i < p->before.count; i++)
		p->before.all[i].fn(p->before.all[i].arg);
	if (db_commit(p->db, &e) == -1)
		end_process("commit_failed", &e);
	p->open = false;
	metric_add(p->commits, 1);
	metric_observe(p->seconds, (double)(clock_steady() - start) / 1000);
}

static void
on_pass_over(void *arg)
{
	struct pass *p = arg;
	struct callbacks due;
	size_t i;

	if (p->open)
		commit(p);
	if (p->after.count == 0)
		return;
	/* What runs now may open the next transaction and ask for more. */
	due = p->after;
	p->after = (struct callbacks){NULL, 0, 0};
	for (i = 0; i < due.count; i++)
		due.all[i].fn(due.all[i].arg);
	if (p->after.count == 0 && p->after.all == NULL) {
		due.count = 0;
		p->after = due;
	} else {
		free(due.all);
	}
	if (p->open || p->after.count > 0)
		loop_again(p->loop);
}

struct pass *
pass_new(struct loop *l, struct db *db)
{
	struct pass *p = xcalloc(1, sizeof(*p));

	p->db = db;
	p->loop = l;
	p->commits = metric_get(METRIC_COUNTER, "commits_total", "",
		"Transactions committed, one per pass of the loop.");
	p->seconds = metric_get(
		METRIC_SECONDS, "commit_seconds", "", "Time a commit took.");
	loop_on_pass(l, on_pass_over, p);
	return p;
}

void
pass_free(struct pass *p)
{
	if (p == NULL)
		return;
	if (p->open)
		commit(p);
	free(p->before.all);
	free(p->after.all);
	free(p);
}

void
pass_open(struct pass *p)
{
	struct err e = {""};

	if (p->open)
		return;
	if (db_begin(p->db, &e) == -1)
		end_process("begin_failed", &e);
	p->open = true;
	loop_again(p->loop);
}

void
pass_after(struct pass *p, pass_fn *fn, void *arg)
{
	callbacks_add(&p->after, fn, arg);
	loop_again(p->loop);
}

void
pass_before(struct pass *p, pass_fn *fn, void *arg)
{
	callbacks_add(&p->before, fn, arg);
}
