/* CSV to a table: lab.read_csv and lab.parse_csv. What options mean is core/csv/read.h's, what they are called
 * core/csv/options.h's. The module "slavelab.csv" gives these to scripts of the library: options, and options_type. */
#include <lauxlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/methods.h"
#include "bindings/base/modules/module.h"
#include "bindings/base/place.h"
#include "bindings/files/csv.h"
#include "bindings/base/scalar.h"
#include "bindings/files/csv_options.h"
#include "bindings/files/inputs.h"
#include "bindings/files/progress.h"
#include "bindings/objects/about.h"
#include "bindings/objects/table.h"
#include "core/base/alloc.h"
#include "core/base/file.h"
#include "core/base/progress.h"
#include "core/csv/read.h"

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

void sll_push_lines(lua_State *L, const SlTable *table) {
  const SlColumn *text = table ? sl_table_column(table, sl_str("text")) : NULL;
  if (!text) {
    lua_pushnil(L);
    return;
  }
  lua_createtable(L, (int)text->length, 0);
  for (int64_t row = 0; row < text->length; row++) {
    sll_check_interrupt(L, row);
    sll_push_cell(L, text, row);
    lua_rawseti(L, -2, row + 1);
  }
}

void sll_push_read_notes(lua_State *L, const char *name, SlStr lines) {
  if (lines.length == 0) {
    lua_pushnil(L);
    return;
  }
  lua_newtable(L);
  for (int i = 1; lines.length > 0; i++) {
    const char *end = memchr(lines.bytes, '\n', lines.length); /* every line has one */
    size_t length = (size_t)(end - lines.bytes);
    lua_createtable(L, 0, 2);
    lua_pushliteral(L, "read_csv");
    lua_setfield(L, -2, "verb");
    lua_pushfstring(L, "%s: ", name);
    lua_pushlstring(L, lines.bytes, length);
    lua_pushliteral(L, ".");
    lua_concat(L, 3);
    lua_setfield(L, -2, "text");
    lua_rawseti(L, -2, i);
    lines.bytes += length + 1, lines.length -= length + 1;
  }
}

/* The box at index gets an about of what the read found. */
static void set_found(lua_State *L, int box, const char *name, const SlCsvReport *report) {
  lua_createtable(L, 0, 5);
  sll_push_read_notes(L, name, sl_buf_str(&report->notes));
  lua_setfield(L, -2, "notes");
  set_table(L, "problems", report->problems);
  set_table(L, "rejects", report->rejects);
  set_table(L, "marks", report->marks);
  sll_push_lines(L, report->preamble);
  lua_setfield(L, -2, "preamble");
  sll_push_lines(L, report->footnotes);
  lua_setfield(L, -2, "footnotes");
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

/* A total stands beside other labels, and labels that rows have are in the dictionary. Texts without one are too many to be labels. */
static bool may_mix_totals(const SlColumn *column, bool sieved) {
  if (column->type != SL_TEXT) return false;
  return sl_storage_is_code(column->storage) ? sl_dict_size(column->dict) > 1 : sieved;
}

/* Totals beside their parts: lib.total_labels says so, from the labels of the box on top. A table that where= has
 * sieved still has the labels of all rows in its dictionaries, so that there the rows are looked at. */
static void notice_totals(lua_State *L, const char *name, bool sieved) {
  const SlTable *table = sll_check_table(L, -1);
  bool has_labels = false;
  for (int64_t i = 0; i < table->column_count && !has_labels; i++) has_labels = may_mix_totals(table->columns[i], sieved);
  if (!has_labels || table->length == 0) return;
  lua_pushvalue(L, -1);
  lua_pushstring(L, name);
  lua_pushboolean(L, sieved);
  sll_call_module(L, "lib.figures.totals.total_labels", "notice", 3, 0);
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
  sll_call_module(L, "lib.pipeline.read_many", NULL, lua_gettop(L), 1);
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
  set_found(L, at, source_name(path), report);
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
  set_found(L, at, name.bytes, report);
  sll_print_notices(L, name.bytes, sl_buf_str(&report->notices));
  sll_release_now(L, holder);
  lua_settop(L, at);
  sll_table_done(L);
  keep_where(L, 2);
  return 1;
}

/* In the signatures stands {} for the type of the options. */
static const SllFunction functions[] = {
    {"read_csv", lab_read_csv, "(path: string|string[], options?: {}): slavelab.Table",
     "The table in a CSV file (\"-\" is standard input), plain or packed with gzip or Zstandard. A list of paths, or a "
     "pattern such as \"data/2019-*.csv\", gives one table with the columns matched by name, and file = true a column "
     "that says which file a row is from. A column is integer, number, date or datetime only if every "
     "cell that is not missing reads as one, else text: t:problems() says which cell prevented it. types = { people = "
     "\"integer\" } is a promise, and a cell that breaks it stops the read with its line and column. An empty "
     "unquoted cell is missing, and what missing = { \"NA\" } names; markers = \"gss\" reads [c], [x], 12 [p]. "
     "Skipped lines stay in t.preamble and t.footnotes. where keeps rows, as t:filter does, and may ask about columns that are not "
     "among columns.",
     "lab.write_file(\"forces.csv\", \"force,people\\nKent,12\\nEssex,\\n\")\n"
     "print(lab.read_csv(\"forces.csv\", { types = { people = \"integer\" } }))"},
    {"parse_csv", lab_parse_csv, "(text: string, options?: {}): slavelab.Table",
     "The same for CSV in a text. The option name is what messages call it.",
     "print(lab.parse_csv(\"force;people\\nKent;1.200\\n\", { delim = \";\", decimal = \",\" }))"},
    {NULL, NULL, NULL, NULL, NULL},
};

static int document_functions(lua_State *L) {
  sll_push_csv_options_type(L);
  for (const SllFunction *function = functions; function->name; function++) {
    luaL_gsub(L, function->signature, "{}", lua_tostring(L, 1));
    sll_document_shipped(L, "lab", function->name, lua_tostring(L, -1), function->text, function->example);
    lua_pop(L, 1);
  }
  return 0;
}

void sll_open_csv(lua_State *L) {
  for (const SllFunction *function = functions; function->name; function++) {
    lua_pushcfunction(L, function->function);
    lua_setfield(L, -2, function->name);
  }
  sll_document_later(L, document_functions);
  lua_createtable(L, 0, 2);
  sll_push_csv_option_list(L);
  lua_setfield(L, -2, "options");
  sll_push_csv_options_type(L);
  lua_setfield(L, -2, "options_type");
  sll_provide(L, "slavelab.csv");
}
