#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "text.h"
#include "behaviour.h"
#include "handlers.h"
#include "redeem.h"
#include "reward_admin.h"

static const struct handler table[] = {
	/* what members and those who may become one do */
	{EVENT_BUTTON, "share", NULL, WHO_SHARER, share_button},
	{EVENT_REACTION_ADDED, NULL, NULL, WHO_ANYONE, share_reaction},
	{EVENT_REACTION_REMOVED, NULL, NULL, WHO_ANYONE, share_withdraw},
	{EVENT_REACTIONS, NULL, NULL, WHO_ANYONE, share_standing},
	{EVENT_COMMAND, "/share", NULL, WHO_SHARER, share_command},
	{EVENT_COMMAND, "/share", "*", WHO_ANYONE, suggest_share_run},
	{EVENT_BUTTON, "another", NULL, WHO_SHARER, kit_another},
	{EVENT_BUTTON, "more", NULL, WHO_SHARER, kit_more},
	{EVENT_BUTTON, "edit", NULL, WHO_SHARER, edit_button},
	{EVENT_FORM, "edit", NULL, WHO_SHARER, edit_form},
	{EVENT_BUTTON, "copy", NULL, WHO_SHARER, copy_button},
	{EVENT_BUTTON, "later", NULL, WHO_SHARER, later_button},
	{EVENT_TIME, "later", NULL, WHO_ANYONE, later_due},
	{EVENT_BUTTON, "not_for_me", NULL, WHO_ANYONE, kit_decline},
	{EVENT_BUTTON, "mastodon", NULL, WHO_SHARER, mastodon_button},
	{EVENT_FORM, "mastodon_server", NULL, WHO_SHARER, mastodon_form},
	{EVENT_WEB, "ticket", NULL, WHO_ANYONE, ticket_open},
	{EVENT_WEB, "again", NULL, WHO_ANYONE, ticket_again},
	{EVENT_BUTTON, "posted", NULL, WHO_MEMBER, posted_button},
	{EVENT_BUTTON, "changed", NULL, WHO_MEMBER, changed_button},
	{EVENT_TIME, "settle", NULL, WHO_ANYONE, settle_due},
	{EVENT_TIME, "lapse", NULL, WHO_ANYONE, settle_lapse},
	{EVENT_BUTTON, "hold_explain", NULL, WHO_MEMBER, explain_button},
	{EVENT_FORM, "hold_explain_form", NULL, WHO_MEMBER, explain_form},

	{EVENT_COMMAND, "/advocate", NULL, WHO_ANYONE, help_run},
	{EVENT_COMMAND, "/advocate", "help", WHO_ANYONE, help_run},
	{EVENT_COMMAND, "/advocate", "join", WHO_ANYONE, join_command},
	{EVENT_BUTTON, "join", NULL, WHO_ANYONE, join_button},
	{EVENT_BUTTON, "no_thanks", NULL, WHO_ANYONE, no_thanks_button},
	{EVENT_COMMAND, "/advocate", "leave", WHO_MEMBER, leave_run},
	{EVENT_BUTTON, "leave", NULL, WHO_MEMBER, leave_run},
	{EVENT_COMMAND, "/advocate", "link", WHO_ANYONE, linking_run},
	{EVENT_BUTTON, "link_merge", NULL, WHO_ANYONE, linking_merge},
	{EVENT_BUTTON, "link_keep", NULL, WHO_ANYONE, linking_keep},
	{EVENT_COMMAND, "/advocate", "unlink", WHO_MEMBER, unlink_run},
	{EVENT_COMMAND, "/advocate", "pause", WHO_MEMBER, pause_command},
	{EVENT_BUTTON, "pause", NULL, WHO_MEMBER, pause_button},
	{EVENT_COMMAND, "/advocate", "resume", WHO_MEMBER, pause_resume},
	{EVENT_BUTTON, "resume", NULL, WHO_MEMBER, pause_resume},
	{EVENT_TIME, "resume", NULL, WHO_ANYONE, pause_over},
	{EVENT_COMMAND, "/advocate", "hide", WHO_MEMBER, hide_run},
	{EVENT_COMMAND, "/advocate", "show", WHO_MEMBER, hide_show},
	{EVENT_COMMAND, "/advocate", "language", WHO_MEMBER, language_run},
	{EVENT_COMMAND, "/advocate", "topics", WHO_MEMBER, my_topics_run},
	{EVENT_COMMAND, "/advocate", "me", WHO_MEMBER, me_run},
	{EVENT_COMMAND, "/advocate", "statement", WHO_MEMBER, statement_run},
	{EVENT_COMMAND, "/advocate", "rewards", WHO_ANYONE, rewards_run},
	{EVENT_COMMAND, "/advocate", "redeem", WHO_MEMBER, redeem_run},
	{EVENT_BUTTON, "redeem", NULL, WHO_MEMBER, redeem_button},
	{EVENT_BUTTON, "redeem_yes", NULL, WHO_MEMBER, redeem_yes},
	{EVENT_BUTTON, "redeem_no", NULL, WHO_ANYONE, redeem_no},
	{EVENT_BUTTON, "redeem_cancel", NULL, WHO_ANYONE, redeem_cancel},
	{EVENT_BUTTON, "redeem_code", NULL, WHO_ANYONE, redeem_code},
	{EVENT_COMMAND, "/advocate", "top", WHO_MEMBER, top_run},
	{EVENT_COMMAND, "/advocate", "suggest", WHO_ANYONE, suggest_run},
	{EVENT_SHORTCUT, "suggest_content", NULL, WHO_ANYONE,
		suggest_shortcut_run},
	{EVENT_COMMAND, "/advocate", "rules", WHO_ANYONE, rules_run},
	{EVENT_COMMAND, "/advocate", "why", WHO_ANYONE, why_run},
	{EVENT_COMMAND, "/advocate", "privacy", WHO_ANYONE, privacy_run},
	{EVENT_COMMAND, "/advocate", "export", WHO_ANYONE, export_run},
	{EVENT_COMMAND, "/advocate", "forget", WHO_ANYONE, forget_command},
	{EVENT_BUTTON, "forget", NULL, WHO_ANYONE, forget_button},
	{EVENT_BUTTON, "forget_keep", NULL, WHO_ANYONE, forget_keep},
	{EVENT_HOME, NULL, NULL, WHO_ANYONE, home_opened},
	{EVENT_MESSAGE, NULL, NULL, WHO_ANYONE, message_said},
	{EVENT_PERSON, NULL, NULL, WHO_ANYONE, person_changed},

	/* what comes in, and what is due */
	{EVENT_FETCHED, "feed", NULL, WHO_ANYONE, feed_read_run},
	{EVENT_WEB, "content", NULL, WHO_ANYONE, content_take_run},
	{EVENT_FETCHED, "feed_test", NULL, WHO_ANYONE, feed_tested_run},
	{EVENT_FETCHED, "page", NULL, WHO_ANYONE, page_read_run},
	{EVENT_TIME, "announce", NULL, WHO_ANYONE, announce_run},
	{EVENT_TIME, "snooze", NULL, WHO_ANYONE, review_snooze_due},
	{EVENT_TIME, "expire", NULL, WHO_ANYONE, item_expire_run},
	{EVENT_TIME, "digest", NULL, WHO_ANYONE, digest_run},
	{EVENT_TIME, "start", NULL, WHO_ANYONE, campaign_time_start},
	{EVENT_TIME, "finish", NULL, WHO_ANYONE, campaign_time_finish},
	{EVENT_TIME, "unpause", NULL, WHO_ANYONE, campaign_time_unpause},
	{EVENT_TIME, "badges", NULL, WHO_ANYONE, badges_due},
	{EVENT_TIME, "milestone", NULL, WHO_ANYONE, campaign_reached_run},
	{EVENT_TIME, "budget", NULL, WHO_ANYONE, campaign_time_budget},
	{EVENT_TIME, "return", NULL, WHO_ANYONE, campaign_time_return},
	{EVENT_TIME, "unhold", NULL, WHO_ANYONE, hold_time_over},
	{EVENT_TIME, "holds", NULL, WHO_ANYONE, hold_time_tell},
	{EVENT_PLACE, NULL, NULL, WHO_ANYONE, place_run},
	{EVENT_PLACES, NULL, NULL, WHO_ANYONE, place_all},
	{EVENT_MEMBERS, "read", NULL, WHO_ANYONE, team_members_read},
	{EVENT_MEMBERS, "missed", NULL, WHO_ANYONE, team_members_missed},
	{EVENT_CONNECTION, "heard", NULL, WHO_ANYONE, heard_run},

	/* what those do who run the programme */
	{EVENT_COMMAND, "/campaign", NULL, WHO_AUDITOR, campaign_help_run},
	{EVENT_COMMAND, "/campaign", "help", WHO_AUDITOR, campaign_help_run},
	{EVENT_COMMAND, "/campaign", "list", WHO_AUDITOR, campaign_list_run},
	{EVENT_COMMAND, "/campaign", "new", WHO_ADMIN, campaign_new_run},
	{EVENT_COMMAND, "/campaign", "start", WHO_ADMIN, campaign_start_run},
	{EVENT_COMMAND, "/campaign", "pause", WHO_ADMIN, campaign_pause_run},
	{EVENT_COMMAND, "/campaign", "resume", WHO_ADMIN, campaign_resume_run},
	{EVENT_COMMAND, "/campaign", "close", WHO_ADMIN, campaign_close_run},
	{EVENT_COMMAND, "/campaign", "rules", WHO_AUDITOR, campaign_rules_run},
	{EVENT_COMMAND, "/campaign", "budget", WHO_AUDITOR,
		campaign_budget_run},
	{EVENT_BUTTON, "campaign_close_yes", NULL, WHO_ADMIN,
		campaign_close_yes_run},
	{EVENT_COMMAND, "/campaign", "show", WHO_AUDITOR, show_run},
	{EVENT_COMMAND, "/campaign", "add", WHO_CURATOR, item_add_run},
	{EVENT_COMMAND, "/campaign", "edit", WHO_CURATOR, amend_run},
	{EVENT_COMMAND, "/campaign", "captions", WHO_AUDITOR, captions_run},
	{EVENT_COMMAND, "/campaign", "pin", WHO_CURATOR, pin_run},
	{EVENT_COMMAND, "/campaign", "unpin", WHO_CURATOR, pin_unpin_run},
	{EVENT_COMMAND, "/campaign", "announce", WHO_CURATOR,
		item_announce_run},
	{EVENT_COMMAND, "/campaign", "approve", WHO_CURATOR, item_approve_run},
	{EVENT_COMMAND, "/campaign", "reject", WHO_CURATOR, item_reject_run},
	{EVENT_COMMAND, "/campaign", "retract", WHO_CURATOR, item_retract_run},
	{EVENT_COMMAND, "/campaign", "topics", WHO_AUDITOR, topics_run},
	{EVENT_COMMAND, "/campaign", "topic", WHO_CURATOR, topic_run},
	{EVENT_COMMAND, "/campaign", "admins", WHO_AUDITOR, holders_run},
	{EVENT_COMMAND, "/campaign", "audit", WHO_AUDITOR, audit_run},
	{EVENT_BUTTON, "audit_older", NULL, WHO_AUDITOR, audit_older},
	{EVENT_COMMAND, "/campaign", "teams", WHO_AUDITOR, teams_run},
	{EVENT_BUTTON, "team_remove_yes", NULL, WHO_ADMIN,
		teams_remove_yes_run},
	{EVENT_COMMAND, "/campaign", "digest", WHO_ADMIN, digest_now_run},
	{EVENT_COMMAND, "/campaign", "holds", WHO_ADMIN, holds_run},
	{EVENT_FORM, "hold_withdraw_form", NULL, WHO_ADMIN,
		holds_withdraw_form_run},
	{EVENT_COMMAND, "/campaign", "report", WHO_AUDITOR, report_run},
	{EVENT_COMMAND, "/campaign", "export", WHO_AUDITOR, items_export_run},
	{EVENT_COMMAND, "/campaign", "queue", WHO_AUDITOR, review_queue_run},
	{EVENT_COMMAND, "/campaign", "snooze", WHO_CURATOR, review_snooze_run},
	{EVENT_BUTTON, "review_snooze", NULL, WHO_CURATOR,
		review_snooze_chosen_run},
	{EVENT_BUTTON, "review_reject", NULL, WHO_CURATOR, item_reject_button},
	{EVENT_FORM, "reject_form", NULL, WHO_CURATOR, item_reject_form_run},
	{EVENT_COMMAND, "/campaign", "rewards", WHO_AUDITOR, reward_admin_run},
	{EVENT_BUTTON, "reward_chosen", NULL, WHO_AUDITOR, reward_chosen_run},
	{EVENT_BUTTON, "reward_remove_yes", NULL, WHO_ADMIN,
		reward_remove_yes_run},
	{EVENT_BUTTON, "reward_keep", NULL, WHO_ADMIN, reward_keep_run},
	{EVENT_BUTTON, "reward_codes_yes", NULL, WHO_ADMIN,
		reward_codes_yes_run},
	{EVENT_FORM, "reward_form", NULL, WHO_ADMIN, reward_form_run},
	{EVENT_FORM, "reward_codes_form", NULL, WHO_ADMIN,
		reward_codes_form_run},
	{EVENT_COMMAND, "/campaign", "redemptions", WHO_AUDITOR,
		redemptions_run},
	{EVENT_BUTTON, "redemption_reject", NULL, WHO_ADMIN,
		redemption_reject_button},
	{EVENT_FORM, "redemption_reject_form", NULL, WHO_ADMIN,
		redemption_reject_form_run},
	{EVENT_COMMAND, "/campaign", "feeds", WHO_AUDITOR, feeds_run},
	{EVENT_BUTTON, "feed_chosen", NULL, WHO_AUDITOR, feed_chosen_run},
	{EVENT_BUTTON, "feed_remove_yes", NULL, WHO_ADMIN, feed_remove_yes_run},
	{EVENT_BUTTON, "feed_keep", NULL, WHO_ADMIN, item_retract_keep_run},
	{EVENT_FORM, "feed_form", NULL, WHO_ADMIN, feed_form_run},
	{EVENT_BUTTON, "item_retract_yes", NULL, WHO_CURATOR,
		item_retract_yes_run},
	{EVENT_BUTTON, "item_keep", NULL, WHO_CURATOR, item_retract_keep_run},
	{EVENT_COMMAND, "/campaign", "channels", WHO_AUDITOR, channels_run},
	{EVENT_COMMAND, "/campaign", "schedule", WHO_CURATOR, schedule_run},
	{EVENT_BUTTON, "announce_force", NULL, WHO_CURATOR,
		item_announce_force_run},
	{EVENT_BUTTON, "channel_back_one", NULL, WHO_CURATOR,
		channel_back_one_run},
	{EVENT_BUTTON, "channel_back_all", NULL, WHO_CURATOR,
		channel_back_all_run},
	{EVENT_BUTTON, "topic_remove_yes", NULL, WHO_ADMIN,
		topics_remove_yes_run},
	{EVENT_FORM, "campaign_form", NULL, WHO_ADMIN, campaign_new_form_run},
	{EVENT_FORM, "campaign_rules_form", NULL, WHO_ADMIN,
		campaign_rules_form_run},
	{EVENT_FORM, "campaign_edit_form", NULL, WHO_ADMIN,
		campaign_edit_form_run},
	{EVENT_FORM, "item_form", NULL, WHO_CURATOR, item_edit_form_run},
	{EVENT_FORM, "caption_form", NULL, WHO_CURATOR, caption_form_run},
	{EVENT_TYPED, "caption_form", NULL, WHO_CURATOR, caption_form_typed},
};

