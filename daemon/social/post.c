#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "text.h"

#include "network.h"
#include "post.h"

char *
post_without_link(const struct network_post *post)
{
	size_t size = strlen(post->text);
	size_t link = post->link != NULL ? strlen(post->link) : 0;
	char *out = xstrdup(post->text);

	if (link > 0 && size >= link &&
		strcmp(post->text + size - link, post->link) == 0)
		out[size - link] = '\0';
	while ((size = strlen(out)) > 0 && strchr(" \r\n", out[size - 1]))
		out[size - 1] = '\0';
	return out;
}

char *
post_refit(const struct network *n, const struct network_post *post)
{
	char *words = NULL;
	char *out = NULL;

	if (n->max_length == 0 ||
		network_length(n, post->text) <= n->max_length)
		return xstrdup(post->text);
	words = post_without_link(post);
	if (strlen(words) < strlen(post->text))
		out = network_caption(n, NULL, words, post->link);
	else
		out = network_caption(n, NULL, words, NULL);
	free(words);
	return out;
}
