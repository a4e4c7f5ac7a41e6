/* Any bytes as CSV: the scanner and the stream give the same table, the same report and the same message, and so does a file of
 * them where small files are read in pieces too (FUZZ_FILES). The first byte chooses the options, so that every dialect meets
 * every text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/runtime.h"
#include "core/csv/read.h"
#include "tests/fuzz/fuzz.h"

typedef struct Outcome {
  SlStatus status;
  SlTable *table;
  SlCsvReport report;
  SlError err;
} Outcome;

static SlCsvOptions options_of(uint8_t choice) {
  static const SlCsvType types[] = {{{"a", 1}, SL_INTEGER}, {{"b", 1}, SL_DATE}};
  static const SlStr missing[] = {{"-", 1}, {"b c", 3}}, only_a[] = {{"a", 1}};
  SlCsvOptions options;
  sl_csv_options_init(&options);
  if (choice & 1) options.delimiter = ';', options.decimal = ',';
  if (choice & 2) options.missing = missing, options.missing_count = 2;
  options.markers_gss = choice & 4;
  if (choice & 8) options.quotes = false;
  if (choice & 16) options.types = types, options.type_count = (choice & 32) ? 1 : 2;
  if (choice & 64) options.has_header = false, options.type_count = 0;
  if ((choice & 160) == 160) options.columns = only_a, options.column_count = 1;
  return options;
}

enum { FROM_FILE = -1 };

static void read_with(int reader, SlStr text, uint8_t choice, Outcome *out) {
  memset(out, 0, sizeof *out);
  sl_csv_report_init(&out->report);
  SlCsvOptions options = options_of(choice);
  if (reader == FROM_FILE) {
    out->status = sl_csv_read("fuzz.csv", &options, &out->table, &out->report, &out->err);
    return;
  }
  options.reader = (SlCsvReader)reader;
  out->status = sl_csv_read_text(text, "fuzz.csv", &options, &out->table, &out->report, &out->err);
}

#ifdef FUZZ_FILES
static char folder[] = "/tmp/slavelab-fuzz-XXXXXX";

static void leave_folder(void) {
  unlink("fuzz.csv");
  if (chdir("/") == 0) rmdir(folder);
}

/* The text as a file of the name that messages give it. */
static void write_file(SlStr text) {
  static bool entered;
  if (!entered) {
    if (!mkdtemp(folder) || chdir(folder) != 0) abort();
    atexit(leave_folder);
    entered = true;
  }
  FILE *file = fopen("fuzz.csv", "wb");
  if (!file || fwrite(text.bytes, 1, text.length, file) != text.length || fclose(file) != 0) abort();
}
#endif

static bool same_tables(const SlTable *a, const SlTable *b) {
  if (!a || !b) return a == b;
  if (!sl_table_equal(a, b)) return false;
  for (int64_t i = 0; i < a->column_count; i++)
    for (int64_t row = 0; row < a->length; row++)
      if (sl_column_flags(a->columns[i], row) != sl_column_flags(b->columns[i], row)) return false;
  return true;
}

static bool same(const Outcome *a, const Outcome *b) {
  if (a->status != b->status) return false;
  if (a->status != SL_OK) return strcmp(a->err.text, b->err.text) == 0 && a->err.line == b->err.line && a->err.column == b->err.column;
  return same_tables(a->table, b->table) && a->report.rows_read == b->report.rows_read && a->report.bytes == b->report.bytes &&
         same_tables(a->report.problems, b->report.problems) && same_tables(a->report.preamble, b->report.preamble) &&
         a->report.notices.length == b->report.notices.length;
}

static void reset(Outcome *outcome) {
  sl_table_release(outcome->table);
  sl_csv_report_reset(&outcome->report);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size == 0) return 0;
  SlStr text = {(const char *)data + 1, size - 1};
  static const struct {
    int reader;
    const char *name;
  } others[] = {{SL_READER_ANY, "scanned"}, {FROM_FILE, "from a file"}};
  Outcome streamed, other;
  sl_threads_set(3);
#ifdef FUZZ_FILES
  write_file(text);
  int count = 2;
#else
  int count = 1;
#endif
  read_with(SL_READER_STREAM, text, data[0], &streamed);
  for (int i = 0; i < count; i++) {
    read_with(others[i].reader, text, data[0], &other);
    if (!same(&other, &streamed)) {
      fprintf(stderr, "the readers differ on options %u and: %.*s\n%s:  %s\nstreamed: %s\n", data[0], (int)text.length, text.bytes,
              others[i].name, other.status ? other.err.text : "a table", streamed.status ? streamed.err.text : "a table");
      abort();
    }
    reset(&other);
  }
  reset(&streamed);
  sl_runtime_stop();
  return 0;
}

const char *const sl_fuzz_pieces[] = {"a,b\n", "a;b\n",  "1,2\n", "1;2\n",  ",",    ";",     "\n",      "\r\n",   "\r",   "\"", "\"\"", "\"x,y\"", "\"l\nm\"",
                                      "12",    "-3",     "1.5",   "0.25",   "007",  "1,234", "2019-03-25", "25/03/2019", "[c]", "4 [p]", "-",  "b c",   "Kent",
                                      "Essex", "\xC3\xA9", "\xFF", "1,\n",  "x,1\n", "999999999999999999", "9999999999999999999", "1e5", NULL};
