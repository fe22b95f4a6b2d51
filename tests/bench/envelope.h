#ifndef BENCH_ENVELOPE_H
#define BENCH_ENVELOPE_H

#include <stddef.h>
#include <stdint.h>

#define ENVELOPE_ROOM 4096

/* A frame ready to be sent, in which only the numbers change. */
struct envelope {
	char text[ENVELOPE_ROOM];
	size_t size;
	char *id, *trigger, *person, *event; /* digits inside text */
};

/* A slash command (about 2.7 kB). */
void envelope_command(
	struct envelope *e, const char *command, const char *text);
/* A reaction_added event with an emoji that means nothing to us. */
void envelope_reaction(struct envelope *e);

/* Gives it its own ids; people repeat after a thousand. */
void envelope_number(struct envelope *e, uint32_t number);
/* The number in an ack, or -1. */
int64_t envelope_acked(const char *text, size_t size);

#endif
