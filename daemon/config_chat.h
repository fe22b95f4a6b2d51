#ifndef ADVOCATED_CONFIG_CHAT_H
#define ADVOCATED_CONFIG_CHAT_H

#include <stdbool.h>
#include <stddef.h>

struct config;
struct config_chat;
struct err;

/* One connection of the configuration, for config.c alone. */

/* Whether its name is one, and no other's. */
int config_chat_check(const struct config *c, size_t number, struct err *e);

/* The secrets of its kind, from where it names. */
int config_chat_read(struct config_chat *chat, struct err *e);
void config_chat_wipe(struct config_chat *chat);

/* Whether that is "chat:channel" of one of the chats, or "". */
bool config_chat_has_place(const struct config *c, const char *written);

#endif
