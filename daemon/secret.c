#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "err.h"
#include "mem.h"
#include "seal.h"
#include "text.h"

#include "secret.h"

#define SECRET_MAX 4096

static char *
read_file(const char *path, struct err *e)
{
	char bytes[SECRET_MAX + 1];
	FILE *file = fopen(path, "re");
	char *secret = NULL;
	size_t size;

	if (file == NULL)
		return err_null(e, "%s: %s", path, strerror(errno));
	size = fread(bytes, 1, SECRET_MAX, file);
	bytes[size] = '\0';
	if (ferror(file))
		err_set(e, "%s: %s", path, strerror(errno));
	else if (strlen(text_trim(bytes)) == 0)
		err_set(e, "%s: is empty", path);
	else
		secret = xstrdup(text_trim(bytes));
	fclose(file);
	seal_wipe(bytes, sizeof(bytes));
	return secret;
}

static char *
environment_name(const char *owner, const char *name)
{
	char *all = xasprintf("ADVOCATED_%s%s%s", owner == NULL ? "" : owner,
		owner == NULL ? "" : "_", name);
	char *at;

	for (at = all; *at != '\0'; at++)
		*at = *at == '-' ? '_' : (char)toupper((unsigned char)*at);
	return all;
}

static char *
read_credential(const char *owner, const char *name)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	char *path, *secret;

	if (folder == NULL)
		return NULL;
	path = xasprintf("%s/%s%s%s", folder, owner == NULL ? "" : owner,
		owner == NULL ? "" : ".", name);
	secret = read_file(path, NULL);
	free(path);
	return secret;
}

int
secret_find(const char *file, const char *owner, const char *name, char **out,
	struct err *e)
{
	char *variable;
	const char *value;

	if (file[0] != '\0') {
		*out = read_file(file, e);
		return *out == NULL ? err_add(e, "%s_file", name) : 0;
	}
	variable = environment_name(owner, name);
	value = getenv(variable);
	*out = value != NULL && value[0] != '\0' ? xstrdup(value)
						 : read_credential(owner, name);
	free(variable);
	return 0;
}

char *
secret_read(
	const char *file, const char *owner, const char *name, struct err *e)
{
	char *variable, *secret;

	if (secret_find(file, owner, name, &secret, e) == -1)
		return NULL;
	if (secret != NULL)
		return secret;
	variable = environment_name(owner, name);
	err_set(e,
		"no %s%s%s: set %s_file, or %s in the environment, or "
		"the systemd credential %s%s%s",
		owner == NULL ? "" : owner, owner == NULL ? "" : " ", name,
		name, variable, owner == NULL ? "" : owner,
		owner == NULL ? "" : ".", name);
	free(variable);
	return NULL;
}

void
secret_free(char *secret)
{
	if (secret == NULL)
		return;
	seal_wipe(secret, strlen(secret));
	free(secret);
}
