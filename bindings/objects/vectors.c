/* Columns as Lua lists and back, groups by number and rows by number: what verbs written in Lua are made of. */
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/methods.h"
#include "bindings/objects/about.h"
#include "bindings/objects/lineage.h"
#include "bindings/objects/plain.h"
#include "bindings/objects/table.h"
#include "core/base/alloc.h"
#include "core/query/groups.h"
#include "core/values/builder.h"
#include "core/values/datetime.h"
#include "core/values/period_read.h"

/* --- a column out of a list ----------------------------------------------------------------------------------------------------- */

static void free_builder(void *object) {
  SlBuilder *builder = object;
  sl_builder_reset(builder);
  sl_free(builder);
}

/* The type of the first value there is; integers among which a fraction stands are numbers. */
static SlType guess_type(lua_State *L, int list, int64_t length) {
  SlType type = SL_TEXT;
  for (int64_t row = 0; row < length; row++) {
    int kind = lua_rawgeti(L, list, row + 1);
    bool fraction = kind == LUA_TNUMBER && !lua_isinteger(L, -1);
    lua_pop(L, 1);
    if (kind == LUA_TNIL) continue;
    if (kind == LUA_TBOOLEAN) return SL_BOOLEAN;
    if (kind != LUA_TNUMBER) return SL_TEXT;
    if (fraction) return SL_NUMBER;
    type = SL_INTEGER;
  }
  return type;
}

/* The value on top, which is not nil; false when it is not of the type. */
static bool add_value(lua_State *L, SlBuilder *builder) {
  if (builder->type == SL_BOOLEAN) {
    if (!lua_isboolean(L, -1)) return false;
    sl_builder_add_boolean(builder, lua_toboolean(L, -1));
    return true;
  }
  if (sl_type_is_numeric(builder->type)) {
    int whole = 0;
    lua_Integer integer = lua_type(L, -1) == LUA_TNUMBER ? lua_tointegerx(L, -1, &whole) : 0;
    if (builder->type == SL_NUMBER && lua_type(L, -1) == LUA_TNUMBER)
      sl_builder_add_number(builder, lua_tonumber(L, -1));
    else if (whole)
      sl_builder_add_integer(builder, integer);
    else
      return false;
    return true;
  }
  if (lua_type(L, -1) != LUA_TSTRING) return false;
  SlStr text;
  text.bytes = lua_tolstring(L, -1, &text.length);
  if (builder->type == SL_TEXT) {
    size_t bad;
    if (!sl_str_is_utf8(text, &bad)) return false;
    sl_builder_add_text(builder, text);
    return true;
  }
  int64_t value;
  bool parsed = builder->type == SL_DATE       ? sl_date_parse(text, SL_DATE_ISO, &value)
                : builder->type == SL_DATETIME ? sl_datetime_parse(text, SL_DATE_ISO, &value)
                                               : sl_period_parse(builder->type, text, &value);
  if (parsed) sl_builder_add_integer(builder, value);
  return parsed;
}

/* "[p][r]" as flags, "[c]" as a reason; false when the text is neither. */
static bool read_markers(SlStr text, SlReason *reason, unsigned *flags) {
  *reason = SL_REASON_NONE, *flags = 0;
  while (text.length > 0) {
    size_t end = 0;
    while (end < text.length && text.bytes[end] != ']') end++;
    SlStr one = {text.bytes, end < text.length ? end + 1 : end};
    SlFlag flag;
    if (sl_flag_find(one, &flag))
      *flags |= flag;
    else if (!sl_reason_find(one, reason) || *reason == SL_REASON_NONE)
      return false;
    text.bytes += one.length, text.length -= one.length;
  }
  return true;
}