#define ROWS (sizeof table / sizeof *table)

static bool
row_fits(const struct handler *h, enum event_kind kind, const char *name)
{
	return h->kind == kind &&
	       (h->name == NULL ||
		       (name != NULL && strcmp(h->name, name) == 0));
}

/* The line for an event that is no command. */
static const struct handler *
find_row(enum event_kind kind, const char *name)
{
	size_t i;

	for (i = 0; i < ROWS; i++)
		if (row_fits(&table[i], kind, name))
			return &table[i];
	return NULL;
}

/* The line for a command and its first word (NULL: none was written). */
static const struct handler *
find_word(const char *command, const char *word)
{
	const struct handler *any = NULL;
	size_t i;

	for (i = 0; i < ROWS; i++) {
		if (!row_fits(&table[i], EVENT_COMMAND, command))
			continue;
		if (table[i].word != NULL && strcmp(table[i].word, "*") == 0)
			any = &table[i];
		else if (text_same(table[i].word, word))
			return &table[i];
	}
	return word == NULL ? NULL : any;
}

static bool
is_member(const struct turn *t)
{
	return t->member.id != 0 && (t->member.state == MEMBER_ACTIVE ||
					    t->member.state == MEMBER_PAUSED);
}

/* The least role that a line takes. */
static enum role
role_for(enum who needs)
{
	switch (needs) {
	case WHO_AUDITOR:
		return ROLE_AUDITOR;
	case WHO_CURATOR:
		return ROLE_CURATOR;
	case WHO_ADMIN:
		return ROLE_ADMIN;
	default:
		return ROLE_NONE;
	}
}

