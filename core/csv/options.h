/* options.h - the options of a CSV read, one row each: what they are called, what they may be, where they go.
 *
 *     name          kind        in SlCsvOptions     words               in a data package's dialect
 *     "delim"       character   .delimiter                              "delimiter"
 *     "encoding"    choice      .encoding           auto utf-8 ...
 *
 * lab.read_csv checks its options by this table, says by it what there is, and completes their names; data packages take from it
 * what a dialect may say, and the fuzzers choose from it. So a new option is its row here, the field it fills with whatever uses
 * that (read.h), and its line in docs/csv.md.
 * Ownership: all of it is constant.
 */
#ifndef SL_CSV_OPTIONS_H
#define SL_CSV_OPTIONS_H

#include "core/csv/read.h"

typedef enum SlCsvOptionKind {
  SL_OPTION_CHARACTER, /* char: one ASCII character, one of the words when there are any */
  SL_OPTION_BOOLEAN,   /* bool */
  SL_OPTION_INTEGER,   /* int64_t, from low to high */
  SL_OPTION_TEXT,      /* SlStr */
  SL_OPTION_CHOICE,    /* int, or an enum: the number of the word; with a high of 1, false and true are the first two words */
  SL_OPTION_NAMES,     /* const SlStr *, and their number: a text or a list of texts */
  SL_OPTION_TYPES      /* const SlCsvType *, and their number */
} SlCsvOptionKind;

typedef struct SlCsvOption {
  const char *name;
  SlCsvOptionKind kind;
  size_t field;             /* its place in SlCsvOptions */
  size_t count_field;       /* of names and types: the place of their number */
  int64_t low, high;
  const char *const *words; /* ended by NULL; or NULL */
  const char *dialect;      /* its key in a data package's dialect; NULL: a dialect says nothing of it */
} SlCsvOption;

extern const SlCsvOption sl_csv_options[]; /* ended by one without a name */
enum { SL_CSV_OPTION_COUNT = 22 };

#endif
