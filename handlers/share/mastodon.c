#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "json.h"
#include "network.h"
#include "text.h"
#include "asked.h"
#include "behaviour.h"
#include "kit.h"

/* Mastodon has no one address: the member's own server is asked for once. */
int
mastodon_button(struct turn *t, struct err *e)
{
	struct asked a;

	asked_read(t->event->value, &a);
	return turn_form(t, "mastodon_server",
		json_pack("{s:o, s:s}", "value",
			json_sprintf("%" PRId64 ":mastodon", a.item), "server",
			t->member.mastodon),
		e);
}

int
mastodon_form(struct turn *t, struct err *e)
{
	struct kit_wish wish = {
		.member = &t->member, .network = "mastodon", .way = KIT_HERE};
	struct err why = {""};
	struct asked a;
	char *server;

	asked_read(t->event->value, &a);
	server = network_read_server(
		json_text(t->event->fields, "server", ""), &why);
	if (server == NULL || strlen(server) >= sizeof t->member.mastodon) {
		free(server);
		return turn_form_error(t, "server", "server_unclear", NULL, e);
	}
	text_copy(t->member.mastodon, sizeof t->member.mastodon, server);
	free(server);
	if (people_save(t->db, &t->member, e) == -1)
		return -1;
	wish.item = a.item;
	return a.item == 0 ? 0 : kit_show(t, &wish, e);
}
