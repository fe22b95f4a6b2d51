#ifndef ADVOCATED_ROBOT_H
#define ADVOCATED_ROBOT_H

#include <stdbool.h>
#include <stddef.h>

/* Which user agents are programs: previews, crawlers, scanners, tools. */

/* Whether agent names a robot. In-app browsers (Instagram, Facebook's MetaIAB,
 * the Google app on a Pixel) are people. One pass over the text. */
bool robot_is(const char *agent);

#endif
