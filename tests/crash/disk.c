#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "mem.h"

#include "disk.h"

#define SECTOR 512

struct change {
	int64_t offset; /* size: the file was cut to offset */
	size_t size;
	unsigned char *bytes; /* NULL: cut */
};

struct file {
	unsigned char *safe; /* what a sync has made safe */
	size_t size;
	struct change *changes; /* since then */
	size_t count, room;
};

static struct {
	sqlite3_vfs *below;
	struct file files[DISK_FILES];
	struct disk_image images[DISK_IMAGES];
	int taken, promised;
	int cut_in;  /* writes until the next image */
	int fail_in; /* writes or syncs until the disk fails; 0: never */
	bool failed;
	uint64_t seed;
} disk;

struct handle {
	sqlite3_file base;
	struct file *file; /* NULL: not one that is watched */
	sqlite3_file *below;
};

unsigned
disk_chance(unsigned below)
{
	disk.seed = disk.seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(disk.seed >> 33) % below;
}

static void
file_room(struct file *f, size_t size)
{
	if (size <= f->size)
		return;
	f->safe = xrealloc(f->safe, size);
	memset(f->safe + f->size, 0, size - f->size);
	f->size = size;
}

static void
file_apply(struct file *f, const struct change *c, bool torn)
{
	size_t at;

	if (c->bytes == NULL) {
		if ((!torn || disk_chance(2)) && (size_t)c->offset < f->size)
			f->size = (size_t)c->offset;
		return;
	}
	for (at = 0; at < c->size; at += SECTOR) {
		size_t part = c->size - at < SECTOR ? c->size - at : SECTOR;

		if (torn && disk_chance(2))
			continue;
		file_room(f, (size_t)c->offset + at + part);
		memcpy(f->safe + c->offset + at, c->bytes + at, part);
	}
}

static void
file_forget(struct file *f)
{
	size_t i;

	for (i = 0; i < f->count; i++)
		free(f->changes[i].bytes);
	f->count = 0;
}

static void
file_add(struct file *f, int64_t offset, const void *bytes, size_t size)
{
	struct change *c;

	if (f->count == f->room) {
		f->room = f->room == 0 ? 64 : 2 * f->room;
		f->changes =
			xrealloc(f->changes, f->room * sizeof(f->changes[0]));
	}
	c = &f->changes[f->count++];
	*c = (struct change){offset, size, NULL};
	if (bytes != NULL) {
		c->bytes = xmalloc(size);
		memcpy(c->bytes, bytes, size);
	}
}

static void
take_image(void)
{
	struct disk_image *image = &disk.images[disk.taken++];
	int i;

	image->promised = disk.promised;
	for (i = 0; i < DISK_FILES; i++) {
		struct file copy = {.size = disk.files[i].size};
		size_t n;

		copy.safe = xmalloc(copy.size + 1);
		if (copy.size > 0)
			memcpy(copy.safe, disk.files[i].safe, copy.size);
		for (n = 0; n < disk.files[i].count; n++)
			file_apply(&copy, &disk.files[i].changes[n], true);
		image->bytes[i] = copy.safe;
		image->size[i] = copy.size;
	}
}

/* Whether the disk fails at this operation. */
static bool
step(void)
{
	if (disk.cut_in > 0 && --disk.cut_in == 0 && disk.taken < DISK_IMAGES) {
		take_image();
		disk.cut_in = 1 + (int)disk_chance(9);
	}
	if (disk.fail_in > 0 && --disk.fail_in == 0)
		disk.failed = true;
	return disk.failed;
}

/* ---- the engine's door to it ----------------------------------------- */

#define BELOW(f) (((struct handle *)(f))->below)

static int
on_close(sqlite3_file *f)
{
	int code = BELOW(f)->pMethods->xClose(BELOW(f));

	free(BELOW(f));
	return code;
}

static int
on_read(sqlite3_file *f, void *out, int size, sqlite3_int64 at)
{
	return BELOW(f)->pMethods->xRead(BELOW(f), out, size, at);
}

static int
on_write(sqlite3_file *f, const void *bytes, int size, sqlite3_int64 at)
{
	struct handle *h = (struct handle *)f;

	if (h->file != NULL) {
		if (step())
			return SQLITE_FULL;
		file_add(h->file, at, bytes, (size_t)size);
	}
	return h->below->pMethods->xWrite(h->below, bytes, size, at);
}

static int
on_truncate(sqlite3_file *f, sqlite3_int64 size)
{
	struct handle *h = (struct handle *)f;

	if (h->file != NULL)
		file_add(h->file, size, NULL, 0);
	return h->below->pMethods->xTruncate(h->below, size);
}

static int
on_sync(sqlite3_file *f, int flags)
{
	struct handle *h = (struct handle *)f;
	size_t i;

	(void)flags;
	if (h->file == NULL)
		return SQLITE_OK;
	if (step())
		return SQLITE_IOERR_FSYNC;
	for (i = 0; i < h->file->count; i++)
		file_apply(h->file, &h->file->changes[i], false);
	file_forget(h->file);
	return SQLITE_OK;
}

