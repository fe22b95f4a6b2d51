#include "behaviour.h"
#include "redeem.h"

int
help_run(struct turn *t, struct err *e)
{
	bool in = t->member.id != 0 && t->member.state == MEMBER_ACTIVE;
	bool paused = t->member.id != 0 && t->member.state == MEMBER_PAUSED;
	bool rewards;

	if (rewards_offered(t, &rewards, e) == -1)
		return -1;
	return turn_reply(t, "help",
		json_pack("{s:b, s:b, s:b, s:b, s:b}", "rewards", rewards, "in",
			in || paused, "paused", paused, "admin",
			t->role != ROLE_NONE, "several",
			t->programme->chats > 1),
		e);
}
