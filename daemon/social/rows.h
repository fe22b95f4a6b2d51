#ifndef ADVOCATED_ROWS_H
#define ADVOCATED_ROWS_H

#include "network.h"

/* The rows of network.c's table, each at home in the file of its name. */

extern const struct network linkedin_network;
extern const struct network x_network;
extern const struct network facebook_network;
extern const struct network bluesky_network;
extern const struct network mastodon_network;
extern const struct network threads_network;
extern const struct network whatsapp_network;
extern const struct network telegram_network;
extern const struct network email_network;
extern const struct network copy_network;

#endif