/* The marker of the row out of the table at markers (or none), for a cell that is present or missing. */
static void add_marked(lua_State *L, SlBuilder *builder, int markers, int64_t row, bool present) {
  SlReason reason = SL_REASON_NONE;
  unsigned flags = 0;
  if (markers != 0 && lua_rawgeti(L, markers, row + 1) != LUA_TNIL) {
    SlStr text = sll_check_text(L, -1, "put: marker");
    if (!read_markers(text, &reason, &flags) || (present ? reason != SL_REASON_NONE : flags != 0))
      sll_fail(L, "put: row %d: \"%s\" is no %s", (int)row + 1, text.bytes,
               present ? "flag; a value is marked [p] [r] [e] [b] [u]" : "reason; a missing cell is marked [c] [x] [z] [low]");
  }
  if (markers != 0) lua_pop(L, 1);
  if (!present)
    sl_builder_add_null(builder, reason);
  else if (flags != 0)
    sl_builder_flag_last(builder, flags);
}

/* Pushes a box of the column that the list at index makes. */
static void push_column(lua_State *L, int list, int markers, SlType type, int64_t length) {
  void **slot = sll_new_holder(L, free_builder);
  SlBuilder *builder = *slot = sl_alloc_zeroed(1, sizeof *builder);
  if (!builder) sll_fail(L, "out of memory");
  sl_builder_init(builder, type);
  sl_builder_reserve(builder, length);
  for (int64_t row = 0; row < length; row++) {
    bool present = lua_rawgeti(L, list, row + 1) != LUA_TNIL;
    if (present && !add_value(L, builder))
      sll_fail(L, "put: row %d: %s is not %s %s", (int)row + 1, luaL_tolstring(L, -1, NULL), type == SL_INTEGER ? "an" : "a",
               sl_type_name(type));
    lua_pop(L, 1);
    add_marked(L, builder, markers, row, present);
  }
  SlColumn **box = sll_new_column(L);
  SlError err;
  if (sl_builder_finish(builder, box, &err) != SL_OK) sll_raise(L, &err);
  sll_column_done(L);
  sll_release_now(L, -2);
  lua_remove(L, -2);
}

/* The type= option, or what the list holds. */
static SlType put_type(lua_State *L, int options, int list, int64_t length) {
  SlStr name = {0};
  SlType type;
  if (!sll_option_text(L, options, "put", "type", &name)) return guess_type(L, list, length);
  if (!sl_type_find(name, &type)) sll_fail(L, "put: there is no type \"%s\"", name.bytes);
  return type;
}

/* Pushes the from= option of the options at index: a function, names of columns of the table as a list, or "held back". Who says nothing may
 * have looked at all of the row. */
