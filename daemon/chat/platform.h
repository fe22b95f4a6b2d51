#ifndef ADVOCATED_PLATFORM_H
#define ADVOCATED_PLATFORM_H

#include "chat.h"
#include "chat_members.h"

/* What a platform provides to chat.c: one row. The front logs and counts,
 * the backend is bare. link is the platform's own state. */
struct platform_link;

struct platform {
	const char *kind;
	struct platform_link *(*open)(struct loop *l,
		const struct chat_settings *settings, struct chat *front,
		struct err *e);
	bool (*ack)(struct platform_link *link, struct receipt *receipt,
		const struct chat_answer *answer);
	void (*send)(struct platform_link *link, const struct chat_say *say,
		chat_sent_fn *done, void *arg);
	/* no new events; free is close for good */
	void (*quiet)(struct platform_link *link);
	void (*close)(struct platform_link *link);
	/* questions that change nothing */
	bool (*can_answer)(const struct platform_link *link,
		struct receipt *receipt, const json_t *card);
	bool (*is_ready)(const struct platform_link *link, const char **why);
	const char *(*self)(const struct platform_link *link);
	char *(*address)(const struct platform_link *link, const char *place,
		const char *message);
	void (*ask_person)(struct platform_link *link, const char *person,
		chat_person_fn *done, void *arg);
	void (*ask_members)(struct platform_link *link, const char *group,
		chat_members_fn *done, void *arg);
	/* requests of the platform's own; NULL: it makes none */
	bool (*hook)(struct platform_link *link, const char *rest,
		struct httpd_request *request);
};

extern const struct platform platform_slack;
extern const struct platform platform_mattermost;

/* The door up, called by platforms. Takes the event. */
void chat_on_event(struct chat *front, struct event *event);

#endif
