#include "people.h"
#include "answer.h"
#include "behaviour.h"

int
no_thanks_button(struct turn *t, struct err *e)
{
	unsigned char hash[16];

	/* An old invitation: they joined since. Leaving is said otherwise. */
	if (t->member.id != 0 && t->member.state != MEMBER_LEFT)
		return answer_here(t, "member_already", NULL, e);
	turn_stranger_hash(t, hash);
	if (stranger_note(t->db, hash, STRANGER_NO, t->now, e) == -1)
		return -1;
	return answer_here(t, "no_thanks", NULL, e);
}
