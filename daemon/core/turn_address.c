#include "post.h"

#include "dispatch.h"
#include "sender.h"
#include "turn_say.h"

char *
turn_address(const struct turn *t, const struct post *post)
{
	return sender_address(
		t->say->parts->sender, post->chat, post->place, post->message);
}
