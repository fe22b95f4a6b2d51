#ifndef ADVOCATED_WS_URL_H
#define ADVOCATED_WS_URL_H

#include <stdbool.h>

/* The address of a websocket in its parts; for ws.c. */
struct ws_url {
	bool tls;
	char *host; /* without brackets */
	int port;
	char *path;          /* from its first slash, with the query */
	char *host_and_port; /* as the Host header wants it */
};

/* NULL when it is not a ws:// or wss:// address. */
struct ws_url *ws_url_new(const char *url);
void ws_url_free(struct ws_url *u); /* NULL is fine */

#endif
