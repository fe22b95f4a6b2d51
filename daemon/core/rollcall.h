#ifndef ADVOCATED_ROLLCALL_H
#define ADVOCATED_ROLLCALL_H

struct chat;
struct db;
struct dispatch;
struct event;
struct groups;
struct loop;
struct programme;
struct rollcall;

/*
 * Asks the platforms who is in the channels and user groups that give roles or
 * make teams: when a chat is connected, every hour, when the platform says
 * that somebody came or went, and when other groups matter. What it hears goes
 * into groups, and up as EVENT_MEMBERS ("read"; "missed" when nobody says it),
 * which names nobody: the frame of an event may be stored.
 */
struct rollcall_parts {
	struct loop *loop;
	struct db *db;
	struct dispatch *dispatch;
	struct groups *groups;
	const struct programme *programme;
	struct chat *(*find_chat)(void *arg, const char *name);
	void *arg;
};

struct rollcall *rollcall_new(const struct rollcall_parts *parts);
/* No new questions and no events from now on. */
void rollcall_quiet(struct rollcall *r);
/* After the chats are closed: they may owe an answer. NULL is fine. */
void rollcall_free(struct rollcall *r);

/* Whatever happened in a chat; event is lent. */
void rollcall_event(struct rollcall *r, const struct event *event);

/* The configuration was read again. */
void rollcall_reload(struct rollcall *r);

#endif
