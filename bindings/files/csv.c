/* CSV to a table: lab.read_csv and lab.parse_csv. What options mean is core/csv/read.h's. */
#include <lauxlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/methods.h"
#include "bindings/base/place.h"
#include "bindings/files/csv.h"
#include "bindings/files/inputs.h"
#include "bindings/files/progress.h"
#include "bindings/objects/about.h"
#include "bindings/objects/table.h"
#include "bindings/verbs/expression.h"
#include "core/base/alloc.h"
#include "core/base/file.h"
#include "core/base/progress.h"
#include "core/csv/read.h"

static const char *const option_names[] = {"delim",    "quote",   "quotes",  "header",  "header_rows", "skip",
                                           "stop_at",  "columns", "where",   "params",  "types",       "missing",
                                           "markers",  "dates",   "decimal", "comment", "encoding",    "ragged",
                                           "on_error", "name",    NULL};

/* --- options ------------------------------------------------------------------------------------------------------ */

/* An option that is one byte: a delimiter, a quote. */
static void read_character(lua_State *L, int index, const char *verb, const char *name, char *out) {
  SlStr text;
  if (!sll_option_text(L, index, verb, name, &text)) return;
  if (text.length != 1 || (unsigned char)text.bytes[0] >= 0x80)
    sll_fail(L, "%s: option %s is one ASCII character, not \"%s\"", verb, name, text.bytes);
  *out = text.bytes[0];
}

/* Pushes the array of declared types, or nil. */
static void read_types(lua_State *L, int index, const char *verb, SlCsvOptions *options) {
  if (lua_isnoneornil(L, index) || lua_getfield(L, index, "types") == LUA_TNIL) {
    lua_pushnil(L);
    return;
  }
  if (!lua_istable(L, -1)) sll_fail(L, "%s: option types is a table: { people = \"integer\" }", verb);
  sll_push_copy(L, -1, "types");
  int types = lua_gettop(L);
  lua_Integer count = 0;
  for (lua_pushnil(L); lua_next(L, types); lua_pop(L, 1)) count++;
  SlCsvType *list = sll_new_array(L, count, sizeof *list);
  lua_Integer at = 0;
  for (lua_pushnil(L); lua_next(L, types); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) sll_fail(L, "%s: types names columns: { people = \"integer\" }", verb);
    list[at].column = sll_check_text(L, -2, "types");
    SlStr wanted = sll_check_text(L, -1, "types: a type");
    if (!sl_type_find(wanted, &list[at].type)) {
      SlError err;
      sl_fail(&err, SL_EARG, "%s: types: \"%.*s\" is no type; types are", verb, SL_STR_ARGS(wanted));
      for (int type = 0; type < SL_TYPE_COUNT; type++)
        sl_fail_more(&err, "%s %s", type ? "," : "", sl_type_name((SlType)type));
      sll_raise(L, &err);
    }
    at++;
  }
  options->types = list;
  options->type_count = count;
}

typedef struct Wanted {
  SlStr *names; /* NULL: only counted */
  int64_t count;
} Wanted;

static void want(void *context, SlStr name) {
  Wanted *wanted = context;
  bool known = false;
  for (int64_t i = 0; wanted->names && i < wanted->count; i++) known |= sl_str_equal(wanted->names[i], name);
  if (known) return;
  if (wanted->names) wanted->names[wanted->count] = name;
  wanted->count++;
}

/* With columns and where, the columns that where asks about are read too; keep_where() drops them. All are read when
 * where is no expression: a function may look at any. Leaves values on the stack. */
static void widen_columns(lua_State *L, int index, SlCsvOptions *options) {
  if (options->column_count == 0 || lua_getfield(L, index, "where") == LUA_TNIL) return;
  SlExpr *expr = lua_type(L, -1) == LUA_TSTRING  ? sll_push_parsed(L, sll_check_text(L, -1, "where"))
                 : sll_test_expression(L, -1) ? sll_to_operand(L, -1, "where")
                                              : NULL;
  Wanted wanted = {NULL, options->column_count};
  if (expr) sl_expr_columns(expr, want, &wanted);
  SlStr *names = sll_new_array(L, wanted.count, sizeof *names);
  memcpy(names, options->columns, (size_t)options->column_count * sizeof *names);
  wanted = (Wanted){names, options->column_count};
  if (expr) sl_expr_columns(expr, want, &wanted);
  options->columns = expr ? names : NULL;
  options->column_count = expr ? wanted.count : 0;
}

