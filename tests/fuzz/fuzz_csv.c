/* Any bytes as CSV, under any options: the scanner and the stream give the same table, the same report and the same message, and so
 * do, where small files are read in pieces too (FUZZ_FILES), a file of them, a packed file, and a file read in chunks.
 *
 *     [ 4 bytes: which options, and what they are | the text ]
 *
 * Options are drawn from the table that scripts' options are checked by (core/csv/options.h), so that a new one is tried without a
 * word here. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/runtime.h"
#include "core/csv/chunks.h"
#include "core/csv/options.h"
#include "tests/fuzz/fuzz.h"

#ifdef FUZZ_FILES
#include <zstd.h>
#endif

const size_t sl_fuzz_choice_bytes = 4;

typedef struct Outcome {
  SlStatus status;
  SlTable *table;
  SlCsvReport report;
  SlError err;
} Outcome;

/* --- options ---------------------------------------------------------------------------------------------------------------- */

enum { MOST_NAMES = 3 };

typedef struct Choice { /* what options live in */
  SlCsvOptions options;
  SlStr names[2 * MOST_NAMES];
  SlCsvType types[MOST_NAMES];
  int64_t names_used;
} Choice;

static uint64_t draw(uint64_t *seed, uint64_t below) {
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return (*seed >> 33) % below;
}

static SlStr draw_name(uint64_t *seed) {
  static const char *const names[] = {"a", "b", "-", "b c", "Kent", "12", "a_2", "col_1"};
  return sl_str(names[draw(seed, sizeof names / sizeof *names)]);
}

static void set_option(const SlCsvOption *option, uint64_t *seed, Choice *choice) {
  static const char characters[] = ",;\t|\"'ab1\\";
  static const char *const texts[] = {"#", "a", "1", "Kent", "\"", "-", ",", "12"};
  void *field = (char *)&choice->options + option->field;
  int64_t *count = (int64_t *)(void *)((char *)&choice->options + option->count_field);
  int64_t words = 0;
  while (option->words && option->words[words]) words++;
  switch (option->kind) {
    case SL_OPTION_CHARACTER:
      *(char *)field = words ? option->words[draw(seed, (uint64_t)words)][0] : characters[draw(seed, sizeof characters - 1)];
      break;
    case SL_OPTION_BOOLEAN: *(bool *)field = draw(seed, 2); break;
    case SL_OPTION_INTEGER: *(int64_t *)field = option->low + (int64_t)draw(seed, 3); break;
    case SL_OPTION_TEXT: *(SlStr *)field = sl_str(texts[draw(seed, sizeof texts / sizeof *texts)]); break;
    case SL_OPTION_CHOICE: *(int *)field = (int)draw(seed, (uint64_t)words); break;
    case SL_OPTION_NAMES:
      *(const SlStr **)field = choice->names + choice->names_used;
      *count = 1 + (int64_t)draw(seed, MOST_NAMES);
      for (int64_t i = 0; i < *count; i++) choice->names[choice->names_used++] = draw_name(seed);
      break;
    case SL_OPTION_TYPES:
      *(const SlCsvType **)field = choice->types;
      *count = 1 + (int64_t)draw(seed, 2);
      for (int64_t i = 0; i < *count; i++) choice->types[i] = (SlCsvType){sl_str(i ? "b" : "a"), (SlType)draw(seed, SL_TYPE_COUNT)};
      break;
  }
}

static void choose(const uint8_t *data, Choice *choice) {
  uint64_t seed = 0;
  for (size_t i = 0; i < sl_fuzz_choice_bytes; i++) seed = seed << 8 | data[i];
  uint64_t often = 2 + draw(&seed, 10); /* some texts are read under many options, most under few */
  *choice = (Choice){.names_used = 0};
  sl_csv_options_init(&choice->options);
  for (const SlCsvOption *option = sl_csv_options; option->name; option++) {
    bool names_a_column = option->kind == SL_OPTION_TYPES || strcmp(option->name, "columns") == 0; /* which mostly is not there */
    if (draw(&seed, names_a_column ? 3 * often : often) == 0) set_option(option, &seed, choice);
  }
}

