#ifndef ADVOCATED_STORE_SCENE_REWARDS_H
#define ADVOCATED_STORE_SCENE_REWARDS_H

/* Rewards, codes and who wants them, for tests. */

#include "seal.h"

#include "scene.h"

#include "rewards.h"

#define MASTER "0123456789abcdef0123456789abcdef"

static inline struct reward
new_reward(struct scene *s, const char *name, int64_t cost, int64_t stock)
{
	struct reward r = {.kind = "goods", .cost = cost, .stock = stock};

	snprintf(r.name, sizeof(r.name), "%s", name);
	ok(s, catalogue_add(s->db, &r, NOON, &s->e));
	return r;
}

/* Somebody with so many settled points. */
static inline int64_t
rich(struct scene *s, const char *name, int64_t points)
{
	int64_t member = join(s, name);

	ok(s, award_settle(s->db, earn(s, member, points, NOON), NOON, &s->e));
	return member;
}

static inline enum redemption_answer
want(struct scene *s, int64_t member, int64_t reward, int64_t ask,
	struct redemption *out)
{
	const struct redemption_wish w = {member, reward, ask};
	enum redemption_answer answer;

	ok(s, redemption_request(s->db, &w, NOON, out, &answer, &s->e));
	return answer;
}

static inline bool
move(struct scene *s, struct redemption *r, const char *state)
{
	const struct redemption_step step = {state, "acme", "U-mia", "A note"};
	bool moved;

	ok(s, redemption_move(s->db, r, &step, NOON + 1, &moved, &s->e));
	return moved;
}

static inline struct reward
reward(struct scene *s, int64_t id)
{
	struct reward r;

	ok(s, catalogue_get(s->db, id, &r, &s->e));
	return r;
}

static inline bool
add_code(struct scene *s, int64_t reward, const char *code)
{
	struct seal *seal = seal_new(MASTER, &s->e);
	char *box = seal_close_text(seal, SEAL_REWARD, code);
	unsigned char hash[REWARD_CODE_HASH];
	bool fresh;

	seal_mac(seal, SEAL_REWARD, code, strlen(code), hash);
	ok(s, reward_code_add(s->db, reward, hash, box, &fresh, &s->e));
	free(box);
	seal_free(seal);
	return fresh;
}

/* The code of a redemption; yours. */
static inline char *
code_of(struct scene *s, int64_t redemption)
{
	struct seal *seal = seal_new(MASTER, &s->e);
	char box[1024], *code;

	ok(s, reward_code_get(s->db, redemption, box, sizeof(box), &s->e));
	code = seal_open_text(seal, SEAL_REWARD, box);
	seal_free(seal);
	return code;
}

static inline void
expect_code(struct scene *s, int64_t redemption, const char *wanted)
{
	char *code = code_of(s, redemption);

	if (wanted == NULL)
		assert_null(code);
	else
		assert_string_equal(code, wanted);
	free(code);
}

static inline struct reward
new_card(struct scene *s, const char *name)
{
	struct reward card = {.kind = "code", .cost = 100, .stock = -1};

	snprintf(card.name, sizeof(card.name), "%s", name);
	ok(s, catalogue_add(s->db, &card, NOON, &s->e));
	return card;
}

#endif
