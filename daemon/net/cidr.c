#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "err.h"
#include "mem.h"

#include "cidr.h"

/* An address in 16 bytes; IPv4 as ::ffff:a.b.c.d. */
struct address {
	unsigned char bytes[16];
};

struct network {
	struct address address;
	unsigned bits;
};

struct cidr {
	size_t count;
	struct network networks[];
};

static const unsigned char mapped[12] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static bool
read_sockaddr(const struct sockaddr *s, struct address *out)
{
	if (s->sa_family == AF_INET) {
		const struct sockaddr_in *v4 = (const void *)s;

		memcpy(out->bytes, mapped, sizeof(mapped));
		memcpy(out->bytes + 12, &v4->sin_addr, 4);
		return true;
	}
	if (s->sa_family == AF_INET6) {
		const struct sockaddr_in6 *v6 = (const void *)s;

		memcpy(out->bytes, &v6->sin6_addr, 16);
		return true;
	}
	return false;
}

/* Bits before the network part of a text address, or -1: no address. */
static int
read_text(const char *text, struct address *out)
{
	if (inet_pton(AF_INET, text, out->bytes + 12) == 1) {
		memcpy(out->bytes, mapped, sizeof(mapped));
		return 96;
	}
	return inet_pton(AF_INET6, text, out->bytes) == 1 ? 0 : -1;
}

static bool
is_in(const struct address *a, const struct network *n)
{
	unsigned whole = n->bits / 8, rest = n->bits % 8;
	unsigned difference;

	if (memcmp(a->bytes, n->address.bytes, whole) != 0)
		return false;
	if (rest == 0)
		return true;
	difference = (unsigned)(a->bytes[whole] ^ n->address.bytes[whole]);
	return difference >> (8 - rest) == 0;
}

static int
read_network(const char *text, struct network *out)
{
	const char *slash = strchr(text, '/');
	char *host = xstrndup(text, slash ? (size_t)(slash - text) : SIZE_MAX);
	int before = read_text(host, &out->address);
	char *end = NULL;
	unsigned long bits;

	free(host);
	if (before < 0)
		return -1;
	out->bits = 128;
	if (!slash)
		return 0;
	if (slash[1] < '0' || slash[1] > '9')
		return -1;
	bits = strtoul(slash + 1, &end, 10);
	if (*end || bits > 128 - (unsigned)before)
		return -1;
	out->bits = (unsigned)bits + (unsigned)before;
	return 0;
}

struct cidr *
cidr_new(const char *const *list, struct err *e)
{
	struct cidr *c;
	size_t count = 0;

	while (list && list[count])
		count++;
	c = xcalloc(1, sizeof(*c) + count * sizeof(c->networks[0]));
	for (; c->count < count; c->count++) {
		if (read_network(list[c->count], &c->networks[c->count]) == 0)
			continue;
		err_set(e, "not a network: %s", list[c->count]);
		cidr_free(c);
		return NULL;
	}
	return c;
}

void
cidr_free(struct cidr *c)
{
	free(c);
}

static bool
has(const struct cidr *c, const struct address *a)
{
	for (size_t i = 0; i < c->count; i++) {
		if (is_in(a, &c->networks[i]))
			return true;
	}
	return false;
}

bool
cidr_has(const struct cidr *c, const struct sockaddr *address)
{
	struct address a;

	return read_sockaddr(address, &a) && has(c, &a);
}

bool
cidr_has_text(const struct cidr *c, const char *address)
{
	struct address a;

	return read_text(address, &a) >= 0 && has(c, &a);
}

/* Bytes before the network part, then its bits. */
#define V4(a, b, c, d, bits)                                                   \
	{                                                                      \
		{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d}},      \
			96 + (bits)                                            \
	}

bool
cidr_is_public(const struct sockaddr *address)
{
	static const struct network no_v4[] = {V4(0, 0, 0, 0, 8),
		V4(10, 0, 0, 0, 8), V4(100, 64, 0, 0, 10), V4(127, 0, 0, 0, 8),
		V4(169, 254, 0, 0, 16), V4(172, 16, 0, 0, 12),
		V4(192, 0, 0, 0, 24), V4(192, 0, 2, 0, 24),
		V4(192, 88, 99, 0, 24), V4(192, 168, 0, 0, 16),
		V4(198, 18, 0, 0, 15), V4(198, 51, 100, 0, 24),
		V4(203, 0, 113, 0, 24), V4(224, 0, 0, 0, 4),
		V4(240, 0, 0, 0, 4)};
	static const struct network v4 = V4(0, 0, 0, 0, 0);
	static const struct network global = {{{0x20}}, 3};
	static const struct network no_v6[] = {
		{{{0x20, 0x01}}, 23}, /* Teredo and other protocols */
		{{{0x20, 0x01, 0x0d, 0xb8}}, 32}, /* documentation */
		{{{0x20, 0x02}}, 16}, /* 6to4: an IPv4 address inside */
		{{{0x3f, 0xff}}, 20}  /* documentation */
	};
	const struct network *refused = no_v6;
	size_t count = sizeof(no_v6) / sizeof(no_v6[0]);
	struct address a;

	if (!read_sockaddr(address, &a))
		return false;
	if (is_in(&a, &v4)) {
		/* ::ffff:a.b.c.d as a socket's address is IPv6's way round
		 * an IPv4 rule: nobody needs it. */
		if (address->sa_family != AF_INET)
			return false;
		refused = no_v4;
		count = sizeof(no_v4) / sizeof(no_v4[0]);
	} else if (!is_in(&a, &global)) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		if (is_in(&a, &refused[i]))
			return false;
	}
	return true;
}
