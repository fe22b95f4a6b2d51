/*
 * What a power cut leaves of the store.
 *
 * A layer below the engine remembers which writes were made safe by a sync
 * and which were not. At random moments it takes an image of the disk as it
 * may look after a cut: all that was synced, and of the rest a random choice
 * of sectors of 512 bytes. Every image is opened: it must hold every
 * transaction whose commit had returned, and its totals must agree. With
 * synchronous=NORMAL the same must lose some, or the test would prove
 * nothing. A failing disk is played too: what fails must not be promised.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"

#include "campaigns.h"
#include "db.h"
#include "items.h"
#include "ledger.h"
#include "people.h"
#include "post.h"
#include "shares.h"
#include "store.h"

#include "disk.h"

#define SECTOR 512
#define FILES 2    /* the database and its log */
#define IMAGES 40  /* in a round */
#define COMMITS 60 /* in a round */
#define NOON INT64_C(1795597200000)

/* ---- what the daemon does -------------------------------------------- */

static _Noreturn void
die(const char *what, const struct err *e)
{
	fprintf(stderr, "powerloss: %s: %s\n", what, e->text);
	exit(EXIT_FAILURE);
}

struct scene {
	char folder[32], path[64], copy[64];
	int64_t campaign, member, item, link;
};

static struct db *
open_or_die(const char *path)
{
	struct err e = {""};
	struct db *db = store_open(path, &e);

	if (db == NULL)
		die(path, &e);
	return db;
}

static int
prepare(struct db *db, struct scene *s, struct err *e)
{
	static const unsigned char hash[16];
	const struct account from = {ACCOUNT_PROGRAMME, 0};
	struct account to = {ACCOUNT_BUDGET, 0};
	struct campaign c = {.name = "Autumn", .state = "running"};
	struct member m = {.name = "Ana"};
	struct item i = {
		.state = "announced", .canonical = "https://a.example"};

	if (db_begin(db, e) == -1 || campaign_add(db, &c, e) == -1)
		return -1;
	i.campaign = to.owner = s->campaign = c.id;
	if (ledger_give(db, &from, &to, 100000, "budget", NOON, e) == -1 ||
		people_join(db, "acme", "U1", &m, 1, hash, NOON, e) == -1 ||
		item_add(db, &i, e) == -1 ||
		link_for_share(db, i.id, 0, NOON, &s->link, e) == -1)
		return -1;
	s->member = m.id;
	s->item = i.id;
	return db_commit(db, e);
}

static int
share(struct db *db, const struct scene *s, int n, struct err *e)
{
	struct share share = {.member = s->member,
		.item = s->item,
		.opened_at = NOON,
		.declared_at = NOON,
		.evidence = EVIDENCE_DECLARED};
	struct award a = {.kind = "share",
		.points = 1 + n % 7,
		.member = s->member,
		.item = s->item,
		.campaign = s->campaign};

	snprintf(share.network, sizeof(share.network), "n%d", n);
	memset(share.text, 'a' + n % 26, (size_t)(n * 37 % 3000));
	if (share_add(db, &share, e) == -1)
		return -1;
	a.share = share.id;
	a.wanted = a.points;
	return award_add(db, &a, NOON, e);
}

/* One event: accepted, a share with its points, a hit, something to say. */
static int
event(struct db *db, const struct scene *s, int n, struct err *e)
{
	char key[32];
	const struct outbox_row row = {.chat = "acme",
		.conversation = "C1",
		.key = key,
		.act = "post",
		.body = "{\"card\":[]}"};
	const struct click c = {.link = s->link,
		.item = s->item,
		.network = "",
		.at = NOON,
		.class = 2};

	snprintf(key, sizeof(key), "Ev%d", n);
	if (db_begin(db, e) == -1)
		return -1;
	if (inbox_accept(db, "acme", key, NOON + n, e) != INBOX_NEW ||
		share(db, s, n, e) == -1 || click_add(db, &c, e) == -1 ||
		(n % 3 == 0 ? click_fold(db, e) : 0) == -1 ||
		outbox_add(db, &row, e) == -1) {
		db_rollback(db);
		return -1;
	}
	return db_commit(db, e);
}

/* ---- images ---------------------------------------------------------- */

static void
write_file(const char *path, const void *bytes, size_t size)
{
	FILE *f = fopen(path, "wb");

	if (f == NULL || (size > 0 && fwrite(bytes, 1, size, f) != size) ||
		fclose(f) != 0) {
		perror(path);
		exit(EXIT_FAILURE);
	}
}

/* Events that are there, which must be the first ones; -1 when the database
 * is not sound. */