static int
on_size(sqlite3_file *f, sqlite3_int64 *size)
{
	return BELOW(f)->pMethods->xFileSize(BELOW(f), size);
}

static int
on_lock(sqlite3_file *f, int lock)
{
	return BELOW(f)->pMethods->xLock(BELOW(f), lock);
}

static int
on_unlock(sqlite3_file *f, int lock)
{
	return BELOW(f)->pMethods->xUnlock(BELOW(f), lock);
}

static int
on_check_lock(sqlite3_file *f, int *out)
{
	return BELOW(f)->pMethods->xCheckReservedLock(BELOW(f), out);
}

/* What the engine would have the file system do by itself (size hints, maps)
 * would go past the memory of writes. */
static int
on_control(sqlite3_file *f, int op, void *arg)
{
	if (op == SQLITE_FCNTL_SIZE_HINT || op == SQLITE_FCNTL_CHUNK_SIZE ||
		op == SQLITE_FCNTL_MMAP_SIZE)
		return SQLITE_NOTFOUND;
	return BELOW(f)->pMethods->xFileControl(BELOW(f), op, arg);
}

static int
on_sector_size(sqlite3_file *f)
{
	(void)f;
	return SECTOR;
}

static int
on_character(sqlite3_file *f)
{
	(void)f;
	return 0; /* promises nothing: neither atomic nor in order */
}

static int
on_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **out)
{
	return BELOW(f)->pMethods->xShmMap(BELOW(f), page, size, extend, out);
}

static int
on_shm_lock(sqlite3_file *f, int offset, int n, int flags)
{
	return BELOW(f)->pMethods->xShmLock(BELOW(f), offset, n, flags);
}

static void
on_shm_barrier(sqlite3_file *f)
{
	BELOW(f)->pMethods->xShmBarrier(BELOW(f));
}

static int
on_shm_unmap(sqlite3_file *f, int remove)
{
	return BELOW(f)->pMethods->xShmUnmap(BELOW(f), remove);
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = on_close,
	.xRead = on_read,
	.xWrite = on_write,
	.xTruncate = on_truncate,
	.xSync = on_sync,
	.xFileSize = on_size,
	.xLock = on_lock,
	.xUnlock = on_unlock,
	.xCheckReservedLock = on_check_lock,
	.xFileControl = on_control,
	.xSectorSize = on_sector_size,
	.xDeviceCharacteristics = on_character,
	.xShmMap = on_shm_map,
	.xShmLock = on_shm_lock,
	.xShmBarrier = on_shm_barrier,
	.xShmUnmap = on_shm_unmap,
};

static int
on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *out, int flags,
	int *flags_out)
{
	struct handle *h = (struct handle *)out;
	int code;

	(void)vfs;
	memset(h, 0, sizeof(*h));
	h->below = xcalloc(1, (size_t)disk.below->szOsFile);
	code = disk.below->xOpen(disk.below, name, h->below, flags, flags_out);
	if (code != SQLITE_OK) {
		free(h->below);
		return code;
	}
	if (flags & SQLITE_OPEN_MAIN_DB)
		h->file = &disk.files[0];
	else if (flags & SQLITE_OPEN_WAL)
		h->file = &disk.files[1];
	h->base.pMethods = &methods;
	return SQLITE_OK;
}

/* A log that is deleted is empty: the image writes it as an empty file. */
static int
on_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	(void)vfs;
	return disk.below->xDelete(disk.below, name, sync);
}

void
disk_install(unsigned long long seed)
{
	static sqlite3_vfs vfs;

	disk.below = sqlite3_vfs_find(NULL);
	vfs = *disk.below;
	vfs.zName = "remembering";
	vfs.szOsFile = sizeof(struct handle);
	vfs.xOpen = on_open;
	vfs.xDelete = on_delete;
	sqlite3_vfs_register(&vfs, 1);
	disk.seed = seed;
}

void
disk_cut_after(int writes)
{
	disk.cut_in = writes;
}

void
disk_fail_after(int operations)
{
	disk.fail_in = operations;
	if (operations == 0)
		disk.failed = false;
}

void
disk_promise(int commits)
{
	disk.promised = commits;
}

const struct disk_image *
disk_images(int *count)
{
	*count = disk.taken;
	return disk.images;
}

void
disk_forget(void)
{
	int i, n;

	for (i = 0; i < DISK_FILES; i++) {
		file_forget(&disk.files[i]);
		free(disk.files[i].changes);
		free(disk.files[i].safe);
		disk.files[i] = (struct file){.safe = NULL};
	}
	for (n = 0; n < disk.taken; n++)
		for (i = 0; i < DISK_FILES; i++)
			free(disk.images[n].bytes[i]);
	disk.taken = disk.promised = disk.cut_in = disk.fail_in = 0;
	disk.failed = false;
}