/* --- readers ---------------------------------------------------------------------------------------------------------------- */

typedef enum Reader { STREAMED, SCANNED, FROM_FILE, PACKED, IN_CHUNKS } Reader;
static const char *const reader_names[] = {"streamed", "scanned", "from a file", "from a packed file", "in chunks"};

#ifdef FUZZ_FILES
static const int readers = IN_CHUNKS + 1;
static char folder[] = "/tmp/slavelab-fuzz-XXXXXX";

static void leave_folder(void) {
  unlink("fuzz.csv");
  if (chdir("/") == 0) rmdir(folder);
}

/* The bytes as a file of the name that messages give it. */
static void write_file(SlStr bytes) {
  static bool entered;
  if (!entered) {
    if (!mkdtemp(folder) || chdir(folder) != 0) abort();
    atexit(leave_folder);
    entered = true;
  }
  FILE *file = fopen("fuzz.csv", "wb");
  if (!file || fwrite(bytes.bytes, 1, bytes.length, file) != bytes.length || fclose(file) != 0) abort();
}

static void write_packed(SlStr text) {
  char packed[4096];
  size_t length = ZSTD_compress(packed, sizeof packed, text.bytes, text.length, 1);
  if (ZSTD_isError(length)) abort();
  write_file((SlStr){packed, length});
}

/* All tables behind one another; false when the chunks leave the file to a whole read. */
static bool read_chunks(const SlCsvOptions *options, Outcome *out) {
  SlCsvChunks *chunks;
  SlChunksState state;
  out->status = sl_csv_chunks_open("fuzz.csv", options, &chunks, &state, &out->err);
  if (out->status != SL_OK) return true;
  while (out->status == SL_OK && (state == SL_CHUNKS_TABLE || state == SL_CHUNKS_AGAIN)) {
    SlTable *next = NULL, *both = NULL;
    out->status = sl_csv_chunks_next(chunks, &next, &state, &out->err);
    if (state == SL_CHUNKS_AGAIN) {
      sl_table_release(out->table);
      out->table = NULL;
    }
    if (!next) continue;
    const SlTable *pair[] = {out->table, next};
    if (out->table && sl_table_append(pair, 2, &both, &out->err) != SL_OK) abort(); /* tables of chunks have the same types */
    sl_table_release(out->table);
    if (both) sl_table_release(next);
    out->table = both ? both : next;
  }
  sl_csv_chunks_close(chunks);
  return out->status != SL_OK || state == SL_CHUNKS_END;
}
#else
static const int readers = SCANNED + 1;
#endif

/* False when this reader has nothing to say. */
static bool read_with(Reader reader, SlStr text, const SlCsvOptions *chosen, Outcome *out) {
  memset(out, 0, sizeof *out);
  sl_csv_report_init(&out->report);
  SlCsvOptions options = *chosen;
  options.reader = reader == STREAMED ? SL_READER_STREAM : SL_READER_ANY;
#ifdef FUZZ_FILES
  if (reader == PACKED) write_packed(text);
  if (reader == IN_CHUNKS) {
    write_file(text);
    return read_chunks(&options, out);
  }
  if (reader == FROM_FILE) write_file(text);
  if (reader >= FROM_FILE) {
    out->status = sl_csv_read("fuzz.csv", &options, &out->table, &out->report, &out->err);
    return true;
  }
#endif
  out->status = sl_csv_read_text(text, "fuzz.csv", &options, &out->table, &out->report, &out->err);
  return true;
}

/* --- the same ----------------------------------------------------------------------------------------------------------------- */

static bool same_tables(const SlTable *a, const SlTable *b) {
  if (!a || !b) return a == b;
  if (!sl_table_equal(a, b)) return false;
  for (int64_t i = 0; i < a->column_count; i++)
    for (int64_t row = 0; row < a->length; row++)
      if (sl_column_flags(a->columns[i], row) != sl_column_flags(b->columns[i], row) ||
          sl_column_reason(a->columns[i], row) != sl_column_reason(b->columns[i], row))
        return false;
  return true;
}