SlCsvOptions sll_check_csv_options(lua_State *L, int index, const char *verb) {
  static const char *const bad_rows[] = {"stop", "reject", NULL};
  static const char *const markers[] = {"none", "gss", NULL};
  static const char *const dates[] = {"iso", "dmy", NULL};
  static const char *const encodings[] = {"auto", "utf-8", "windows-1252", "utf-16", NULL};
  SlCsvOptions options;
  sl_csv_options_init(&options);
  sll_check_options(L, index, verb, option_names);
  read_character(L, index, verb, "delim", &options.delimiter);
  read_character(L, index, verb, "quote", &options.quote);
  read_character(L, index, verb, "decimal", &options.decimal);
  if (options.decimal && options.decimal != '.' && options.decimal != ',')
    sll_fail(L, "%s: option decimal is \".\" or \",\"", verb);
  sll_option_boolean(L, index, verb, "quotes", &options.quotes);
  sll_option_boolean(L, index, verb, "header", &options.has_header);
  sll_option_integer(L, index, verb, "header_rows", 1, 100, &options.header_rows);
  sll_option_integer(L, index, verb, "skip", 0, INT64_MAX, &options.skip);
  sll_option_text(L, index, verb, "stop_at", &options.stop_at);
  sll_option_text(L, index, verb, "comment", &options.comment);
  int choice;
  if (sll_option_choice(L, index, verb, "markers", markers, &choice)) options.markers_gss = choice == 1;
  if (sll_option_choice(L, index, verb, "dates", dates, &choice))
    options.date_order = choice == 1 ? SL_DATE_DMY : SL_DATE_ISO;
  if (sll_option_choice(L, index, verb, "on_error", bad_rows, &choice))
    options.on_error = choice ? SL_BAD_REJECT : SL_BAD_STOP;
  if (sll_option_choice(L, index, verb, "ragged", bad_rows, &choice))
    options.ragged = choice ? SL_BAD_REJECT : SL_BAD_STOP;
  if (sll_option_choice(L, index, verb, "encoding", encodings, &choice)) options.encoding = (SlEncoding)choice;
  options.columns = sll_option_names(L, index, verb, "columns", &options.column_count);
  options.missing = sll_option_names(L, index, verb, "missing", &options.missing_count);
  read_types(L, index, verb, &options);
  widen_columns(L, index, &options);
  return options;
}

/* --- what a read found -------------------------------------------------------------------------------------------- */

static void free_report(void *report) {
  sl_csv_report_reset(report);
  sl_free(report);
}

static SlCsvReport *new_report(lua_State *L) {
  void **slot = sll_new_holder(L, free_report);
  *slot = sl_alloc(sizeof(SlCsvReport));
  if (!*slot) sll_fail(L, "out of memory");
  sl_csv_report_init(*slot);
  return *slot;
}

/* about[field] = the table of the report; about is on top. */
static void set_table(lua_State *L, const char *field, SlTable *table) {
  if (!table) return;
  SlTable **box = sll_new_table(L);
  *box = sl_table_retain(table);
  lua_setfield(L, -2, field);
}

static void set_lines(lua_State *L, const char *field, const SlTable *table) {
  const SlColumn *text = table ? sl_table_column(table, sl_str("text")) : NULL;
  if (!text) return;
  lua_createtable(L, (int)text->length, 0);
  for (int64_t row = 0; row < text->length; row++) {
    sll_push_cell(L, text, row);
    lua_rawseti(L, -2, row + 1);
  }
  lua_setfield(L, -2, field);
}

/* The box at index gets an about of what the read found. */
static void set_found(lua_State *L, int box, const SlCsvReport *report) {
  lua_createtable(L, 0, 4);
  set_table(L, "problems", report->problems);
  set_table(L, "rejects", report->rejects);
  set_lines(L, "preamble", report->preamble);
  set_lines(L, "footnotes", report->footnotes);
  sll_set_about(L, box);
}

