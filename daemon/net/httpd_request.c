#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <microhttpd.h>

#include "err.h"
#include "mem.h"
#include "text.h"

#include "cidr.h"

#include "httpd_inside.h"

int
httpd_port(const struct httpd *h)
{
	return h->port;
}

const char *
httpd_method(const struct httpd_request *r)
{
	return r->method;
}

const char *
httpd_path(const struct httpd_request *r)
{
	return r->path;
}

const char *
httpd_rest(const struct httpd_request *r)
{
	return r->path + strlen(r->route->prefix);
}

const char *
httpd_header(struct httpd_request *r, const char *name)
{
	return MHD_lookup_connection_value(
		r->connection, MHD_HEADER_KIND, name);
}

const char *
httpd_query(struct httpd_request *r, const char *name)
{
	return MHD_lookup_connection_value(
		r->connection, MHD_GET_ARGUMENT_KIND, name);
}

const char *
httpd_body(const struct httpd_request *r, size_t *size)
{
	if (size)
		*size = r->body.size;
	return r->body.bytes ? r->body.bytes : "";
}

int
httpd_trust_proxies(struct httpd *h, const char *const *networks, struct err *e)
{
	struct cidr *trusted = cidr_new(networks, e);

	if (!trusted)
		return err_add(e, "trusted proxies");
	cidr_free(h->trusted);
	h->trusted = trusted;
	return 0;
}

static char *
peer_address(struct httpd_request *r)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		r->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	char text[INET6_ADDRSTRLEN] = "";
	const struct sockaddr *a = info ? info->client_addr : NULL;

	if (a && a->sa_family == AF_INET)
		inet_ntop(AF_INET, &((const struct sockaddr_in *)a)->sin_addr,
			text, sizeof(text));
	else if (a && a->sa_family == AF_INET6)
		inet_ntop(AF_INET6,
			&((const struct sockaddr_in6 *)a)->sin6_addr, text,
			sizeof(text));
	/* A socket for both kinds shows IPv4 inside IPv6. */
	return xstrdup(text_starts(text, "::ffff:") ? text + 7 : text);
}

static enum MHD_Result
on_forwarded(
	void *arg, enum MHD_ValueKind kind, const char *name, const char *value)
{
	struct text *list = arg;

	(void)kind;
	if (value && text_same(name, "X-Forwarded-For")) {
		text_add_char(list, ',');
		text_add(list, value);
	}
	return MHD_YES;
}

static bool
is_address(const char *text)
{
	unsigned char raw[16];

	return inet_pton(AF_INET, text, raw) == 1 ||
	       inet_pton(AF_INET6, text, raw) == 1;
}

const char *
httpd_address(struct httpd_request *r)
{
	struct text list = {0};
	char *comma;

	if (r->address)
		return r->address;
	r->address = peer_address(r);
	if (!r->httpd->trusted)
		return r->address;
	MHD_get_connection_values(
		r->connection, MHD_HEADER_KIND, on_forwarded, &list);
	/* From the nearest backwards, as far as each hop is trusted. */
	while (list.size > 0 && cidr_has_text(r->httpd->trusted, r->address) &&
		(comma = strrchr(list.bytes, ',')) &&
		is_address(text_trim(comma + 1))) {
		free(r->address);
		r->address = xstrdup(comma + 1);
		*comma = '\0';
	}
	text_free(&list);
	return r->address;
}
