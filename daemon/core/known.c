#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

#include "httpd.h"

#include "shares.h"

#include "url.h"

#include "known.h"

enum {
	LINKS = 16384, /* a number has two places: the last two stay */
	ENDS = 1024,   /* then all are forgotten */
	HEADS = 256
};

/* Where the links of an item on a network lead. */
struct end {
	struct end *next;
	int64_t item;
	char network[16];
	struct httpd_ready *redirect;
};

struct known {
	struct db *db;
	uint64_t version;
	struct known_link *links;
	struct end *heads[HEADS];
	size_t ends;
};

static void
forget(struct known *k)
{
	struct end *end, *next;
	size_t i;

	if (k->ends == 0)
		return; /* nor any link: its memory was not touched yet */
	memset(k->links, 0, LINKS * sizeof(*k->links));
	for (i = 0; i < HEADS; i++) {
		for (end = k->heads[i]; end != NULL; end = next) {
			next = end->next;
			httpd_ready_free(end->redirect);
			free(end);
		}
		k->heads[i] = NULL;
	}
	k->ends = 0;
}

struct known *
known_new(struct db *db)
{
	struct known *k = xcalloc(1, sizeof(*k));

	k->db = db;
	k->links = xcalloc(LINKS, sizeof(*k->links));
	link_watch(db);
	k->version = link_version(db);
	return k;
}

void
known_free(struct known *k)
{
	if (k == NULL)
		return;
	forget(k);
	free(k->links);
	free(k);
}

static struct httpd_ready *
make_redirect(const struct link_target *t, struct httpd_request *r)
{
	static const char *const headers[] = {
		"Cache-Control: private, no-store",
		"Referrer-Policy: no-referrer-when-downgrade",
		"X-Robots-Tag: noindex", NULL};
	char *location =
		url_with_utm(t->url, t->network, "employee", t->campaign);
	const struct httpd_answer answer = {
		.status = 302, .location = location, .headers = headers};
	struct httpd_ready *redirect = httpd_ready_new(r, &answer);

	free(location);
	return redirect;
}

static const struct end *
get_end(struct known *k, const struct link_target *t, struct httpd_request *r)
{
	struct end **head = &k->heads[(uint64_t)t->item % HEADS], *end;

	for (end = *head; end != NULL; end = end->next)
		if (end->item == t->item &&
			strcmp(end->network, t->network) == 0)
			return end;
	end = xcalloc(1, sizeof(*end));
	end->item = t->item;
	memcpy(end->network, t->network, sizeof(end->network));
	end->redirect = make_redirect(t, r);
	end->next = *head;
	*head = end;
	k->ends++;
	return end;
}

static bool
is_at(const struct known_link *place, int64_t link)
{
	return place->item != 0 && place->link == link;
}

int
known_find(struct known *k, int64_t link, struct httpd_request *r,
	const struct known_link **out, struct err *e)
{
	struct known_link *place = &k->links[link % (LINKS / 2) * 2];
	struct link_target t;
	const struct end *end;

	if (k->version != link_version(k->db) || k->ends >= ENDS)
		forget(k);
	k->version = link_version(k->db);
	*out = is_at(place, link) ? place : place + 1;
	if (is_at(*out, link))
		return 0;
	*out = NULL;
	if (link_find(k->db, link, &t, e) == -1)
		return -1;
	if (t.item == 0)
		return 0;
	end = get_end(k, &t, r);
	place[1] = place[0];
	place[0] = (struct known_link){t.link, t.item, t.share, t.member,
		t.created_at, end->network, end->redirect};
	*out = place;
	return 0;
}