void sll_print_notices(lua_State *L, const char *name, SlStr text) {
  if (text.length == 0) return;
  luaL_Buffer out;
  luaL_buffinit(L, &out);
  while (text.length > 0) {
    const char *end = memchr(text.bytes, '\n', text.length);
    size_t length = end ? (size_t)(end - text.bytes) : text.length;
    luaL_addstring(&out, "slavelab: ");
    luaL_addstring(&out, name);
    luaL_addstring(&out, ": ");
    luaL_addlstring(&out, text.bytes, length);
    luaL_addchar(&out, '\n');
    size_t taken = end ? length + 1 : length;
    text.bytes += taken, text.length -= taken;
  }
  luaL_pushresult(&out);
  sll_print_error(lua_tostring(L, -1));
  lua_pop(L, 1);
}

/* Totals beside their parts: lib.total_labels says so, from the labels of the box on top. A table that where= has
 * sieved still has the labels of all rows in its dictionaries, so that there the rows are looked at. */
static void notice_totals(lua_State *L, const char *name, bool sieved) {
  lua_getglobal(L, "require");
  lua_pushliteral(L, "lib.figures.total_labels");
  lua_call(L, 1, 1);
  lua_getfield(L, -1, "notice");
  lua_pushvalue(L, -3);
  lua_pushstring(L, name);
  lua_pushboolean(L, sieved);
  lua_call(L, 3, 0);
  lua_pop(L, 1);
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* The rows that option where keeps, t:filter(where, params), with the columns asked for. The box on top is replaced;
 * false when there is no such option. */
static bool keep_where(lua_State *L, int index) {
  if (lua_isnoneornil(L, index)) return false;
  if (lua_getfield(L, index, "where") == LUA_TNIL) {
    lua_pop(L, 1);
    return false;
  }
  lua_getfield(L, -2, "filter");
  lua_insert(L, -3);
  lua_getfield(L, index, "params");
  lua_call(L, 3, 1);
  lua_getfield(L, -1, "select");
  if (lua_getfield(L, index, "columns") == LUA_TNIL) {
    lua_pop(L, 2);
    return true;
  }
  lua_pushvalue(L, -3);
  lua_insert(L, -2);
  lua_call(L, 2, 1);
  lua_remove(L, -2);
  return true;
}

/* A source that cannot be read a second time for its hash: standard input, a pipe. */
static bool is_stream(const char *path) {
  struct stat found;
  return strcmp(path, "-") == 0 || (stat(path, &found) == 0 && !S_ISREG(found.st_mode) && !S_ISDIR(found.st_mode));
}

static const char *source_name(const char *path) { return strcmp(path, "-") == 0 ? "standard input" : path; }

static SlStatus read_stream(const char *path, SlBuf *text, const SlCsvOptions *options, SlTable **out,
                            SlCsvReport *report, SlError *err) {
  sl_progress_begin(source_name(path), 0);
  SlStatus status = sl_file_read(path, text, err);
  sl_progress_end();
  if (status != SL_OK) return status;
  return sl_csv_read_text(sl_buf_str(text), source_name(path), options, out, report, err);
}

/* Several files, a pattern, or a column that names the file: lib.read_many puts tables together. */
static bool means_many(lua_State *L) {
  if (lua_istable(L, 2)) {
    bool file = lua_getfield(L, 2, "file") != LUA_TNIL;
    lua_pop(L, 1);
    if (file) return true;
  }
  if (lua_type(L, 1) != LUA_TSTRING) return lua_istable(L, 1);
  struct stat found;
  const char *path = lua_tostring(L, 1);
  return strpbrk(path, "*?[") && stat(path, &found) != 0;
}

static int read_many(lua_State *L) {
  lua_getglobal(L, "require");
  lua_pushliteral(L, "lib.pipeline.read_many");
  lua_call(L, 1, 1);
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

static int lab_read_csv(lua_State *L) {
  if (means_many(L)) return read_many(L);
  const char *path = sll_check_text(L, 1, "read_csv: path").bytes;
  lua_settop(L, 2);
  SlCsvOptions options = sll_check_csv_options(L, 2, "read_csv");
  SlCsvReport *report = new_report(L);
  int holder = lua_gettop(L);
  bool stream = is_stream(path);
  SlBuf *text = stream ? sll_new_buffer(L) : NULL;
  SlTable **box = sll_new_table(L);
  int at = lua_gettop(L);
  SlError err;
  bool watched = sll_progress_start(L, stream ? NULL : path);
  SlStatus status =
      stream ? read_stream(path, text, &options, box, report, &err) : sl_csv_read(path, &options, box, report, &err);
  if (watched) sll_progress_stop();
  if (status != SL_OK) return sll_raise(L, &err);
  SlStr content = {0};
  if (stream) content = sl_buf_str(text);
  sll_input_enter(L, path, report->rows_read, report->rows_rejected, stream ? NULL : &report->mark, stream ? &content : NULL);
  if (stream) sl_buf_reset(text);
  set_found(L, at, report);
  sll_print_notices(L, source_name(path), sl_buf_str(&report->notices));
  sll_release_now(L, holder);
  lua_settop(L, at);
  sll_table_done(L);
  bool sieved = keep_where(L, 2);
  notice_totals(L, source_name(path), sieved);
  return 1;
}

static int lab_parse_csv(lua_State *L) {
  SlStr text = sll_check_text(L, 1, "parse_csv: text");
  lua_settop(L, 2);
  SlStr name = sl_str("text");
  SlCsvOptions options = sll_check_csv_options(L, 2, "parse_csv");
  sll_option_text(L, 2, "parse_csv", "name", &name);
  SlCsvReport *report = new_report(L);
  int holder = lua_gettop(L);
  SlTable **box = sll_new_table(L);
  int at = lua_gettop(L);
  SlError err;
  if (sl_csv_read_text(text, name.bytes, &options, box, report, &err) != SL_OK) return sll_raise(L, &err);
  set_found(L, at, report);
  sll_print_notices(L, name.bytes, sl_buf_str(&report->notices));
  sll_release_now(L, holder);
  lua_settop(L, at);
  sll_table_done(L);
  keep_where(L, 2);
  return 1;
}

#define OPTIONS                                                                                                       \
  "{delim?: string, quote?: string, quotes?: boolean, header?: boolean, header_rows?: integer, skip?: integer, "      \
  "stop_at?: string, comment?: string, columns?: string[], types?: table<string, string>, missing?: string|string[], "\
  "markers?: \"gss\", dates?: \"iso\"|\"dmy\", decimal?: \".\"|\",\", "                                               \
  "encoding?: \"utf-8\"|\"windows-1252\"|\"utf-16\", ragged?: \"reject\", on_error?: \"reject\", where?: any, "       \
  "params?: table, file?: boolean|string}"

static const SllFunction functions[] = {
    {"read_csv", lab_read_csv, "(path: string|string[], options?: " OPTIONS "): slavelab.Table",
     "The table in a CSV file (\"-\" is standard input), plain or packed with gzip or Zstandard. A list of paths, or a "
     "pattern such as \"data/2019-*.csv\", gives one table with the columns matched by name, and file = true a column "
     "that says which file a row is from. A column is integer, number or date only if every cell "
     "that is not missing reads as one, else text: t:problems() says which cell prevented it. types = { people = "
     "\"integer\" } is a promise, and a cell that breaks it stops the read with its line and column. An empty "
     "unquoted cell is missing, and what missing = { \"NA\" } names; markers = \"gss\" reads [c], [x], 12 [p]. "
     "Skipped lines stay in t.preamble and t.footnotes. where keeps rows, as t:filter does, and may ask about columns that are not "
     "among columns.",
     "lab.write_file(\"forces.csv\", \"force,people\\nKent,12\\nEssex,\\n\")\n"
     "print(lab.read_csv(\"forces.csv\", { types = { people = \"integer\" } }))"},
    {"parse_csv", lab_parse_csv, "(text: string, options?: " OPTIONS "): slavelab.Table",
     "The same for CSV in a text. The option name is what messages call it.",
     "print(lab.parse_csv(\"force;people\\nKent;1.200\\n\", { delim = \";\", decimal = \",\" }))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_csv(lua_State *L) { sll_register(L, "lab", functions); }
