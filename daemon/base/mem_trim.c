#include <link.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <sys/mman.h>

#include "mem.h"

/* jemalloc's, where it is linked (the sanitizers bring their own); "4096" are
 * all arenas: MALLCTL_ARENAS_ALL of its manual. */
extern int mallctl(const char *name, void *old, size_t *old_size, void *new,
	size_t new_size) __attribute__((weak));

static void
reclaim_heap(void)
{
	if (mallctl == NULL) {
		malloc_trim(0);
		return;
	}
	mallctl("thread.tcache.flush", NULL, NULL, NULL, 0);
	mallctl("arena.4096.purge", NULL, NULL, NULL, 0);
}

/*
 * What may not be written is in its file, and comes back from there when it is
 * used. Dropped from our map rather than paged out: a page that some other
 * process maps too would stay, and ours with it.
 */
static int
reclaim_constants(struct dl_phdr_info *object, size_t size, void *arg)
{
	const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
	size_t i;

	(void)size;
	(void)arg;
	for (i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		uintptr_t from = object->dlpi_addr + part->p_vaddr;
		uintptr_t to = from + part->p_memsz;

		if (part->p_type != PT_LOAD || (part->p_flags & PF_W) != 0)
			continue;
		from -= from % page;
		madvise((void *)from, to - from, MADV_DONTNEED);
	}
	return 0;
}

void
mem_trim(void)
{
	reclaim_heap();
	dl_iterate_phdr(reclaim_constants, NULL);
}