static int64_t
count_events(const char *path, struct err *e)
{
	struct db *db = store_open(path, e);
	int64_t count, last, sound;

	if (db == NULL)
		return -1;
	if (db_number(db, e, &sound,
		    "SELECT count(*) FROM pragma_integrity_check"
		    " WHERE integrity_check = 'ok'",
		    "") == -1 ||
		db_number(db, e, &count, "SELECT count(*) FROM inbox", "") ==
			-1 ||
		db_number(db, e, &last, "SELECT max(at) FROM inbox", "") ==
			-1 ||
		store_check(db, e) == -1)
		count = -1;
	else if (sound != 1 || (count > 0 && last - NOON != count - 1))
		count = err_set(e, "%d sound, %d events, last %d", (int)sound,
			(int)count, (int)(last - NOON));
	db_close(db);
	return count;
}

/* Lost transactions of the image; dies when it is not sound. */
static int
lost(const struct scene *s, const struct disk_image *image)
{
	struct err e = {""};
	char log[80];
	int64_t found;

	snprintf(log, sizeof(log), "%s-wal", s->copy);
	write_file(s->copy, image->bytes[0], image->size[0]);
	write_file(log, image->bytes[1], image->size[1]);
	found = count_events(s->copy, &e);
	unlink(s->copy);
	unlink(log);
	if (found == -1)
		die("image", &e);
	return found < image->promised ? image->promised - (int)found : 0;
}

static struct db *
begin_round(struct scene *s, const char *synchronous)
{
	struct err e = {""};
	struct db *db = open_or_die(s->path);

	if (db_script(db, synchronous, &e) == -1 ||
		db_script(db, "PRAGMA wal_autocheckpoint = 40", &e) == -1 ||
		prepare(db, s, &e) == -1 ||
		db_script(db, "PRAGMA wal_checkpoint(TRUNCATE)", &e) == -1 ||
		(disk_chance(2) && db_grow_log(db, 65536, &e) == -1))
		die("prepare", &e);
	return db;
}

static void
end_round(struct scene *s, struct db *db)
{
	char log[80];

	db_close(db);
	disk_forget();
	unlink(s->path);
	snprintf(log, sizeof(log), "%s-wal", s->path);
	unlink(log);
}

/* Images of one round in which something promised is missing. */
static int
play(struct scene *s, const char *synchronous, int *images)
{
	struct db *db = begin_round(s, synchronous);
	struct err e = {""};
	const struct disk_image *all;
	int n, count, losers = 0;

	disk_cut_after(1 + (int)disk_chance(20));
	for (n = 0; n < COMMITS; n++) {
		if (event(db, s, n, &e) == -1)
			die("event", &e);
		disk_promise(n + 1);
	}
	disk_cut_after(0);
	all = disk_images(&count);
	for (n = 0; n < count; n++)
		losers += lost(s, &all[n]) > 0;
	*images += count;
	end_round(s, db);
	return losers;
}

/* The disk fails at the given operation and stays so. What was promised until
 * then is there afterwards, and nothing is promised any more. */
static void
fail_at(struct scene *s, int operation)
{
	struct db *db = begin_round(s, "PRAGMA synchronous = FULL");
	struct err e = {""};
	int n, promised = 0;
	int64_t found;

	disk_fail_after(operation);
	for (n = 0; n < COMMITS && event(db, s, n, &e) == 0; n++)
		promised = n + 1;
	if (n == COMMITS)
		die("nothing failed", &e);
	for (; n < COMMITS; n++)
		if (event(db, s, n, &e) == 0)
			die("promised on a failed disk", &e);
	disk_fail_after(0);
	db_close(db);
	found = count_events(s->path, &e);
	if (found < promised || found > promised + 1)
		die("after a failing disk", &e);
	end_round(s, NULL);
}

int
main(int argc, char **argv)
{
	int rounds = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 6;
	int i, full = 0, normal = 0, full_images = 0, normal_images = 0;
	struct scene s = {.folder = "/tmp/powerloss-XXXXXX"};

	if (mkdtemp(s.folder) == NULL)
		return 1;
	snprintf(s.path, sizeof(s.path), "%s/bot.db", s.folder);
	snprintf(s.copy, sizeof(s.copy), "%s/copy.db", s.folder);
	disk_install(argc > 2 ? strtoull(argv[2], NULL, 10) : 1);
	for (i = 0; i < rounds; i++) {
		full += play(&s, "PRAGMA synchronous = FULL", &full_images);
		normal +=
			play(&s, "PRAGMA synchronous = NORMAL", &normal_images);
		fail_at(&s, 1 + (int)disk_chance(200));
	}
	rmdir(s.folder);
	printf("FULL lost in %d of %d images, NORMAL in %d of %d\n", full,
		full_images, normal, normal_images);
	return full == 0 && normal > 0 ? 0 : 1;
}
