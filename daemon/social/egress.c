#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"

#include "egress.h"

/* Every address is handled as IPv6: IPv4 lies in ::ffff:0:0/96. */
struct network_range {
	unsigned char prefix[16];
	int bits;
};

struct egress {
	struct network_range *ranges;
	size_t count;
};

enum { WHOLE = 128, MAPPED = 96, TEXT_MAX = 64 };

static int
read_address(const char *text, unsigned char out[16])
{
	static const unsigned char mapped[12] = {
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

	if (strchr(text, ':') != NULL)
		return inet_pton(AF_INET6, text, out) == 1 ? 0 : -1;
	memcpy(out, mapped, sizeof(mapped));
	return inet_pton(AF_INET, text, out + sizeof(mapped)) == 1 ? 0 : -1;
}

/* The number after the slash, -1 when it is none or beyond most. */
static int
read_bits(const char *text, int most)
{
	int bits = 0;

	if (*text == '\0' || strlen(text) > 3)
		return -1;
	for (; *text != '\0'; text++) {
		if (*text < '0' || *text > '9')
			return -1;
		bits = bits * 10 + (*text - '0');
	}
	return bits <= most ? bits : -1;
}

static int
read_range(const char *text, struct network_range *r)
{
	char address[TEXT_MAX];
	size_t size = strcspn(text, "/");
	bool is_v4 = memchr(text, ':', size) == NULL;

	if (size >= sizeof(address))
		return -1;
	memcpy(address, text, size);
	address[size] = '\0';
	if (read_address(address, r->prefix) < 0)
		return -1;
	r->bits = WHOLE;
	if (text[size] == '\0')
		return 0;
	r->bits = read_bits(text + size + 1, is_v4 ? WHOLE - MAPPED : WHOLE);
	if (r->bits < 0)
		return -1;
	r->bits += is_v4 ? MAPPED : 0;
	return 0;
}

static bool
lies_in(const unsigned char address[16], const struct network_range *r)
{
	size_t bytes = (size_t)r->bits / 8;
	int rest = r->bits % 8;

	if (memcmp(address, r->prefix, bytes) != 0)
		return false;
	return rest == 0 ||
	       ((address[bytes] ^ r->prefix[bytes]) >> (8 - rest)) == 0;
}

struct egress *
egress_new(const char *const *networks, struct err *e)
{
	struct egress *g = xcalloc(1, sizeof(*g));

	for (; networks != NULL && *networks != NULL; networks++) {
		size_t size = (g->count + 1) * sizeof(*g->ranges);

		g->ranges = xrealloc(g->ranges, size);
		if (read_range(*networks, &g->ranges[g->count]) < 0) {
			egress_free(g);
			return err_null(e,
				"\"%s\" is not a network: write it like "
				"203.0.113.0/24 or 2001:db8::/32",
				*networks);
		}
		g->count++;
	}
	return g;
}

void
egress_free(struct egress *g)
{
	if (g == NULL)
		return;
	free(g->ranges);
	free(g);
}

bool
egress_has(const struct egress *g, const char *address)
{
	char plain[TEXT_MAX];
	unsigned char bytes[16];
	size_t size;

	if (g == NULL || g->count == 0 || address == NULL)
		return false;
	size = strcspn(address, "%"); /* the zone of fe80::1%eth0 */
	if (size >= sizeof(plain))
		return false;
	memcpy(plain, address, size);
	plain[size] = '\0';
	if (read_address(plain, bytes) < 0)
		return false;
	for (size_t i = 0; i < g->count; i++)
		if (lies_in(bytes, &g->ranges[i]))
			return true;
	return false;
}
