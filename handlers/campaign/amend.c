#include "items.h"
#include "text.h"

#include "behaviour.h"
#include "which.h"

static int
amend_campaign(struct turn *t, struct which_campaign *w, struct err *e)
{
	bool rules = text_same(w->rest, "rules");

	if (t->role < ROLE_ADMIN)
		return refuse_role(t, ROLE_ADMIN, e);
	if (*w->rest != '\0' && !rules)
		return campaign_line(t, &w->campaign, w->rest, e);
	if (t->event->trigger == NULL)
		return turn_reply(t, "form_needs_command", NULL, e);
	if (rules)
		return campaign_rules_open(t, &w->campaign, e);
	return campaign_edit_open(t, &w->campaign, e);
}

/* What comes after the first word of text. */
static const char *
after_word(const char *text)
{
	while (*text != '\0' && *text != ' ' && *text != '\n')
		text++;
	while (*text == ' ' || *text == '\n')
		text++;
	return text;
}

static int
amend_item(struct turn *t, struct err *e)
{
	const char *rest = after_word(t->text);
	struct item item;

	if (which_item_written(t, "edit", &item, e) == -1)
		return -1;
	if (item.id == 0)
		return 0;
	if (*rest != '\0')
		return item_line(t, &item, rest, e);
	if (t->event->trigger == NULL)
		return turn_reply(t, "form_needs_command", NULL, e);
	return item_edit_open(t, &item, e);
}

/* /campaign edit <12 | campaign name> [<field>: <value>]: without a field it
 * opens the form ("rules": that of the rules). A campaign whose name is a
 * number goes before the item. */
int
amend_run(struct turn *t, struct err *e)
{
	struct which_campaign which;

	if (which_campaign_at(t, t->text, &which, e) == -1)
		return -1;
	if (which.campaign.id != 0)
		return amend_campaign(t, &which, e);
	if (*t->text == '\0' || which_is_item(t->text))
		return amend_item(t, e);
	return which_campaign(t, t->text, "edit", &which, e);
}
