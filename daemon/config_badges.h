#ifndef ADVOCATED_CONFIG_BADGES_H
#define ADVOCATED_CONFIG_BADGES_H

struct config;
struct err;

/* Badges and levels, for config.c alone: puts what `badges` says into the
 * programme, or says what is wrong. */
int config_badges_fill(struct config *c, struct err *e);

#endif
