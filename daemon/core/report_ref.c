#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "seal.h"

#include "report.h"

#include "report_ref.h"

#define LONGEST 160

static const struct {
	char letter;
	size_t at; /* of its number */
} kinds[] = {{'c', offsetof(struct report_about, campaign)},
	{'i', offsetof(struct report_about, item)},
	{'t', offsetof(struct report_about, team)}};

#define KINDS (sizeof kinds / sizeof *kinds)

static int64_t *
number_of(struct report_about *about, size_t kind)
{
	return (int64_t *)(void *)((char *)about + kinds[kind].at);
}

char *
report_ref_write(const struct report_about *about)
{
	struct report_about copy = *about;
	size_t i;

	if (about->network[0] != '\0')
		return xasprintf("n.%s.%" PRId64 ".%" PRId64, about->network,
			about->from, about->to);
	for (i = 0; i < KINDS; i++)
		if (*number_of(&copy, i) != 0)
			return xasprintf("%c%" PRId64 ".%" PRId64 ".%" PRId64,
				kinds[i].letter, *number_of(&copy, i),
				about->from, about->to);
	return xasprintf("p.%" PRId64 ".%" PRId64, about->from, about->to);
}

/* Digits at *s, before `end`; *s moves behind it. */
static bool
read_number(const char **s, char end, int64_t *out)
{
	char *after;

	if (**s < '0' || **s > '9' || strspn(*s, "0123456789") > 18)
		return false;
	*out = strtoll(*s, &after, 10);
	if (*after != end)
		return false;
	*s = end == '\0' ? after : after + 1;
	return true;
}

static bool
read_network(const char **s, struct report_about *out)
{
	size_t size = strspn(*s, "abcdefghijklmnopqrstuvwxyz0123456789_");

	if (size == 0 || size >= sizeof(out->network) || (*s)[size] != '.')
		return false;
	memcpy(out->network, *s, size);
	*s += size + 1;
	return true;
}

static bool
read_kind(const char **s, struct report_about *out)
{
	char letter = **s;
	size_t i;

	if (letter == '\0')
		return false;
	(*s)++;
	if (letter == 'p' || letter == 'n') {
		if (**s != '.')
			return false;
		(*s)++;
		return letter == 'p' || read_network(s, out);
	}
	for (i = 0; i < KINDS; i++)
		if (kinds[i].letter == letter)
			return read_number(s, '.', number_of(out, i));
	return false;
}

int
report_ref_read(const char *word, struct report_about *out)
{
	memset(out, 0, sizeof(*out));
	if (read_kind(&word, out) && read_number(&word, '.', &out->from) &&
		read_number(&word, '\0', &out->to))
		return 0;
	return -1;
}

static void
sign(const struct seal *seal, enum report_ref_use use,
	const char *const parts[2], unsigned char out[SEAL_MAC_SIZE])
{
	static const char *const marks[] = {[REPORT_REF_FIGURES] = "",
		[REPORT_REF_CHART] = "chart&",
		[REPORT_REF_PAGE] = "page&"};
	char *text = xasprintf("%s%s&%s", marks[use], parts[0], parts[1]);

	seal_mac(seal, SEAL_REPORT, text, strlen(text), out);
	free(text);
}

char *
report_ref_sign(const struct seal *seal, enum report_ref_use use,
	const struct report_about *about, int64_t until)
{
	char *of = report_ref_write(about), *mac, *address;
	char when[24];
	unsigned char bytes[SEAL_MAC_SIZE];

	snprintf(when, sizeof(when), "%" PRId64, until);
	sign(seal, use, (const char *[]){of, when}, bytes);
	mac = seal_encode(bytes, sizeof(bytes));
	address = xasprintf("of=%s&until=%s&sign=%s", of, when, mac);
	free(of);
	free(mac);
	return address;
}

enum report_ref_result
report_ref_check(const struct seal *seal, enum report_ref_use use,
	const char *const parts[3], int64_t now, struct report_about *out)
{
	unsigned char given[SEAL_MAC_SIZE], right[SEAL_MAC_SIZE];
	const char *until = parts[1];
	int64_t end;

	if (parts[0] == NULL || until == NULL || parts[2] == NULL ||
		strlen(parts[0]) > LONGEST || strlen(until) > LONGEST)
		return REPORT_REF_WRONG;
	if (seal_decode(parts[2], given, sizeof(given)) != SEAL_MAC_SIZE)
		return REPORT_REF_WRONG;
	sign(seal, use, parts, right);
	if (!seal_same(given, right, sizeof(right)) ||
		!read_number(&until, '\0', &end) ||
		report_ref_read(parts[0], out) == -1)
		return REPORT_REF_WRONG;
	return end <= now ? REPORT_REF_OVER : REPORT_REF_FINE;
}
