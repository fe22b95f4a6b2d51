#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/uidna.h>
#include <unicode/uspoof.h>

#include "mem.h"
#include "text.h"

#include "url_host.h"

enum { HOST_MAX = 253, LABEL_MAX = 63, HOST_ROOM = 1024 };

/* A label of letters, digits and inner hyphens; underscores are met in real
 * names, though no registry sells them. */
static bool
label_is_sane(const char *label, size_t size)
{
	if (size < 1 || size > LABEL_MAX)
		return false;
	if (label[0] == '-' || label[size - 1] == '-')
		return false;
	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)label[i];

		if (!isalnum(c) && c != '-' && c != '_')
			return false;
	}
	return true;
}

/* Names whose last label is a number are read as addresses by some and looked
 * up by others: only the plain form of an address is taken. */
static bool
number_is_address(const char *host)
{
	const char *last = strrchr(host, '.');
	struct in_addr address;

	last = last != NULL ? last + 1 : host;
	if (!isdigit((unsigned char)*last) ||
		last[strspn(last, "0123456789abcdefx")] != '\0')
		return true;
	return inet_pton(AF_INET, host, &address) == 1;
}

static bool
host_is_sane(const char *host)
{
	if (strlen(host) > HOST_MAX || !number_is_address(host))
		return false;
	for (const char *at = host;; at++) {
		size_t size = strcspn(at, ".");

		if (!label_is_sane(at, size))
			return false;
		at += size;
		if (*at == '\0')
			return true;
	}
}

static UIDNA *
idna_open(void)
{
	UErrorCode code = U_ZERO_ERROR;
	UIDNA *idna = uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
					      UIDNA_NONTRANSITIONAL_TO_ASCII |
					      UIDNA_NONTRANSITIONAL_TO_UNICODE,
		&code);

	return U_SUCCESS(code) ? idna : NULL;
}

/* Converts with to (one of ICU's pair) into a new string; NULL when the name
 * breaks the rules of UTS 46. */
static char *
idna_convert(
	const char *host, int32_t (*to)(const UIDNA *, const char *, int32_t,
				  char *, int32_t, UIDNAInfo *, UErrorCode *))
{
	char out[HOST_ROOM];
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	UErrorCode code = U_ZERO_ERROR;
	UIDNA *idna = idna_open();
	int32_t size;

	if (idna == NULL)
		return NULL;
	size = to(idna, host, -1, out, HOST_ROOM, &info, &code);
	uidna_close(idna);
	if (U_FAILURE(code) || info.errors != 0 || size <= 0 ||
		size >= HOST_ROOM)
		return NULL;
	return xstrndup(out, (size_t)size);
}

static bool
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s > 0x7f)
			return false;
	return true;
}

char *
url_host_ascii(const char *host)
{
	char *out;
	size_t size;

	if (host[0] == '[') /* an IPv6 address, which the parser has checked */
		out = xstrdup(host);
	else if (is_ascii(host))
		out = xstrdup(host);
	else
		out = idna_convert(host, uidna_nameToASCII_UTF8);
	if (out == NULL)
		return NULL;
	for (char *c = out; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	size = strlen(out);
	if (size > 1 && out[size - 1] == '.')
		out[size - 1] = '\0';
	if (out[0] == '[' || host_is_sane(out))
		return out;
	free(out);
	return NULL;
}

/* Whether letters of one script make up the name, so that it cannot be built
 * to look like another. */
static bool
is_plain_script(const char *shown)
{
	UErrorCode code = U_ZERO_ERROR;
	USpoofChecker *spoof = uspoof_open(&code);
	int32_t found = 0;

	if (U_FAILURE(code))
		return false;
	uspoof_setRestrictionLevel(spoof, USPOOF_HIGHLY_RESTRICTIVE);
	uspoof_setChecks(spoof,
		USPOOF_RESTRICTION_LEVEL | USPOOF_INVISIBLE |
			USPOOF_MIXED_NUMBERS,
		&code);
	found = uspoof_checkUTF8(spoof, shown, -1, NULL, &code);
	uspoof_close(spoof);
	return U_SUCCESS(code) && found == 0;
}

/* Whether a label is written wholly in letters that pass for Latin ones
 * ("apple" in Cyrillic): one script, and still another's name. */
static bool
looks_latin(const char *shown)
{
	char skeleton[HOST_ROOM];
	UErrorCode code = U_ZERO_ERROR;
	USpoofChecker *spoof = uspoof_open(&code);
	int32_t size;

	if (U_FAILURE(code))
		return true;
	size = uspoof_getSkeletonUTF8(
		spoof, 0, shown, -1, skeleton, HOST_ROOM, &code);
	uspoof_close(spoof);
	if (U_FAILURE(code) || size >= HOST_ROOM)
		return true;
	return is_ascii(skeleton);
}

char *
url_host_shown(const char *host)
{
	char *shown;

	if (text_starts(host, "www.") && strchr(host + 4, '.') != NULL)
		host += 4;
	if (strstr(host, "xn--") == NULL)
		return xstrdup(host);
	shown = idna_convert(host, uidna_nameToUnicodeUTF8);
	if (shown != NULL && is_plain_script(shown) && !looks_latin(shown))
		return shown;
	free(shown);
	return xstrdup(host);
}
