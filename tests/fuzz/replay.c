#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* main() of a fuzz target outside the fuzzer: every file named is an input. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOST ((size_t)8 << 20)

static int
replay(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data;
	size_t size;

	if (file == NULL) {
		perror(path);
		return -1;
	}
	data = malloc(MOST);
	if (data == NULL)
		abort();
	size = fread(data, 1, MOST, file);
	fclose(file);
	data = realloc(
		data, size + (size == 0)); /* so that ASan sees its end */
	if (data == NULL)
		abort();
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	return 0;
}

int
main(int argc, char **argv)
{
	int i, failed = 0;

	for (i = 1; i < argc; i++)
		if (replay(argv[i]) == -1)
			failed = 1;
	printf("%d inputs replayed\n", argc - 1);
	return failed;
}
