/* A table to CSV: t:write_csv and t:to_csv. */
#include <errno.h>
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/methods.h"
#include "bindings/files/csv.h"
#include "bindings/objects/table.h"
#include "core/csv/write.h"

static SlCsvWriteOptions check_options(lua_State *L, int index, const char *verb) {
  static const char *const known[] = {"delim", "markers", "guard", "missing", "excel", "bom", "eol", "decimal", NULL};
  static const char *const ends[] = {"\n", "\r\n", NULL}, *const points[] = {".", ",", NULL};
  SlCsvWriteOptions options = {.markers = true};
  sll_check_options(L, index, verb, known);
  SlStr delimiter;
  if (sll_option_text(L, index, verb, "delim", &delimiter)) {
    if (delimiter.length != 1 || (unsigned char)delimiter.bytes[0] >= 0x80)
      sll_fail(L, "%s: option delim is one ASCII character, not \"%s\"", verb, delimiter.bytes);
    options.delimiter = delimiter.bytes[0];
  }
  bool excel = false;
  sll_option_boolean(L, index, verb, "excel", &excel);
  options.bom = options.crlf = options.guard = excel; /* what follows may say otherwise */
  int choice;
  if (sll_option_choice(L, index, verb, "eol", ends, &choice)) options.crlf = choice == 1;
  if (sll_option_choice(L, index, verb, "decimal", points, &choice)) options.decimal = points[choice][0];
  sll_option_boolean(L, index, verb, "bom", &options.bom);
  sll_option_boolean(L, index, verb, "markers", &options.markers);
  sll_option_boolean(L, index, verb, "guard", &options.guard);
  if (sll_option_text(L, index, verb, "missing", &options.missing))
    for (size_t i = 0; i < options.missing.length; i++)
      if (options.missing.bytes[i] == (options.delimiter ? options.delimiter : ',') || memchr("\"\r\n", options.missing.bytes[i], 3))
        sll_fail(L, "%s: option missing cannot stand without quotes, and a cell in quotes is not missing: \"%s\"", verb, options.missing.bytes);
  return options;
}

/* Rows that will not be there when the text is read. */
static void tell_lost(lua_State *L, const char *name, int64_t rows) {
  if (rows == 0) return;
  const char *said = lua_pushfstring(L, "%I %s nothing but missing cells, and %s when this is read; missing = \"NA\", written and read, keeps %s\n",
                                     (LUAI_UACINT)rows, rows == 1 ? "row has" : "rows have", rows == 1 ? "is no row" : "are no rows",
                                     rows == 1 ? "it" : "them");
  sll_print_notices(L, name, sl_str(said));
  lua_pop(L, 1);
}

/* To standard output, behind what was printed before. */
static void write_out(lua_State *L, const SlTable *table, const SlCsvWriteOptions *options) {
  SlBuf *text = sll_new_buffer(L);
  int64_t lost = sl_csv_write_text(table, options, text);
  if (text->failed) sll_fail(L, "out of memory");
  if (fwrite(text->bytes, 1, text->length, stdout) < text->length)
    sll_fail(L, "cannot write to standard output: %s", strerror(errno));
  tell_lost(L, "standard output", lost);
}

/* t again, so that a chain can go on. */
static int give_self_back(lua_State *L, int self) {
  lua_pushvalue(L, self);
  return 1;
}

static int table_write_csv(lua_State *L) {
  lua_settop(L, 3);
  lua_pushvalue(L, 1);
  int self = lua_gettop(L);
  SlTable *table = sll_check_self(L, "write_csv");
  const char *path = sll_check_text(L, 2, "write_csv: path").bytes;
  SlCsvWriteOptions options = check_options(L, 3, "write_csv");
  if (strcmp(path, "-") == 0) {
    write_out(L, table, &options);
    return give_self_back(L, self);
  }
  SlError err;
  int64_t lost;
  if (sl_csv_write(table, path, &options, &lost, &err) != SL_OK) return sll_raise(L, &err);
  tell_lost(L, path, lost);
  return give_self_back(L, self);
}

static int table_to_csv(lua_State *L) {
  SlTable *table = sll_check_self(L, "to_csv");
  SlCsvWriteOptions options = check_options(L, 2, "to_csv");
  SlBuf *text = sll_new_buffer(L);
  int64_t lost = sl_csv_write_text(table, &options, text);
  sll_buffer_done(L);
  tell_lost(L, "to_csv", lost);
  return 1;
}

#define SAMPLE \
  "local t = lab.table({ columns = { \"force\", \"people\" }, { \"Kent\", 12 }, { \"Essex\", \"[c]\" } })\n"
#define OPTIONS "{delim?: string, markers?: boolean, guard?: boolean, missing?: string, excel?: boolean, bom?: boolean, eol?: string, decimal?: string}"

static const SllFunction functions[] = {
    {"write_csv", table_write_csv, "(path: string, options?: " OPTIONS "): slavelab.Table",
     "Writes the table as CSV (UTF-8, LF), complete or not at all, and gives it back; \"-\" is standard output. Numbers "
     "read back equal. A "
     "missing cell is empty, or missing = \"NA\"; reasons and flags are written as markers ([c], 12 [p]) unless "
     "markers = false. guard = true is for files that a spreadsheet opens: texts that begin with = + - @ get an "
     "apostrophe in front; excel = true is that, a byte order mark and CRLF, by which Excel opens the file as it is meant. A path that "
     "ends in .gz or .zst is packed; in one that ends in .tsv or .tab tabs separate cells.",
     SAMPLE "t:write_csv(\"forces.csv\")\nprint(lab.read_file(\"forces.csv\"))"},
    {"to_csv", table_to_csv, "(options?: " OPTIONS "): string", "The same as a text.", SAMPLE "print(t:to_csv())"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_csv_write(lua_State *L) {
  sll_push_methods(L, "table");
  sll_register(L, "table", functions);
  lua_pop(L, 1);
}