/* The guard: who may do what this line does. */
static int
run_row(struct turn *t, const struct handler *h, struct err *e)
{
	bool needed;

	switch (h->needs) {
	case WHO_ANYONE:
		break;
	case WHO_MEMBER:
		if (!is_member(t))
			return invite_short(t, e);
		break;
	case WHO_SHARER:
		if (invite_is_needed(t, &needed, e) == -1)
			return -1;
		if (needed)
			return invite_sharer(t, e);
		break;
	case WHO_AUDITOR:
	case WHO_CURATOR:
	case WHO_ADMIN:
		if (t->role >= role_for(h->needs))
			break;
		/* an answer to each character would be too much */
		if (h->kind == EVENT_TYPED)
			return 0;
		return refuse_role(t, role_for(h->needs), e);
	}
	return h->run(t, e);
}

void
handlers_words(const struct turn *t, const char *command,
	const char *words[WORDS_MAX + 1])
{
	size_t i, count = 0;

	for (i = 0; i < ROWS && count < WORDS_MAX; i++) {
		if (!row_fits(&table[i], EVENT_COMMAND, command) ||
			table[i].word == NULL ||
			strcmp(table[i].word, "*") == 0 ||
			t->role < role_for(table[i].needs))
			continue;
		words[count++] = table[i].word;
	}
	words[count] = NULL;
}

