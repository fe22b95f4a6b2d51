#ifndef ADVOCATED_WEB_LANGUAGE_H
#define ADVOCATED_WEB_LANGUAGE_H

struct templates;

/* The language that a browser would like best of those there are templates
 * of ("Accept-Language: de-AT, en;q=0.7"), lent by the templates; NULL when it
 * names none of them. accepted may be NULL or anything. */
const char *web_language_choose(
	const struct templates *t, const char *accepted);

#endif
