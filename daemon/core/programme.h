#ifndef ADVOCATED_PROGRAMME_H
#define ADVOCATED_PROGRAMME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What the company configured: read by everyone, changed by nobody but main
 * on a reload. Texts are lent by the configuration. Times are ms. */

#define PROGRAMME_STEPS 8

/* How evidence becomes points (product.md, section 2). */
struct rules {
	int64_t share_points; /* for the first network of an item */
	int64_t again_points; /* for each further network of the same item */
	int readers_needed; /* distinct readers that prove a share (level 4) */
	size_t steps;       /* reader bonus: at step_readers[i] readers */
	int step_readers[PROGRAMME_STEPS];
	int64_t step_points[PROGRAMME_STEPS];
	int64_t hold;         /* from proof to settlement */
	int64_t pending_life; /* without proof, pending points expire */
	int64_t cap_day;      /* points of a member a day; 0: no cap */
	int64_t cap_item;     /* of a member for one item */
	int64_t cap_campaign; /* of a member in one campaign */
	/* as they apply to one item (reward_rules): */
	bool cap_day_own; /* cap_day counts its campaign's points alone */
	bool closed;      /* its campaign is over and gives no points */
};

/* What makes somebody look before points settle (suspicion.h); a number of
 * readers or shares that is 0: that is not looked at. */
struct looking {
	int64_t days;         /* undecided after them: released */
	int64_t most_percent; /* what "most" means */
	int64_t burst_readers, burst_span;
	int64_t doubtful_readers;
	int64_t above_readers, above_times;
	int64_t many_shares, many_span;
};

/* Who is ranked together, as configured. */
#define TEAM_NAME_MAX 80
struct programme_team {
	const char *name;
	const char *kind;           /* channel group list */
	const char *chat;           /* of the channel or group; "": a list */
	const char *source;         /* its id; "": a list */
	const char *const *members; /* further ones: "chat:person" */
};

/* What members may come to: so many of a kind. */
struct programme_badge {
	const char *kind; /* shares readers networks weeks */
	int64_t needed;
	const char *name; /* the company's own; "": by its number */
};

struct programme {
	const char *company;    /* "Acme" */
	const char *disclosure; /* "I work at Acme. #employee" */
	const char *language;   /* "en": channels, and people without one */
	const char *zone;       /* IANA: channels without one */
	const char *links_url;  /* "https://go.acme.com", no slash at the end */
	const char *share_emoji;     /* "mega" */
	const char *command_prefix;  /* "" or "acme-" */
	const char *contact;         /* who answers questions, or "" */
	int consent_version;         /* a new one asks members again */
	const char *const *networks; /* names offered, in order, NULL ends */
	/* who runs it: "chat:person" or "chat:@group", NULL ends */
	const char *const *admins;
	const char *const *curators;
	const char *const *auditors;
	bool platform_admins; /* those of the platform are admins too */
	const struct programme_team *teams;
	size_t team_count;
	bool content_review; /* what our web site delivers is looked at first */
	const char *content_campaign; /* where it names none; "": the oldest */
	int64_t content_per_minute;
	const char *review_channel; /* "chat:place", or "": admins directly */
	const char *reward_channel; /* likewise, of what people redeem */
	struct rules rules;
	struct looking looking;
	int64_t budget;         /* points of a new campaign */
	int64_t ticket_life;    /* of a /s/ link */
	int64_t announce_after; /* from ready to announced, time to look */
	int64_t item_life;      /* announced until it expires; 0: never */
	int64_t most_a_day;     /* announcements in a channel that says nothing
				   else; 0: no limit */
	int digest_weekday, digest_hour,
		digest_minute; /* weekday 0: no digest */
	int minimum_group;     /* boards below it are not shown */
	bool badges_given;     /* and levels */
	const struct programme_badge *badges; /* by kind, rising */
	size_t badge_count;
	const int64_t *levels; /* points of each, rising; INT64_MIN ends */
	size_t chats;          /* how many are served */
};

#endif
