#ifndef ADVOCATED_TEST_SCENE_INSIDE_H
#define ADVOCATED_TEST_SCENE_INSIDE_H

#include <stdbool.h>
#include <stdint.h>

#include <jansson.h>

#include "dispatch.h"
#include "programme.h"

/* Between scene.c and scene_sights.c. */

struct said {
	char *act, *person, *key;
	json_t *card;
};

struct scene {
	char dir[64];
	const char *chat; /* where things happen */
	struct dispatch_parts parts;
	struct programme programme;
	struct said said[64];
	int count;
	int keys;
	int deleted;
	char *location;
	json_t *form, *errors;
	int status; /* of a page, or of an answer to a program */
	json_t *answer;
};

#endif