static void push_from(lua_State *L, int options, const SlTable *table) {
  if (lua_istable(L, options))
    lua_getfield(L, options, "from");
  else
    lua_pushnil(L);
  int from = lua_gettop(L);
  if (lua_isnil(L, from)) {
    lua_pushliteral(L, "row");
    lua_replace(L, from);
  }
  bool word = lua_type(L, from) == LUA_TSTRING && (strcmp(lua_tostring(L, from), "row") == 0 || strcmp(lua_tostring(L, from), "held back") == 0);
  if (word || lua_isfunction(L, from)) return;
  if (!lua_istable(L, from) && lua_type(L, from) != LUA_TSTRING)
    sll_fail(L, "put: from is the name of a column or a list of names, not a %s", luaL_typename(L, from));
  int64_t count, index;
  const SlStr *names = sll_check_names(L, from, from, "put: from: name of a column", &count);
  lua_createtable(L, (int)count, 0);
  for (int64_t i = 0; i < count; i++) {
    SlError err;
    if (sl_table_require(table, names[i], &index, &err) != SL_OK) sll_raise(L, &err);
    sll_push_str(L, names[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_replace(L, from);
  lua_settop(L, from);
}

static int table_put(lua_State *L) {
  static const char *const known[] = {"type", "markers", "from", NULL};
  SlTable *table = sll_hold_table(L, 1);
  SlStr name = sll_check_text(L, 2, "put: name");
  lua_settop(L, 4);
  SlColumn *column = sll_test_column(L, 3) ? sll_hold_column(L, 3) : NULL;
  sll_check_options(L, 4, "put", known);
  if (!column) {
    luaL_checktype(L, 3, LUA_TTABLE);
    sll_check_plain(L, 3, "put: values");
    lua_Integer given = (lua_Integer)lua_rawlen(L, 3);
    if (given > table->length)
      return sll_fail(L, "put: the list has %lld values, the table %lld rows", (long long)given, (long long)table->length);
    int markers = 0;
    if (lua_istable(L, 4) && lua_getfield(L, 4, "markers") == LUA_TTABLE) markers = lua_gettop(L);
    if (markers > 0) sll_check_plain(L, markers, "put: markers");
    push_column(L, 3, markers, put_type(L, 4, 3, table->length), table->length);
    column = sll_check_column(L, -1);
  }
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_table_with_column(table, name, column, box, &err) != SL_OK) return sll_raise(L, &err);
  int made = lua_gettop(L);
  push_from(L, 4, table);
  lua_insert(L, made);
  sll_table_result(L);
  if (sll_is_traced(L, 1)) {
    sll_push_recipe(L, 1);
    lua_pushvalue(L, made);
    lua_setfield(L, -2, "cells");
    sll_set_recipe(L, name);
  }
  return 1;
}

/* --- columns to lists --------------------------------------------------------------------------------------------------------------- */

static int column_markers(lua_State *L) {
  SlColumn *column = sll_hold_column(L, 1);
  lua_newtable(L);
  if (!column->reasons && !column->flags) return 1;
  for (int64_t row = 0; row < column->length; row++)
    if (sll_push_marker(L, column, row)) lua_rawseti(L, -2, row + 1);
  return 1;
}

static int column_labels(lua_State *L) {
  SlColumn *column = sll_hold_column(L, 1);
  int64_t most = sll_check_integer(L, 2, "labels: most");
  if (!sl_storage_is_code(column->storage) || sl_dict_size(column->dict) > most) {
    lua_pushnil(L);
    return 1;
  }
  int64_t count = sl_dict_size(column->dict);
  lua_createtable(L, (int)count, 0);
  for (int64_t code = 0; code < count; code++) {
    SlStr label = sl_dict_get(column->dict, code);
    sll_push_str(L, label);
    lua_rawseti(L, -2, (lua_Integer)code + 1);
  }
  return 1;
}

static int column_order(lua_State *L) {
  SlColumn *column = sll_hold_column(L, 1);
  lua_settop(L, 1);
  if (!column->dict || !sl_dict_is_ordered(column->dict)) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, sl_dict_size(column->dict));
  return column_labels(L);
}

/* --- groups and rows by number ------------------------------------------------------------------------------------------------------ */

static void free_groups(void *groups) { sl_groups_free(groups); }

/* Pushes a list of `count` numbers, each one more than values[i], or than the group of row i. */
static void push_numbers(lua_State *L, const SlGroups *groups, const int64_t *values, int64_t count) {
  lua_createtable(L, (int)count, 0);
  for (int64_t i = 0; i < count; i++) {
    sll_check_interrupt(L, i);
    lua_pushinteger(L, (values ? (lua_Integer)values[i] : (lua_Integer)sl_groups_of_row(groups, i)) + 1);
    lua_rawseti(L, -2, i + 1);
  }
}

static int table_group_numbers(lua_State *L) {
  SlTable *table = sll_hold_table(L, 1);
  int64_t count;
  SlStr *names = sll_check_names(L, 2, lua_gettop(L), "column name", &count);
  const SlColumn **keys = sll_new_array(L, count, sizeof *keys);
  SlError err;
  for (int64_t k = 0; k < count; k++) {
    int64_t index;
    if (sl_table_require(table, names[k], &index, &err) != SL_OK) return sll_raise(L, &err);
    keys[k] = table->columns[index];
  }
  if (table->length > INT32_MAX) return sll_fail(L, "group_numbers: the table has too many rows for a Lua list");
  void **slot = sll_new_holder(L, free_groups);
  if (sl_groups_new(keys, count, table->length, false, (SlGroups **)slot, &err) != SL_OK) return sll_raise(L, &err);
  const SlGroups *groups = *slot;
  int64_t group_count = table->length > 0 ? groups->group_count : 0; /* without keys a table of no rows has a group, for summaries */
  push_numbers(L, groups, NULL, groups->row_count);
  lua_pushinteger(L, group_count);
  push_numbers(L, NULL, groups->first_row, group_count);
  return 3;
}

static int table_take(lua_State *L) {
  SlTable *table = sll_hold_table(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  sll_check_plain(L, 2, "take: rows");
  int64_t count = sll_list_length(L, 2);
  int64_t *rows = sll_new_array(L, count, sizeof *rows);
  for (int64_t i = 0; i < count; i++) {
    sll_check_interrupt(L, i);
    lua_rawgeti(L, 2, i + 1);
    int64_t row = sll_check_integer(L, -1, "take: row");
    lua_pop(L, 1);
    if (row < 1 || row > table->length)
      return sll_fail(L, "take: there is no row %lld; the table has %lld", (long long)row, (long long)table->length);
    rows[i] = row - 1;
  }
  table = sll_number_rows(L, table, sll_is_traced(L, 1), 0);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_table_take(table, rows, count, box, &err) != SL_OK) return sll_raise(L, &err);
  return sll_table_result(L);
}

#define SAMPLE "local t = lab.table{ columns = { \"force\", \"people\" }, { \"Kent\", 12 }, { \"Essex\", 3 }, { \"Kent\", 5 } }\n"

static const SllFunction table_functions[] = {
    {"put", table_put,
     "(name: string, values: any[]|slavelab.Column, options?: {type?: string, markers?: table<integer, string>, from?: string|string[]}): slavelab.Table",
     "The table with a column of these values, one a row, nil for missing: in the place of the column of that name, whose title and unit "
     "stay, else as the last. The type is that of the values unless given (dates, datetimes and periods are given as texts); markers holds the "
     "reason of a missing cell or the flags of a value, by row; from names the columns of the same row that the values were made from, any "
     "figure unless given: t:sources() and t:trace() go by it.",
     SAMPLE "print(t:put(\"last year\", { 10, nil, 4 }, { markers = { [2] = \"[c]\", [3] = \"[p]\" } }))"},
    {"take", table_take, "(rows: integer[]): slavelab.Table",
     "The rows with these numbers, counted from 1, in that order; a row may come more than once.",
     SAMPLE "print(t:take{ 3, 1 })"},
    {"group_numbers", table_group_numbers, "(...: string|string[]): integer[], integer, integer[]",
     "For each row the number of its group by the named columns (1, 2, ... in the order of the keys; missing is a group of its own, the "
     "last), then how many groups there are, and the first row of each.",
     SAMPLE "local number, groups, first = t:group_numbers(\"force\")\nprint(number[1], groups, first[2])"},
    {NULL, NULL, NULL, NULL, NULL},
};

static const SllFunction column_functions[] = {
    {"markers", column_markers, "(): table<integer, string>",
     "The reasons of missing cells and the flags of values, by row: { [2] = \"[c]\" }. Rows without any are absent.",
     SAMPLE "print(next(t.people:markers()))"},
    {"order", column_order, "(): string[]|nil",
     "The labels of a text column in the order that t:order gave them, those among them that no row has; nil when it has none.",
     SAMPLE "print(t:order(\"force\", { \"Kent\", \"Essex\" }).force:order()[1])"},
    {"labels", column_labels, "(most: integer): string[]|nil",
     "The labels of a text column as its dictionary has them, in order of first appearance; it may hold labels that no row has any more. "
     "nil when there are more than `most`, or no dictionary.",
     SAMPLE "print(#t.force:labels(100))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_vectors(lua_State *L) {
  sll_push_methods(L, "table");
  sll_register(L, "table", table_functions);
  sll_push_methods(L, "column");
  sll_register(L, "column", column_functions);
  lua_pop(L, 2);
}