/* Runs "/command word rest", however it was said. line is changed. */
static int
run_line(struct turn *t, const char *command, char *line, struct err *e)
{
	const char *words[WORDS_MAX + 1], *word;
	const struct handler *h;
	char *rest = line, *whole;
	int result;

	whole = xstrdup(line);
	word = text_word(&rest);
	h = find_word(command, word);
	if (h != NULL && h->word != NULL && strcmp(h->word, "*") == 0)
		t->text = text_trim(whole);
	else
		t->text = text_trim(rest);
	if (h != NULL) {
		result = run_row(t, h, e);
	} else {
		handlers_words(t, command, words);
		result = refuse_unknown(t, command, word, words, e);
	}
	t->text = "";
	free(whole);
	return result;
}

static int
run_command(struct turn *t, struct err *e)
{
	char *line;
	int result;

	if (t->event->name == NULL)
		return err_set(e, "a command without a name");
	line = xstrdup(t->event->text == NULL ? "" : t->event->text);
	result = run_line(t, t->event->name, line, e);
	free(line);
	return result;
}

/* A "Did you mean" button: its value is the whole corrected command. */
static int
run_button(struct turn *t, struct err *e)
{
	char *value, *rest;
	const char *command;
	int result = 0;

	value = xstrdup(t->event->value == NULL ? "" : t->event->value);
	rest = value;
	command = text_word(&rest);
	if (command != NULL)
		result = run_line(t, command, rest, e);
	free(value);
	return result;
}

