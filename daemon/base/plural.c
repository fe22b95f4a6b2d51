#include <stdlib.h>
#include <string.h>

#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

#include "mem.h"

#include "plural.h"

#define FORM_SIZE 8

static const char *const forms[] = {
	"zero", "one", "two", "few", "many", "other", NULL};

struct plural {
	UPluralRules *rules;
};

struct plural *
plural_new(const char *language)
{
	struct plural *p = xcalloc(1, sizeof *p);
	UErrorCode status = U_ZERO_ERROR;

	p->rules = uplrules_open(language, &status);
	if (U_FAILURE(status))
		p->rules = NULL;
	return p;
}

void
plural_free(struct plural *p)
{
	if (p == NULL)
		return;
	uplrules_close(p->rules);
	free(p);
}

const char *
plural_form(const struct plural *p, int64_t number)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[FORM_SIZE] = {0};
	char form[FORM_SIZE];
	size_t i;

	if (p->rules == NULL)
		return number == 1 ? "one" : "other";
	uplrules_select(p->rules, (double)number, wide, FORM_SIZE, &status);
	if (U_SUCCESS(status)) {
		u_UCharsToChars(wide, form, FORM_SIZE);
		for (i = 0; forms[i] != NULL; i++)
			if (strcmp(forms[i], form) == 0)
				return forms[i];
	}
	return "other";
}
