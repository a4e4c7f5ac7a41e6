/* lab.table: a table out of values that stand in a script. */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/objects/table.h"
#include "core/base/alloc.h"
#include "core/base/names.h"
#include "core/values/builder.h"
#include "core/values/datetime.h"
#include "core/values/period_read.h"

typedef struct Making {
  lua_Integer rows;
  int64_t count;
  const SlStr *names;
  SlType *types;
  bool *typed;        /* a value or a declaration gave the type */
  bool *declared;
  SlBuilder *builders;
  SlColumn **columns;
} Making;

static void free_making(void *object) {
  Making *making = object;
  for (int64_t i = 0; i < making->count; i++) {
    if (making->builders) sl_builder_reset(&making->builders[i]);
    if (making->columns) sl_column_release(making->columns[i]);
  }
  sl_free(making->types);
  sl_free(making->typed);
  sl_free(making->declared);
  sl_free(making->builders);
  sl_free(making->columns);
  sl_free(making);
}

/* Pushes a holder. */
static Making *new_making(lua_State *L, const SlStr *names, int64_t count) {
  void **slot = sll_new_holder(L, free_making);
  Making *making = *slot = sl_alloc_zeroed(1, sizeof *making);
  if (!making) sll_fail(L, "out of memory");
  making->names = names;
  making->types = sl_alloc_zeroed((size_t)count, sizeof *making->types);
  making->typed = sl_alloc_zeroed((size_t)count, sizeof *making->typed);
  making->declared = sl_alloc_zeroed((size_t)count, sizeof *making->declared);
  making->columns = sl_alloc_zeroed((size_t)count, sizeof *making->columns);
  making->builders = sl_alloc_zeroed((size_t)count, sizeof *making->builders);
  if (!making->types || !making->typed || !making->declared || !making->columns || !making->builders)
    sll_fail(L, "out of memory");
  making->count = count;
  return making;
}

/* --- one cell ----------------------------------------------------------------------------------------------------- */

typedef struct Cell {
  SlReason reason; /* not NONE: missing, and why */
  unsigned flags;
} Cell;

static bool is_marker(lua_State *L, SlReason *reason) {
  if (lua_type(L, -1) != LUA_TSTRING) return false;
  return sl_reason_find(sll_check_text(L, -1, "cell"), reason) && *reason != SL_REASON_NONE;
}

static unsigned read_flags(lua_State *L, int64_t row, SlStr name) {
  SlStr text = sll_check_text(L, -1, "lab.table: flags of a cell");
  unsigned flags = 0;
  while (text.length > 0) {
    const char *end = memchr(text.bytes, ']', text.length);
    size_t length = end ? (size_t)(end - text.bytes) + 1 : text.length;
    SlFlag flag;
    if (!sl_flag_find((SlStr){text.bytes, length}, &flag))
      sll_fail(L, "lab.table: row %d, column \"%s\": \"%s\" is no flag; flags are [p] [r] [e] [b] [u]", (int)row,
               name.bytes, text.bytes);
    flags |= flag;
    text.bytes += length, text.length -= length;
  }
  return flags;
}

/* Pushes the value of a cell: of row number `row` (from 1), whose Lua table is on top. */
static Cell push_cell(lua_State *L, const Making *making, int64_t row, int64_t column) {
  SlStr name = making->names[column];
  Cell cell = {SL_REASON_NONE, 0};
  if (lua_rawgeti(L, -1, column + 1) == LUA_TNIL) {
    lua_pop(L, 1);
    sll_push_str(L, name);
    lua_rawget(L, -2);
  }
  if (lua_istable(L, -1)) { /* { 12, "[p]" } */
    sll_check_plain(L, -1, "lab.table: a cell");
    lua_rawgeti(L, -1, 1);
    lua_rawgeti(L, -2, 2);
    if (!lua_isnil(L, -1)) cell.flags = read_flags(L, row, name);
    lua_pop(L, 1);
    lua_remove(L, -2);
  }
  return cell;
}

static bool type_of_value(lua_State *L, SlType *type) {
  switch (lua_type(L, -1)) {
    case LUA_TNUMBER: *type = lua_isinteger(L, -1) ? SL_INTEGER : SL_NUMBER; return true;
    case LUA_TSTRING: *type = SL_TEXT; return true;
    case LUA_TBOOLEAN: *type = SL_BOOLEAN; return true;
    default: return false;
  }
}

/* --- types -------------------------------------------------------------------------------------------------------- */

