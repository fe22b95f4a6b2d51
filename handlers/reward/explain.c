#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "holds.h"
#include "text.h"

#include "answer.h"
#include "behaviour.h"
#include "field.h"
#include "holding.h"
#include "number.h"

#define MOST 500 /* graphemes */

/* A member says why the points that are looked at are what they are. */

/* The hold that was meant, of who acts; id 0: there is none, and they were
 * told so. One that is over says how it ended. */
static int
find(struct turn *t, struct hold *out, struct err *e)
{
	bool open;

	if (hold_get(t->db, number_read(t->event->value), out, e) == -1)
		return -1;
	if (out->id == 0 || out->member != t->member.id) {
		out->id = 0;
		return refuse_gone(t, "", e);
	}
	open = out->decision[0] == '\0';
	if (open)
		return 0;
	out->id = 0;
	return answer_here(t, "hold_over", holding_values(t, out), e);
}

/* "Explain" */
int
explain_button(struct turn *t, struct err *e)
{
	struct hold h;

	if (find(t, &h, e) == -1)
		return -1;
	if (h.id == 0)
		return 0;
	return turn_form(t, "hold_explain_form", holding_values(t, &h), e);
}

static bool
is_fine(const char *text)
{
	return *text != '\0' && strlen(text) < HOLD_TEXT &&
	       text_graphemes(text) <= MOST;
}

/* The form was sent. */
int
explain_form(struct turn *t, struct err *e)
{
	struct hold h;
	char *text;
	int result;

	if (find(t, &h, e) == -1)
		return -1;
	if (h.id == 0)
		return 0;
	text = field_text(t, "words");
	if (!is_fine(text)) {
		result = turn_form_error(t, "words",
			*text == '\0' ? "caption_empty" : "value_long",
			json_pack("{s:i}", "most", MOST), e);
		free(text);
		return result;
	}
	result = hold_answer(t->db, h.id, text, t->now, e);
	text_copy(h.answer, sizeof h.answer, text);
	free(text);
	if (result == -1)
		return -1;
	return answer_here(t, "hold_told", holding_values(t, &h), e);
}
