#ifndef ADVOCATED_DISK_H
#define ADVOCATED_DISK_H

#include <stddef.h>

/*
 * A disk below the engine that remembers which writes a sync made safe. The
 * state is one: there is one disk.
 */
#define DISK_FILES 2   /* the database and its log */
#define DISK_IMAGES 40 /* at most, until disk_forget() */

/* What a power cut may leave: all that was synced, and of the rest a random
 * choice of sectors. */
struct disk_image {
	unsigned char *bytes[DISK_FILES];
	size_t size[DISK_FILES];
	int promised; /* as told by disk_promise() before */
};

/* Puts the disk below every database opened from now on. */
void disk_install(unsigned long long seed);

/* A random number below that. */
unsigned disk_chance(unsigned below);

/* Images are taken from the given number of writes on, again and again; 0: no
 * more. */
void disk_cut_after(int writes);

/* Writes and syncs fail from the given one on; 0: they succeed. */
void disk_fail_after(int operations);

/* So many commits have returned. */
void disk_promise(int commits);

/* The images taken, lent until disk_forget(). */
const struct disk_image *disk_images(int *count);

/* Empties the disk and drops its images. */
void disk_forget(void);

#endif
