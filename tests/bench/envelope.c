#include <err.h>
#include <stdio.h>
#include <string.h>

#include "envelope.h"

#define DIGITS 12
#define PERSON_DIGITS 4
#define PEOPLE 1000

#define ID "6f1d9e52-0c4b-4a37-9d10-"
#define TRIGGER "8127390456123.370914562267."
#define PERSON "U07BENCH"
#define EVENT "Ev07BENCH"

/* One installation of an organisation; Slack lists them in envelopes. */
#define AUTHORIZATION                                                          \
	"{\"enterprise_id\":\"E04QK7N2M1A\",\"team_id\":\"T04QK7N2M1B\","      \
	"\"user_id\":\"U04QK7N2M1C\",\"is_bot\":true,"                         \
	"\"is_enterprise_install\":false}"

#define AUTHORIZATIONS                                                         \
	AUTHORIZATION "," AUTHORIZATION "," AUTHORIZATION "," AUTHORIZATION    \
		      "," AUTHORIZATION "," AUTHORIZATION "," AUTHORIZATION

static const char command_frame[] =
	"{\"envelope_id\":\"" ID "000000000000\",\"type\":\"slash_commands\","
	"\"accepts_response_payload\":true,\"payload\":{"
	"\"token\":\"bHk2Q3ZtVnJ0d0pUc1h5Zk\",\"team_id\":\"T04QK7N2M1B\","
	"\"team_domain\":\"acme-international\",\"channel_id\":\"C04QK7N2M1D\","
	"\"channel_name\":\"company-news-and-announcements\","
	"\"user_id\":\"" PERSON "0000\",\"user_name\":\"ana.lindstrom\","
	"\"command\":\"%s\",\"text\":\"%s\",\"api_app_id\":\"A04QK7N2M1E\","
	"\"is_enterprise_install\":\"false\",\"enterprise_id\":\"E04QK7N2M1A\","
	"\"enterprise_name\":\"Acme International\",\"context_team_id\":"
	"\"T04QK7N2M1B\",\"context_enterprise_id\":\"E04QK7N2M1A\","
	"\"is_ext_shared_channel\":false,\"event_context\":"
	"\"4-eyJldCI6InNsYXNoX2NvbW1hbmRzIiwidGlkIjoiVDA0UUs3TjJNMUIiLCJhaWQi"
	"OiJBMDRRSzdOMk0xRSIsImNpZCI6IkMwNFFLN04yTTFEIn0\","
	"\"response_url\":\"https://hooks.slack.com/commands/T04QK7N2M1B/"
	"8127390456123/pX2vN8sKqL4wR7tYbC1mZ6dH\","
	"\"trigger_id\":\"" TRIGGER "000000000000\","
	"\"authorizations\":[" AUTHORIZATION "," AUTHORIZATIONS
	"," AUTHORIZATIONS "]}}";

static const char reaction_frame[] =
	"{\"envelope_id\":\"" ID "000000000000\",\"payload\":{"
	"\"token\":\"bHk2Q3ZtVnJ0d0pUc1h5Zk\",\"team_id\":\"T04QK7N2M1B\","
	"\"context_team_id\":\"T04QK7N2M1B\",\"context_enterprise_id\":null,"
	"\"api_app_id\":\"A04QK7N2M1E\",\"event\":{\"type\":\"reaction_added\","
	"\"user\":\"" PERSON "0000\",\"reaction\":\"thumbsup\","
	"\"item\":{\"type\":\"message\",\"channel\":\"C04QK7N2M1D\","
	"\"ts\":\"1763900000.000100\"},\"item_user\":\"U04QK7N2M1C\","
	"\"event_ts\":\"1763900100.000200\"},\"type\":\"event_callback\","
	"\"event_id\":\"" EVENT "000000000000\",\"event_time\":1763900100,"
	"\"authorizations\":[" AUTHORIZATION "],"
	"\"is_ext_shared_channel\":false,\"event_context\":"
	"\"4-eyJldCI6InJlYWN0aW9uX2FkZGVkIiwidGlkIjoiVDA0UUs3TjJNMUIi\"},"
	"\"type\":\"events_api\",\"accepts_response_payload\":false,"
	"\"retry_attempt\":0,\"retry_reason\":\"\"}";

static char *
after(struct envelope *e, const char *mark)
{
	char *at = strstr(e->text, mark);

	return at == NULL ? NULL : at + strlen(mark);
}

static void
find_numbers(struct envelope *e)
{
	e->size = strlen(e->text);
	e->id = after(e, ID);
	e->trigger = after(e, TRIGGER);
	e->person = after(e, PERSON);
	e->event = after(e, EVENT);
}

void
envelope_command(struct envelope *e, const char *command, const char *text)
{
	int size = snprintf(
		e->text, sizeof(e->text), command_frame, command, text);

	if (size >= (int)sizeof(e->text))
		errx(1, "the command is too long");
	find_numbers(e);
}

void
envelope_reaction(struct envelope *e)
{
	memcpy(e->text, reaction_frame, sizeof(reaction_frame));
	find_numbers(e);
}

static void
write_digits(char *at, int digits, uint32_t number)
{
	if (at == NULL)
		return;
	for (; digits > 0; digits--, number /= 10)
		at[digits - 1] = (char)('0' + number % 10);
}

void
envelope_number(struct envelope *e, uint32_t number)
{
	write_digits(e->id, DIGITS, number);
	write_digits(e->trigger, DIGITS, number);
	write_digits(e->event, DIGITS, number);
	write_digits(e->person, PERSON_DIGITS, number % PEOPLE);
}

int64_t
envelope_acked(const char *text, size_t size)
{
	const char *at = memmem(text, size, ID, strlen(ID));
	int64_t number = 0;
	int i;

	if (at == NULL || at + strlen(ID) + DIGITS > text + size)
		return -1;
	at += strlen(ID);
	for (i = 0; i < DIGITS; i++)
		number = number * 10 + (at[i] - '0');
	return number;
}
