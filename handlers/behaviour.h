#ifndef ADVOCATED_BEHAVIOUR_H
#define ADVOCATED_BEHAVIOUR_H

#include "event.h"
#include "turn.h"

struct campaign;
struct item;

/* A line of the table in handlers.c: what happens, who may do it, and the
 * function that does it. */

enum who {
	WHO_ANYONE, /* the behaviour looks for itself who acts */
	WHO_MEMBER, /* others hear that it is for members, and may join */
	WHO_SHARER, /* others are invited, and get their kit when they join */
	/* Who runs the programme; others hear which role it takes, and whom to
	 * ask: */
	WHO_AUDITOR, /* only looks */
	WHO_CURATOR, /* everything about items, reviewing and announcing */
	WHO_ADMIN    /* campaigns, rules, budget, feeds, channels, teams ... */
};

/*
 * name is the command, button action, form, due thing ... ; NULL fits all of
 * that kind. word is for commands: the first word after it, NULL the command
 * alone, "*" any word that has no line of its own. The words after it are
 * t->text; a behaviour reads those and never the event's text, because the
 * same line also runs from a "Did you mean" button and a direct message.
 *
 * Values of buttons start with the item's number ("17", "17:linkedin"); those
 * of the action "run" are a whole command ("/advocate me").
 */
struct handler {
	enum event_kind kind;
	const char *name;
	const char *word;
	enum who needs;
	turn_fn *run;
};

#define WORDS_MAX 64

/* handlers.c: the words of a command that who acts may use; NULL ends. */
void handlers_words(const struct turn *t, const char *command,
	const char *words[WORDS_MAX + 1]);

/* refuse.c: what is said when something cannot be done. */
/* It takes that role, and who acts has a smaller one or none. */
int refuse_role(struct turn *t, enum role needed, struct err *e);
/* The thing pressed for is over; title "" when not even that is known. */
int refuse_gone(struct turn *t, const char *title, struct err *e);
/* The item cannot be shared: it is over, or for us alone. */
int refuse_closed(struct turn *t, const struct item *i, struct err *e);
/* There is no such word: the nearest of words (NULL ends) as a button. */
int refuse_unknown(struct turn *t, const char *command, const char *word,
	const char *const *words, struct err *e);

/* invite.c: people who are not members. */
turn_fn invite_sharer; /* asked for a kit: the whole invitation */
turn_fn invite_short;  /* asked for something members have */
/* The invitation, with the item it was about (0: none). */
int invite_for(struct turn *t, int64_t item, struct err *e);
/* Whether who acts must say yes before they get a kit: no member, or one
 * whose consent is to an older version. */
int invite_is_needed(struct turn *t, bool *needed, struct err *e);

/* Joining and leaving. */
turn_fn join_command, join_button;
turn_fn no_thanks_button;
turn_fn leave_run;
turn_fn linking_run, linking_merge, linking_keep;
turn_fn unlink_run;
turn_fn forget_command, forget_button, forget_keep;
turn_fn pause_command, pause_button, pause_resume, pause_over;
turn_fn hide_run, hide_show;
turn_fn language_run;
turn_fn my_topics_run;
turn_fn person_changed;

/* Sharing. */
turn_fn share_button, share_reaction, share_withdraw, share_command;
/* Who stands on an announcement: whose reaction is gone took it back. */
turn_fn share_standing;
turn_fn kit_another, kit_more, kit_decline;
turn_fn copy_button;
turn_fn edit_button, edit_form;
turn_fn later_button, later_due;
turn_fn mastodon_button, mastodon_form;
turn_fn ticket_open, ticket_again;
turn_fn posted_button;
turn_fn changed_button;
turn_fn settle_due, settle_lapse;
turn_fn explain_button, explain_form; /* why points look as they do */

/* Asking. */
turn_fn help_run;
turn_fn me_run;
turn_fn statement_run;
turn_fn top_run;
turn_fn rules_run;
turn_fn why_run;
turn_fn privacy_run;
turn_fn export_run;
turn_fn home_opened;
turn_fn message_said;

