#ifndef ADVOCATED_LOG_H
#define ADVOCATED_LOG_H

/*
 * One fact per line on standard error:
 *   2026-11-23T09:00:01.123Z info slack_hello chat=acme host=applink-2
 * The fact's name comes first, ids next, key=value. Line ends and other
 * control characters in values become '?', and whatever looks like a token
 * (xox?-, xapp-, xoxe., Bearer) is blotted out, so no secret reaches the log
 * by accident. Values with spaces are written key="..." by the caller.
 */
enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* Facts below this level are dropped. The start is LOG_INFO. */
void log_set_level(enum log_level level);

/* "debug", "info", "warn" or "error"; -1 when it is none of them. */
int log_parse_level(const char *name, enum log_level *out);

void log_debug(const char *fact, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void log_info(const char *fact, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void log_warn(const char *fact, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void log_error(const char *fact, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
