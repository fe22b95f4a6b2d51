#ifndef ADVOCATED_MATTERMOST_LEARN_H
#define ADVOCATED_MATTERMOST_LEARN_H

#include <stdbool.h>

struct mattermost_job;

/*
 * What a job must know before it says something: names of people and channels
 * in its card, whether who is written to is deactivated, and the direct
 * conversation with them. False when nothing is missing; true: it is being
 * asked for, and the job goes on after that (or has ended).
 */
bool mattermost_learn(struct mattermost_job *j);

#endif
