#ifndef ADVOCATED_VISIT_H
#define ADVOCATED_VISIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct egress;

/*
 * Who followed a link: a person, a gateway that scans mail, a machine, or
 * ourselves. Every signal is noted as a reason, then it is decided; nothing
 * that was handed in is kept.
 */
enum visit_class { VISIT_PERSON, VISIT_GATEWAY, VISIT_MACHINE, VISIT_OWN };

#define VISIT_CLASSES 4

/* Bits in the order of visit_reason_name(). */
enum visit_reason {
	VISIT_HEAD = 1 << 0,           /* asked for the headers only */
	VISIT_OTHER_METHOD = 1 << 1,   /* neither GET nor HEAD */
	VISIT_PREFETCH = 1 << 2,       /* fetched before anyone asked for it */
	VISIT_NOT_NAVIGATION = 1 << 3, /* by a script, frame or picture */
	VISIT_EMPTY_AGENT = 1 << 4,
	VISIT_ROBOT = 1 << 5, /* its user agent says so */
	VISIT_GATEWAY_REFERRER = 1 << 6,
	VISIT_NAVIGATED = 1 << 7,  /* Sec-Fetch: a navigation */
	VISIT_TOO_SOON = 1 << 8,   /* nobody can have posted it yet */
	VISIT_MANY_LINKS = 1 << 9, /* several links of one item at once */
	VISIT_BURST = 1 << 10,     /* many alike from one network; a note */
	VISIT_EGRESS = 1 << 11,    /* from a network of the company */
	VISIT_MEMBER = 1 << 12,    /* the member who shared it */
	VISIT_NO_FETCH_HEADERS = 1 << 13, /* as no Chrome over https; a note */
	VISIT_NO_TRACKING = 1 << 14       /* DNT or GPC: not hashed; a note */
};

#define VISIT_REASONS 15
#define VISIT_TOO_SOON_MS 3000

/* Header values are NULL when the header did not come. */
struct visit_hit {
	const char *method;
	const char *user_agent;
	const char *referer;
	const char *purpose;     /* Purpose */
	const char *sec_purpose; /* Sec-Purpose */
	const char *x_purpose;   /* X-Purpose */
	const char *x_moz;       /* X-Moz */
	const char *sec_fetch_dest;
	const char *sec_fetch_mode;
	const char *sec_gpc;
	const char *dnt;
	const char *address;     /* the peer, as text */
	int64_t since_minted_ms; /* -1: does not matter */
	bool https;              /* how the reader asked */
	bool member;             /* visitor_is_member() */
	bool many_links;         /* pace_many_links() */
	bool burst;              /* pace_burst() */
};

struct visit {
	enum visit_class class;
	uint32_t reasons; /* enum visit_reason, or-ed */
};

/* own may be NULL. Costs well under a microsecond. */
struct visit visit_classify(
	const struct visit_hit *hit, const struct egress *own);

/* Whether the reader asked not to be followed: such a hit is counted, but
 * never hashed. */
bool visit_wants_no_tracking(const struct visit_hit *hit);

const char *visit_class_name(enum visit_class class); /* "person" */

/* Name of bit number i for reports ("head"), NULL past the last. */
const char *visit_reason_name(size_t i);

#endif
