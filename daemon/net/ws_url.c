#include <stdlib.h>
#include <string.h>

#include <libwebsockets.h>

#include "mem.h"

#include "ws_url.h"

static char *
write_host(const struct ws_url *u)
{
	const char *open = strchr(u->host, ':') ? "[" : "";
	const char *close = strchr(u->host, ':') ? "]" : "";

	if (u->port == (u->tls ? 443 : 80))
		return xasprintf("%s%s%s", open, u->host, close);
	return xasprintf("%s%s%s:%d", open, u->host, close, u->port);
}

struct ws_url *
ws_url_new(const char *url)
{
	char *text = xstrdup(url);
	const char *scheme, *host, *path = "";
	struct ws_url *u = NULL;
	int port;
	bool tls;

	if (lws_parse_uri(text, &scheme, &host, &port, &path) != 0)
		goto out;
	tls = strcmp(scheme, "wss") == 0;
	if ((!tls && strcmp(scheme, "ws") != 0) || !*host)
		goto out;
	u = xcalloc(1, sizeof(*u));
	u->tls = tls;
	u->port = port;
	u->host = xstrdup(host);
	u->path = xasprintf("%s%s", *path == '/' ? "" : "/", path);
	u->host_and_port = write_host(u);
out:
	free(text);
	return u;
}

void
ws_url_free(struct ws_url *u)
{
	if (!u)
		return;
	free(u->host);
	free(u->path);
	free(u->host_and_port);
	free(u);
}
