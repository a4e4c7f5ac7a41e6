/* status.h - how core says that something went wrong.
 *
 * Every function that can fail returns an SlStatus (0 is success) and takes an SlError that the caller owns, or
 * NULL for whoever needs no words. Outputs are written only on success.
 *
 *     if (!sl_type_is_numeric(type))
 *       return sl_fail(err, SL_ETYPE, "column \"%s\" holds %s; sum needs numbers", name, sl_type_name(type));
 *
 * An SlError holds its text in place, so that reporting "out of memory" needs no memory. A message is one sentence
 * for its first line, without a full stop; further lines (context, advice) follow after '\n'. Text that does not fit
 * ends in "..." so that a cut is seen.
 */
#ifndef SL_BASE_STATUS_H
#define SL_BASE_STATUS_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

typedef enum SlStatus {
  SL_OK = 0,
  SL_ENOMEM,      /* no memory, or past the limit that was set */
  SL_EIO,         /* the outside world: missing file, directory, no permission, disk full */
  SL_EPARSE,      /* text that does not read as what it should be: a CSV cell, an expression */
  SL_ETYPE,       /* an operation on a type it has no meaning for */
  SL_ENAME,       /* an unknown column, function or option */
  SL_ERANGE,      /* a number that does not fit: overflow of an integer sum, a row out of range */
  SL_EARG,        /* an argument that makes no sense */
  SL_EDATA,       /* data that breaks a promise: duplicate keys under m:1, a negative count */
  SL_EINTERRUPTED /* the user pressed Ctrl-C */
} SlStatus;

enum { SL_ERROR_TEXT_BYTES = 4096 };

typedef struct SlError {
  SlStatus status;
  int64_t line;   /* 1-based line of the file or expression; 0 when it has no place */
  int64_t column; /* 1-based, in characters; 0 when unknown */
  char text[SL_ERROR_TEXT_BYTES];
} SlError;

#if defined(__GNUC__)
#define SL_PRINTF(format_index, first_index) __attribute__((format(printf, format_index, first_index)))
#else
#define SL_PRINTF(format_index, first_index)
#endif

/* Fills err (unless NULL) and gives status, so that failing is one line. Replaces what err held. A macro, so that the compiler
 * sees that a function which fails gives no SL_OK: outputs are written only on success. */
#define sl_fail(err, status, ...) (sl_fail_text((err), (status), __VA_ARGS__), sl_status_of(status))
static inline SlStatus sl_status_of(SlStatus status) { return status; } /* may be ignored, which a bare value may not */
void sl_fail_text(SlError *err, SlStatus status, const char *format, ...) SL_PRINTF(3, 4);
void sl_vfail_text(SlError *err, SlStatus status, const char *format, va_list args) SL_PRINTF(3, 0);

/* Adds text to a message that sl_fail() began: context and advice. */
void sl_fail_more(SlError *err, const char *format, ...) SL_PRINTF(2, 3);

/* As snprintf, and what does not fit ends in "..." without half a character before it, which would make a message unprintable:
 * for pieces of messages that hold names and values. */
void sl_print_cut(char *out, size_t room, const char *format, ...) SL_PRINTF(3, 4);
void sl_vprint_cut(char *out, size_t room, const char *format, va_list args) SL_PRINTF(3, 0);

/* A short word: "parse", "type", ... What is said when a test meets a status that it does not expect. */
const char *sl_status_name(SlStatus status);

#endif
