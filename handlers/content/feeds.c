#include "behaviour.h"
#include "number.h"
#include "sub.h"

/* /campaign feeds [list | show | add | edit ...]; a number is a page of the
 * list. */
int
feeds_run(struct turn *t, struct err *e)
{
	static const struct sub subs[] = {{NULL, ROLE_AUDITOR, feed_list_run},
		{"list", ROLE_AUDITOR, feed_list_run},
		{"help", ROLE_AUDITOR, feed_list_run},
		{"show", ROLE_AUDITOR, feed_show_run},
		{"test", ROLE_CURATOR, feed_test_run},
		{"add", ROLE_ADMIN, feed_add_run},
		{"edit", ROLE_ADMIN, feed_edit_run},
		{"pause", ROLE_ADMIN, feed_pause_run},
		{"resume", ROLE_ADMIN, feed_resume_run},
		{"remove", ROLE_ADMIN, feed_remove_run},
		{NULL, ROLE_NONE, NULL}};

	if (number_read(t->text) != 0)
		return feed_list_run(t, e);
	return sub_run(t, "/campaign feeds", subs, e);
}