/* A direct message of one or two words that are a command works as one;
 * longer ones are talk. Runs it, or leaves *known false. */
static int
run_message(struct turn *t, bool *known, struct err *e)
{
	char *copy = xstrdup(t->event->text), *rest = copy;
	const char *word = text_word(&rest);
	bool share = word != NULL && text_same(word, "share");
	char *line = xstrdup(share ? rest : t->event->text);
	int result = 0;

	*known =
		share || (word != NULL && find_word("/advocate", word) != NULL);
	(void)text_word(&rest);
	if (text_word(&rest) != NULL)
		*known = false;
	if (*known)
		result = run_line(t, share ? "/share" : "/advocate", line, e);
	free(line);
	free(copy);
	return result;
}

int
handlers_run(struct turn *t, struct err *e)
{
	const struct event *event = t->event;
	const struct handler *h;
	bool known;
	int result;

	t->text = "";
	if (event->kind == EVENT_COMMAND)
		return run_command(t, e);
	if (event->kind == EVENT_BUTTON && event->name != NULL &&
		strcmp(event->name, "run") == 0)
		return run_button(t, e);
	if (event->kind == EVENT_MESSAGE && event->text != NULL) {
		result = run_message(t, &known, e);
		if (known || result == -1)
			return result;
	}
	h = find_row(event->kind, event->name);
	return h == NULL ? 0 : run_row(t, h, e);
}
