#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "text.h"

#include "file.h"

char *
file_read(const char *path, size_t *size, struct err *e)
{
	FILE *file = fopen(path, "re");
	struct text all = {NULL, 0, 0};
	char part[16384];
	size_t got;
	int failed;

	if (file == NULL)
		return err_null(e, "%s", strerror(errno));
	setvbuf(file, NULL, _IONBF, 0);
	while ((got = fread(part, 1, sizeof part, file)) > 0)
		text_add_bytes(&all, part, got);
	failed = ferror(file) ? errno : 0;
	fclose(file);
	*size = all.size;
	if (failed == 0)
		return text_take(&all);
	text_free(&all);
	return err_null(e, "%s", strerror(failed));
}
