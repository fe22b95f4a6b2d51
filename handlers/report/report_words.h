#ifndef ADVOCATED_REPORT_WORDS_H
#define ADVOCATED_REPORT_WORDS_H

#include <stdbool.h>

#include "report.h"

struct err;
struct turn;

enum report_as { REPORT_CARD, REPORT_TABLE, REPORT_LINK };

/* What "/campaign report ..." asks for. */
struct report_asked {
	struct report_about about; /* to 0: until now */
	enum report_as as;
	char words[256]; /* as written, without csv and link */
	char title[320]; /* of what it is about; "": the programme */
	bool known;      /* else who acts was told what is wrong */
};

/* Reads t->text. */
int report_words_read(struct turn *t, struct report_asked *out, struct err *e);

#endif
