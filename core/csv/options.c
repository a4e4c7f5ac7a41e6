#include "core/csv/options.h"

#include <stddef.h>

static const char *const points[] = {".", ",", NULL};
static const char *const markers[] = {"none", "gss", NULL};
static const char *const marks[] = {"keep", "strip", NULL};
static const char *const blank_rows[] = {"drop", "keep", NULL};
static const char *const numbers[] = {"strict", "loose", NULL};
static const char *const dates[] = {"iso", "dmy", "long", NULL};                         /* SlDateOrder */
static const char *const encodings[] = {"auto", "utf-8", "windows-1252", "utf-16", NULL}; /* SlEncoding */
static const char *const quotes[] = {"none", "strict", "lenient", NULL};                  /* SlQuotes */
static const char *const bad_rows[] = {"stop", "reject", "fill", NULL};                  /* SlBadRows */
static const char *const bad_cells[] = {"stop", "reject", "missing", NULL};              /* SlBadRows */

#define FIELD(field) offsetof(SlCsvOptions, field)

const SlCsvOption sl_csv_options[] = {
    {"delim", SL_OPTION_CHARACTER, .field = FIELD(delimiter), .dialect = "delimiter"},
    {"quote", SL_OPTION_CHARACTER, .field = FIELD(quote), .dialect = "quoteChar"},
    {"quotes", SL_OPTION_CHOICE, .field = FIELD(quotes), .words = quotes, .high = 1},
    {"escape", SL_OPTION_CHARACTER, .field = FIELD(escape), .dialect = "escapeChar"},
    {"trim", SL_OPTION_BOOLEAN, .field = FIELD(trim), .dialect = "trim"},
    {"header", SL_OPTION_BOOLEAN, .field = FIELD(has_header), .dialect = "header"},
    {"header_rows", SL_OPTION_INTEGER, .field = FIELD(header_rows), .low = 1, .high = 100, .dialect = "header_rows"},
    {"skip", SL_OPTION_INTEGER, .field = FIELD(skip), .low = 0, .high = INT64_MAX, .dialect = "skip"},
    {"stop_at", SL_OPTION_TEXT, .field = FIELD(stop_at), .dialect = "stop_at"},
    {"comment", SL_OPTION_TEXT, .field = FIELD(comment), .dialect = "commentChar"},
    {"columns", SL_OPTION_NAMES, .field = FIELD(columns), .count_field = FIELD(column_count)},
    {"types", SL_OPTION_TYPES, .field = FIELD(types), .count_field = FIELD(type_count)},
    {"blank_rows", SL_OPTION_CHOICE, .field = FIELD(blank_rows_keep), .words = blank_rows},
    {"missing", SL_OPTION_NAMES, .field = FIELD(missing), .count_field = FIELD(missing_count)},
    {"markers", SL_OPTION_CHOICE, .field = FIELD(markers_gss), .words = markers},
    {"marks", SL_OPTION_CHOICE, .field = FIELD(marks_strip), .words = marks, .dialect = "marks"},
    {"numbers", SL_OPTION_CHOICE, .field = FIELD(numbers_loose), .words = numbers},
    {"dates", SL_OPTION_CHOICE, .field = FIELD(date_order), .words = dates},
    {"decimal", SL_OPTION_CHARACTER, .field = FIELD(decimal), .words = points},
    {"encoding", SL_OPTION_CHOICE, .field = FIELD(encoding), .words = encodings},
    {"ragged", SL_OPTION_CHOICE, .field = FIELD(ragged), .words = bad_rows},
    {"on_error", SL_OPTION_CHOICE, .field = FIELD(on_error), .words = bad_cells},
    {.name = NULL},
};

_Static_assert(sizeof sl_csv_options / sizeof *sl_csv_options == SL_CSV_OPTION_COUNT + 1, "SL_CSV_OPTION_COUNT is the number of rows");