/* What differs, or NULL. Chunks give tables only, and tell a fault before they know whether all is text; a packed file has other
 * bytes. */
static const char *difference(const Outcome *a, const Outcome *b, Reader reader, bool all_text) {
  if (reader == IN_CHUNKS && a->status != SL_OK && b->status != SL_OK && !all_text) return NULL;
  if (a->status != b->status) return "status";
  if (a->status != SL_OK)
    return strcmp(a->err.text, b->err.text) == 0 && a->err.line == b->err.line && a->err.column == b->err.column ? NULL : "message";
  if (!same_tables(a->table, b->table)) return "table";
  if (reader == IN_CHUNKS) return NULL;
  if (a->report.rows_read != b->report.rows_read || a->report.rows_rejected != b->report.rows_rejected) return "number of rows";
  if (reader != PACKED && a->report.bytes != b->report.bytes) return "number of bytes";
  if (!same_tables(a->report.problems, b->report.problems)) return "problems";
  if (!same_tables(a->report.preamble, b->report.preamble)) return "preamble";
  if (!same_tables(a->report.footnotes, b->report.footnotes)) return "footnotes";
  if (!same_tables(a->report.rejects, b->report.rejects)) return "rejects";
  if (!same_tables(a->report.marks, b->report.marks)) return "marks";
  if (!sl_str_equal(sl_buf_str(&a->report.notes), sl_buf_str(&b->report.notes))) return "notes";
  return sl_str_equal(sl_buf_str(&a->report.notices), sl_buf_str(&b->report.notices)) ? NULL : "notices";
}

static void reset(Outcome *outcome) {
  sl_table_release(outcome->table);
  sl_csv_report_reset(&outcome->report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size < sl_fuzz_choice_bytes) return 0;
  SlStr text = {(const char *)data + sl_fuzz_choice_bytes, size - sl_fuzz_choice_bytes};
  Choice choice;
  choose(data, &choice);
  bool all_text = sl_str_is_utf8(text, NULL) && !(text.length && memchr(text.bytes, '\0', text.length));
  Outcome streamed, other;
  if (sl_threads() != 3) sl_threads_set(3);
  read_with(STREAMED, text, &choice.options, &streamed);
  for (int number = SCANNED; number < readers; number++) {
    Reader reader = (Reader)number;
    const char *differs = read_with(reader, text, &choice.options, &other) ? difference(&other, &streamed, reader, all_text) : NULL;
    if (differs) {
      fprintf(stderr, "the %s differ under options %02x%02x%02x%02x and:\n%.*s\n%s:  %s\nstreamed: %s\n", differs, data[0], data[1], data[2],
              data[3], (int)text.length, text.bytes, reader_names[reader], other.status ? other.err.text : "a table",
              streamed.status ? streamed.err.text : "a table");
      abort();
    }
    reset(&other);
  }
  reset(&streamed);
  return 0;
}

const char *const sl_fuzz_pieces[] = {"a,b\n", "a;b\n",  "1,2\n", "1;2\n",  ",",    ";",     "\n",      "\r\n",   "\r",   "\"", "\"\"", "\"x,y\"", "\"l\nm\"",
                                      "12",    "-3",     "1.5",   "0.25",   "007",  "1,234", "2019-03-25", "25/03/2019", "1 Jan 2023", "2023-01-02 10:30", "[c]", "4 [p]", "-",  "b c",   "Kent",
                                      "Essex", "\xC3\xA9", "\xFF", "1,\n",  "x,1\n", "999999999999999999", "9999999999999999999", "1e5", "# no\n", "#",
                                      "a\tb\n", "1\t2\n", "sep=;\n", "a|b\n", "1|2\n", "a\n",   "true", "2019 Q1", "\xEF\xBB\xBF", "a,a\n",
                                      ",,\n", ",\n", "\\", "\\\"", " ", " \"", "\" ", "\xC2\xA3" "5", "$7", "12%", "(3)", NULL};
