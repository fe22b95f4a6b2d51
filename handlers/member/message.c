#include <string.h>

#include "text.h"
#include "behaviour.h"

/* Ways in which people ask to be left alone. */
static const char *const stops[] = {"stop", "unsubscribe", "quit", "stop it",
	"stop this", "leave me alone", "stopp", "aufh\xc3\xb6ren",
	"h\xc3\xb6r auf", "lass mich in ruhe", "abmelden", "lopeta", "seis",
	"riitt\xc3\xa4\xc3\xa4", "j\xc3\xa4t\xc3\xa4 minut rauhaan", NULL};

/* A direct message that is no command: what we understand, in short. */
int
message_said(struct turn *t, struct err *e)
{
	const char *const *stop;
	const char *said = t->event->text;
	bool in = t->member.id != 0 && t->member.state != MEMBER_LEFT;

	for (stop = stops; said != NULL && *stop != NULL; stop++)
		if (text_same(said, *stop))
			return turn_reply(t, "message_stop",
				json_pack("{s:b, s:b}", "in", in, "paused",
					t->member.state == MEMBER_PAUSED),
				e);
	return turn_reply(t, "message", NULL, e);
}