static void declare(lua_State *L, Making *making, int types) {
  if (!lua_istable(L, types)) sll_fail(L, "lab.table: types is a table: { people = \"integer\" }");
  sll_check_plain(L, types, "lab.table: types");
  for (lua_pushnil(L); lua_next(L, types); lua_pop(L, 1)) {
    SlStr name = sll_check_text(L, -2, "lab.table: types"), wanted = sll_check_text(L, -1, "lab.table: a type");
    int64_t at = -1;
    for (int64_t i = 0; i < making->count; i++)
      if (sl_str_equal(making->names[i], name)) at = i;
    if (at < 0) sll_fail(L, "lab.table: types names a column \"%s\" that is not in columns", name.bytes);
    if (!sl_type_find(wanted, &making->types[at])) sll_fail(L, "lab.table: \"%s\" is no type", wanted.bytes);
    making->typed[at] = making->declared[at] = true;
  }
}

/* A cell that no column takes is a slip: a name misspelt, a value too many. The row is on top. */
static void check_row(lua_State *L, const Making *making, lua_Integer row) {
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (lua_isinteger(L, -2)) {
      lua_Integer place = lua_tointeger(L, -2);
      if (place >= 1 && place <= making->count) continue;
      sll_fail(L, "lab.table: row %lld has a value at place %lld, but columns names only %lld", (long long)row,
               (long long)place, (long long)making->count);
    }
    SlStr key = sll_check_text(L, -2, "lab.table: name of a cell");
    int64_t at = 0;
    while (at < making->count && !sl_str_equal(making->names[at], key)) at++;
    if (at < making->count) continue;
    SlError err;
    sl_fail(&err, SL_ENAME, "lab.table: row %lld has \"%.*s\", which is not in columns", (long long)row,
            SL_STR_ARGS(key));
    sl_fail_suggest(&err, key, making->names, making->count);
    sll_raise(L, &err);
  }
}

