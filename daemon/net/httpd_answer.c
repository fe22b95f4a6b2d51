#include <stdlib.h>
#include <string.h>

#include <microhttpd.h>

#include "mem.h"

#include "loop.h"

#include "httpd_inside.h"

static void
add_header_line(struct MHD_Response *response, const char *line)
{
	const char *colon = strchr(line, ':');
	char *name;

	if (!colon)
		return;
	name = xstrndup(line, (size_t)(colon - line));
	for (colon++; *colon == ' ';)
		colon++;
	MHD_add_response_header(response, name, colon);
	free(name);
}

static struct MHD_Response *
response_new(const struct httpd_answer *a)
{
	bool empty = !a->body || a->size == 0;
	struct MHD_Response *response = MHD_create_response_from_buffer(
		empty ? 0 : a->size, empty ? NULL : (void *)(uintptr_t)a->body,
		empty ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_COPY);

	if (!response)
		abort(); /* out of memory, as everywhere */
	if (a->location)
		MHD_add_response_header(response, "Location", a->location);
	if (a->type)
		MHD_add_response_header(response, "Content-Type", a->type);
	for (size_t i = 0; a->headers && a->headers[i]; i++)
		add_header_line(response, a->headers[i]);
	return response;
}

/* The response is there: the library takes it up at the end of the pass. */
static void
answer_is_there(struct httpd_request *r)
{
	struct httpd *h = r->httpd;

	r->answered = true;
	if (!r->connection) { /* the reader went away meanwhile */
		httpd_request_free(r);
		return;
	}
	if (r->suspended)
		MHD_resume_connection(r->connection);
	r->suspended = false;
	if (!h->due)
		loop_again(h->loop);
	h->due = true;
}

void
httpd_reply(struct httpd_request *r, const struct httpd_answer *a)
{
	r->promised = NULL;
	r->response = response_new(a);
	r->status = a->status;
	answer_is_there(r);
}

enum MHD_Result
httpd_send(struct httpd_request *r)
{
	enum MHD_Result result = MHD_queue_response(
		r->connection, (unsigned)r->status, r->response);

	/* The library has its own hold on it. */
	if (!r->promised)
		MHD_destroy_response(r->response);
	r->promised = NULL;
	r->response = NULL;
	return result;
}

struct httpd_ready *
httpd_ready_new(struct httpd_request *r, const struct httpd_answer *a)
{
	struct httpd_ready *ready = xcalloc(1, sizeof(*ready));

	ready->httpd = r->httpd;
	ready->response = response_new(a);
	ready->status = a->status;
	ready->next = r->httpd->ready;
	r->httpd->ready = ready;
	return ready;
}

void
httpd_ready_free(struct httpd_ready *a)
{
	if (!a)
		return;
	a->freed = true;
	a->httpd->sweep = true;
}

void
httpd_promise(struct httpd_request *r, struct httpd_ready *a)
{
	r->promised = a;
}

void
httpd_keep(struct httpd_request *r)
{
	r->response = r->promised->response;
	r->status = r->promised->status;
	answer_is_there(r);
}

/* Frees those of the list that may be. */
static void
free_ready(struct httpd *h)
{
	struct httpd_ready **place = &h->ready, *a;

	while ((a = *place)) {
		if (!a->freed || a->awaited) {
			place = &a->next;
			continue;
		}
		*place = a->next;
		MHD_destroy_response(a->response);
		free(a);
	}
}

void
httpd_ready_sweep(struct httpd *h)
{
	struct httpd_request *r;
	struct httpd_ready *a;

	h->sweep = false;
	for (a = h->ready; a; a = a->next)
		a->awaited = false;
	for (r = h->requests; r; r = r->next) {
		if (!r->promised)
			continue;
		r->promised->awaited = true;
		h->sweep = true; /* look again after the next pass */
	}
	free_ready(h);
}

void
httpd_ready_free_all(struct httpd *h)
{
	struct httpd_ready *a;

	for (a = h->ready; a; a = a->next) {
		a->freed = true;
		a->awaited = false;
	}
	free_ready(h);
}