/* What comes in, and what is due. */
turn_fn feed_read_run;
turn_fn page_read_run;
turn_fn announce_run;
turn_fn item_expire_run;
turn_fn digest_run;
turn_fn campaign_time_start;
turn_fn campaign_time_finish;
turn_fn campaign_time_unpause;
turn_fn campaign_time_budget;
turn_fn campaign_reached_run;
turn_fn badges_due;
turn_fn campaign_time_return;
turn_fn hold_time_over, hold_time_tell;
turn_fn place_run;
/* All channels we are in: those we came to know of and those we lost. */
turn_fn place_all;
/* How far everything that happened in a chat was heard. */
turn_fn heard_run;
/* Who is in a channel or group that is a team. */
turn_fn team_members_read, team_members_missed;

/* What those do who run the programme. */
turn_fn campaign_help_run;
turn_fn campaign_list_run;
/* A campaign stays as it is: a phrase of words.json says why, and instead is
 * what can be done ("start", "resume" or ""). */
int campaign_refuse(struct turn *t, const struct campaign *c,
	const char *phrase, const char *instead, struct err *e);
turn_fn campaign_rules_run, campaign_rules_form_run;
int campaign_rules_open(
	struct turn *t, const struct campaign *c, struct err *e);
turn_fn campaign_budget_run;
turn_fn campaign_channels_run;
turn_fn campaign_start_run;
turn_fn campaign_pause_run;
turn_fn campaign_resume_run;
turn_fn campaign_close_run, campaign_close_yes_run;
turn_fn campaign_new_run;
turn_fn campaign_new_form_run;
turn_fn campaign_edit_form_run;
int campaign_edit_open(struct turn *t, const struct campaign *c, struct err *e);
turn_fn show_run;
turn_fn suggest_run, suggest_shortcut_run, suggest_share_run;
turn_fn content_take_run;
turn_fn review_queue_run;
turn_fn review_snooze_run, review_snooze_chosen_run, review_snooze_due;
turn_fn item_reject_button, item_reject_form_run;
turn_fn feeds_run;
turn_fn feed_list_run, feed_show_run, feed_chosen_run;
turn_fn feed_add_run, feed_edit_run, feed_form_run;
turn_fn feed_pause_run, feed_resume_run;
turn_fn feed_remove_run, feed_remove_yes_run;
turn_fn feed_test_run, feed_tested_run;
int campaign_show(struct turn *t, const struct campaign *c, struct err *e);
turn_fn item_add_run;
turn_fn amend_run; /* /campaign edit, of items and campaigns */
int item_edit_open(struct turn *t, const struct item *i, struct err *e);
/* Edits by "<field>: <value>" (line.h). */
int item_line(struct turn *t, struct item *i, const char *text, struct err *e);
int campaign_line(
	struct turn *t, struct campaign *c, const char *text, struct err *e);
turn_fn item_edit_form_run;
turn_fn pin_run, pin_unpin_run;
turn_fn captions_run, caption_form_run, caption_form_typed;
turn_fn item_announce_run;
turn_fn item_announce_force_run; /* beyond quiet hours and limits */
turn_fn schedule_run;
turn_fn item_approve_run;
turn_fn item_reject_run;
turn_fn item_retract_run;
turn_fn item_retract_yes_run;
turn_fn item_retract_keep_run;
/* A channel we are in again: one of what waited there, or all of it. */
turn_fn channel_back_one_run, channel_back_all_run;
turn_fn channels_run;                      /* what goes where, and when not */
turn_fn topics_run, topics_remove_yes_run; /* topics there are */
turn_fn topic_run;                         /* what an item is about */
turn_fn teams_run, teams_remove_yes_run;
turn_fn holders_run;
turn_fn audit_run, audit_older;
turn_fn holds_run, holds_withdraw_form_run;
turn_fn digest_now_run;
turn_fn report_run;
turn_fn items_export_run;

#endif