/* The type of each column that was not declared, out of its values; markers alone stand for missing numbers. */
static void infer(lua_State *L, Making *making, int spec) {
  for (lua_Integer row = 1; row <= making->rows; row++) {
    sll_check_interrupt(L, row);
    if (lua_rawgeti(L, spec, row) != LUA_TTABLE)
      sll_fail(L, "lab.table: row %d is a %s, not a table", (int)row, luaL_typename(L, -1));
    sll_check_plain(L, -1, "lab.table: a row");
    check_row(L, making, row);
    for (int64_t i = 0; i < making->count; i++) {
      push_cell(L, making, row, i);
      SlType type;
      SlReason reason;
      if (!making->declared[i] && !lua_isnil(L, -1) && !is_marker(L, &reason)) {
        if (!type_of_value(L, &type))
          sll_fail(L, "lab.table: row %d, column \"%s\": a cell is a number, text or boolean, not a %s", (int)row,
                   making->names[i].bytes, luaL_typename(L, -1));
        if (making->typed[i] && sl_type_is_numeric(type) && sl_type_is_numeric(making->types[i])) {
          if (type == SL_NUMBER) making->types[i] = SL_NUMBER;
        } else if (making->typed[i] && type != making->types[i]) {
          sll_fail(L, "lab.table: column \"%s\" holds %s before row %d, which holds %s; a column has one type",
                   making->names[i].bytes, sl_type_name(making->types[i]), (int)row, sl_type_name(type));
        } else {
          making->types[i] = type;
          making->typed[i] = true;
        }
      }
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
}

/* --- filling ------------------------------------------------------------------------------------------------------ */

static void wrong_cell(lua_State *L, const Making *making, int64_t row, int64_t column) {
  luaL_tolstring(L, -1, NULL);
  sll_fail(L, "lab.table: row %d, column \"%s\": %s is not of type %s", (int)row, making->names[column].bytes,
           lua_tostring(L, -1), sl_type_name(making->types[column]));
}

static void add_ordinal_text(lua_State *L, const Making *making, int64_t row, int64_t column) {
  SlStr text = sll_check_text(L, -1, "cell");
  int64_t value;
  SlType type = making->types[column];
  bool good = type == SL_DATE       ? sl_date_parse(text, SL_DATE_ISO, &value)
              : type == SL_DATETIME ? sl_datetime_parse(text, SL_DATE_ISO, &value)
                                    : sl_period_parse(type, text, &value);
  if (!good) wrong_cell(L, making, row, column);
  sl_builder_add_integer(&making->builders[column], value);
}

static void add_value(lua_State *L, const Making *making, int64_t row, int64_t column) {
  SlBuilder *builder = &making->builders[column];
  SlType type;
  if (!type_of_value(L, &type)) wrong_cell(L, making, row, column);
  SlType wanted = making->types[column];
  int whole = 0;
  if (wanted == SL_INTEGER && sl_type_is_numeric(type)) {
    lua_Integer value = lua_tointegerx(L, -1, &whole);
    if (!whole) wrong_cell(L, making, row, column);
    sl_builder_add_integer(builder, value);
  } else if (wanted == SL_NUMBER && sl_type_is_numeric(type)) {
    sl_builder_add_number(builder, lua_tonumber(L, -1));
  } else if (wanted == SL_BOOLEAN && type == SL_BOOLEAN) {
    sl_builder_add_boolean(builder, lua_toboolean(L, -1));
  } else if (wanted == SL_TEXT && type == SL_TEXT) {
    SlStr text = sll_check_text(L, -1, "cell");
    size_t bad;
    if (!sl_str_is_utf8(text, &bad))
      sll_fail(L, "lab.table: row %d, column \"%s\": the text is not UTF-8 (byte %d)", (int)row,
               making->names[column].bytes, (int)bad + 1);
    sl_builder_add_text(builder, text);
  } else if (!sl_type_is_numeric(wanted) && wanted != SL_BOOLEAN && type == SL_TEXT) {
    add_ordinal_text(L, making, row, column);
  } else {
    wrong_cell(L, making, row, column);
  }
}

/* In a column of text a marker is text like any other, unless it was declared otherwise by standing among numbers. */
static void fill(lua_State *L, Making *making, int spec) {
  for (int64_t i = 0; i < making->count; i++) sl_builder_init(&making->builders[i], making->types[i]);
  for (lua_Integer row = 1; row <= making->rows; row++) {
    sll_check_interrupt(L, row);
    if (lua_rawgeti(L, spec, row) != LUA_TTABLE) /* it was one when the types were found */
      sll_fail(L, "lab.table: row %d is a %s, not a table", (int)row, luaL_typename(L, -1));
    for (int64_t i = 0; i < making->count; i++) {
      Cell cell = push_cell(L, making, row, i);
      SlReason reason = SL_REASON_NONE;
      if (lua_isnil(L, -1) || (making->types[i] != SL_TEXT && is_marker(L, &reason))) {
        sl_builder_add_null(&making->builders[i], reason);
      } else {
        add_value(L, making, row, i);
        if (cell.flags) sl_builder_flag_last(&making->builders[i], cell.flags);
      }
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
}

/* A key that is no row and no option is a slip. */
static void check_keys(lua_State *L, int spec) {
  for (lua_pushnil(L); lua_next(L, spec); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) continue;
    const char *key = lua_tostring(L, -2);
    if (strcmp(key, "columns") != 0 && strcmp(key, "types") != 0)
      sll_fail(L,
               "lab.table: unknown key \"%s\"; a table is { columns = { \"year\", \"people\" }, types = { ... }, { "
               "2022, 12 }, ... }",
               key);
  }
}

static int lab_table(lua_State *L) {
  lua_settop(L, 1);
  if (!lua_istable(L, 1))
    return sll_fail(L, "lab.table takes a table: lab.table({ columns = { \"year\", \"people\" }, { 2022, 12 } })");
  sll_push_copy(L, 1, "lab.table");
  lua_replace(L, 1);
  check_keys(L, 1);
  int64_t count;
  SlStr *names = sll_option_names(L, 1, "lab.table", "columns", &count);
  if (!names) return sll_fail(L, "lab.table needs columns = { \"name\", ... }: a Lua table keeps no order of its own");
  Making *making = new_making(L, names, count);
  making->rows = (lua_Integer)lua_rawlen(L, 1);
  if (lua_getfield(L, 1, "types") != LUA_TNIL) declare(L, making, lua_gettop(L));
  infer(L, making, 1);
  for (int64_t i = 0; i < count; i++)
    if (!making->typed[i]) making->types[i] = SL_TEXT;
  fill(L, making, 1);
  SlTable **box = sll_new_table(L);
  SlError err;
  for (int64_t i = 0; i < count; i++)
    if (sl_builder_finish(&making->builders[i], &making->columns[i], &err) != SL_OK) return sll_raise(L, &err);
  if (sl_table_new(names, making->columns, count, making->rows, box, &err) != SL_OK) return sll_raise(L, &err);
  sll_table_done(L);
  return 1;
}

static const SllFunction functions[] = {
    {"table", lab_table, "(spec: table): slavelab.Table",
     "A table of the rows in spec, each a list of values in the order of columns, or a table by name: { columns = { "
     "\"year\", \"people\" }, { 2022, 12 }, { year = 2023, people = 9 } }. nil is missing; \"[c]\" among numbers is "
     "missing with its reason; { 12, \"[p]\" } is a value with a flag. A column holds integers, numbers, texts or "
     "booleans; types = { day = \"date\" } reads texts as dates, datetimes or periods.",
     "print(lab.table({ columns = { \"year\", \"people\" }, { 2022, 12 }, { 2023, \"[c]\" } }))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_make(lua_State *L) { sll_register(L, "lab", functions); }
