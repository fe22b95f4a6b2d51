#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "money.h"

static const char *const none[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
	"KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
	NULL};
static const char *const three[] = {
	"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND", NULL};

static const struct {
	const char *sign, *code;
} signs[] = {{"€", "EUR"}, {"£", "GBP"}, {"$", "USD"}, {"¥", "JPY"}};

static bool
is_among(const char *code, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, code) == 0)
			return true;
	return false;
}

int
money_digits(const char *currency)
{
	return is_among(currency, none) ? 0 : is_among(currency, three) ? 3 : 2;
}

/* A code or a sign at the start of *at, which moves behind it. */
static bool
read_currency(const char **at, char out[4])
{
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (text_starts(*at, signs[i].sign)) {
			memcpy(out, signs[i].code, 4);
			*at += strlen(signs[i].sign);
			return true;
		}
	for (i = 0; i < 3; i++) {
		if (!isalpha((unsigned char)(*at)[i]))
			return false;
		out[i] = (char)toupper((unsigned char)(*at)[i]);
	}
	out[3] = '\0';
	*at += 3;
	return !isalpha((unsigned char)**at);
}

/* The digits at *at, which moves behind them; how many. */
static int
read_digits(const char **at, int64_t *out)
{
	int count = 0;

	for (; isdigit((unsigned char)**at); (*at)++, count++)
		if (*out <= MONEY_MOST)
			*out = *out * 10 + (**at - '0');
	return count;
}

/* What is after the point: at most 3 digits; -1 for a point without any. */
static int
read_part(const char **at, int64_t *amount)
{
	int count;

	if (**at != '.' && **at != ',')
		return 0;
	(*at)++;
	count = read_digits(at, amount);
	return count == 0 ? -1 : count;
}

static void
skip_blanks(const char **at)
{
	while (**at == ' ')
		(*at)++;
}

bool
money_read(const char *text, int64_t *minor, char currency[4])
{
	const char *at = text;
	int64_t amount = 0;
	bool known = !isdigit((unsigned char)*at);
	int part;

	if (known && !read_currency(&at, currency))
		return false;
	skip_blanks(&at);
	if (read_digits(&at, &amount) == 0)
		return false;
	part = read_part(&at, &amount);
	skip_blanks(&at);
	if (part == -1 || (!known && !read_currency(&at, currency)) ||
		*at != '\0' || part > money_digits(currency))
		return false;
	for (; part < money_digits(currency) && amount <= MONEY_MOST; part++)
		amount *= 10;
	*minor = amount;
	return amount > 0 && amount <= MONEY_MOST;
}

char *
money_write(int64_t minor, const char *currency)
{
	int digits = money_digits(currency), i;
	int64_t unit = 1;

	for (i = 0; i < digits; i++)
		unit *= 10;
	if (digits == 0)
		return xasprintf("%" PRId64, minor);
	return xasprintf(
		"%" PRId64 ".%0*" PRId64, minor / unit, digits, minor % unit);
}
