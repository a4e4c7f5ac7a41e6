/* Verbs that choose and name columns. */
#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/methods.h"
#include "bindings/base/modules/module.h"
#include "bindings/objects/about.h"
#include "bindings/objects/column_sets.h"
#include "bindings/objects/lineage.h"
#include "bindings/objects/table.h"
#include "core/base/names.h"
#include "core/values/order.h"

typedef SlStatus (*Choice)(const SlTable *table, const SlStr *names, int64_t count, SlTable **out, SlError *err);

static int choose(lua_State *L, const char *verb, Choice choice) {
  SlTable *table = sll_check_self(L, verb);
  sll_expand_arguments(L, verb, choice == sl_table_drop);
  int64_t count;
  SlStr *names = sll_check_names(L, 2, lua_gettop(L), "column name", &count);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (choice(table, names, count, box, &err) != SL_OK) return sll_raise(L, &err);
  return sll_table_result(L);
}

static int table_select(lua_State *L) { return choose(L, "select", sl_table_select); }
static int table_drop(lua_State *L) { return choose(L, "drop", sl_table_drop); }

/* --- rename ------------------------------------------------------------------------------------------------------- */

/* Splits "new = old" (backticks allowed around either). */
static bool split_pair(SlStr text, SlStr *new_name, SlStr *old_name) {
  const char *end = text.bytes + text.length;
  const char *sign = text.bytes;
  bool quoted = false;
  while (sign < end && (quoted || *sign != '=')) quoted ^= *sign++ == '`';
  if (sign == end) return false;
  *new_name = sl_str_trim((SlStr){text.bytes, (size_t)(sign - text.bytes)});
  *old_name = sl_str_trim((SlStr){sign + 1, (size_t)(end - sign - 1)});
  SlStr *both[] = {new_name, old_name};
  for (int i = 0; i < 2; i++) {
    SlStr *name = both[i];
    if (name->length >= 2 && name->bytes[0] == '`' && name->bytes[name->length - 1] == '`')
      name->bytes++, name->length -= 2;
    if (name->length == 0) return false;
  }
  return true;
}

/* Adds the pairs of one argument to the list of texts on top, each as new, old: "new = old", {old = "new"} or
 * { {"old", "new"}, ... }. */
static void add_renames(lua_State *L, int index) {
  int list = lua_gettop(L);
  lua_Integer count = (lua_Integer)lua_rawlen(L, list);
  if (lua_type(L, index) == LUA_TSTRING) {
    SlStr text = sll_check_text(L, index, "rename"), names[2];
    if (!split_pair(text, &names[0], &names[1])) sll_fail(L, "rename: \"%s\" is not of the form \"new = old\"", text.bytes);
    for (int i = 0; i < 2; i++) {
      sll_push_str(L, names[i]);
      lua_rawseti(L, list, ++count);
    }
    return;
  }
  if (lua_type(L, index) != LUA_TTABLE)
    sll_fail(L, "rename takes texts \"new = old\" or { old = \"new\" }, not a %s", luaL_typename(L, index));
  sll_push_copy(L, index, "rename");
  for (lua_pushnil(L); lua_next(L, list + 1); lua_pop(L, 3)) {
    if (lua_type(L, -1) == LUA_TTABLE) {
      sll_check_plain(L, -1, "rename");
      lua_rawgeti(L, -1, 1);
      lua_rawgeti(L, -2, 2);
    } else {
      lua_pushvalue(L, -2);
      lua_pushvalue(L, -2);
    }
    if (lua_type(L, -1) != LUA_TSTRING || lua_type(L, -2) != LUA_TSTRING)
      sll_fail(L, "rename takes texts \"new = old\", { old = \"new\" } or { { \"old\", \"new\" }, ... }");
    lua_pushvalue(L, -1);
    lua_rawseti(L, list, ++count);
    lua_pushvalue(L, -2);
    lua_rawseti(L, list, ++count);
  }
  lua_settop(L, list);
}

static SlStr renamed(SlStr name, const SlStr *news, const SlStr *olds, int64_t count) {
  for (int64_t i = 0; i < count; i++)
    if (sl_str_equal(name, olds[i])) return news[i];
  return name;
}

/* The box on top gets the about of self, in which what is said of columns goes by their new names. */
static void rename_about(lua_State *L, const SlStr *news, const SlStr *olds, int64_t count) {
  int box = lua_gettop(L), about = box + 1;
  sll_push_about_copy(L, 1);
  if (lua_getfield(L, about, "source_column") == LUA_TSTRING) {
    SlStr name = renamed(sll_check_text(L, -1, "source_column"), news, olds, count);
    sll_push_str(L, name);
    lua_setfield(L, about, "source_column");
  }
  if (lua_getfield(L, about, "fields") == LUA_TTABLE) {
    int fields = lua_gettop(L);
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, fields);) {
      SlStr name = renamed(sll_check_text(L, -2, "name of a column"), news, olds, count);
      sll_push_str(L, name);
      lua_insert(L, -2);
      lua_rawset(L, fields + 1);
    }
    lua_setfield(L, about, "fields");
  }
  lua_settop(L, about);
  sll_set_about(L, box);
}

static int table_rename(lua_State *L) {
  SlTable *table = sll_check_self(L, "rename");
  if (sll_is_column_set(L, 2)) { /* (set, expression or function) */
    lua_settop(L, 3);
    lua_pushvalue(L, 1);
    lua_insert(L, 2);
    sll_call_module(L, "lib.figures.column_sets", "renames", 3, 1);
  }
  int last = lua_gettop(L);
  lua_newtable(L);
  for (int i = 2; i <= last; i++) add_renames(L, i);
  int64_t count;
  const SlStr *pairs = sll_list_to_names(L, &count);
  count /= 2;
  SlStr *news = sll_new_array(L, count, sizeof *news), *olds = sll_new_array(L, count, sizeof *olds);
  for (int64_t i = 0; i < count; i++) news[i] = pairs[2 * i], olds[i] = pairs[2 * i + 1];
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_table_rename(table, olds, news, count, box, &err) != SL_OK) return sll_raise(L, &err);
  if (sll_is_traced(L, 1)) {
    lua_pushnil(L);
    lua_createtable(L, 0, (int)table->column_count);
    for (int64_t i = 0; i < table->column_count; i++) {
      lua_pushlstring(L, (*box)->names[i].bytes, (*box)->names[i].length);
      sll_push_str(L, table->names[i]);
      lua_rawset(L, -3);
    }
    sll_add_part(L, 1);
  }
  rename_about(L, news, olds, count);
  sll_table_done(L);
  return 1;
}

/* --- order -------------------------------------------------------------------------------------------------------- */

/* (t, name, labels) */
static int table_order(lua_State *L) {
  SlTable *table = sll_check_self(L, "order");
  lua_settop(L, 3);
  SlStr name = sll_check_text(L, 2, "order: column name");
  SlError err, said;
  int64_t index = sl_table_find(table, name), count;
  if (index < 0) {
    sl_fail_no_column(&err, "order", name, table->names, table->column_count);
    return sll_raise(L, &err);
  }
  if (lua_type(L, 3) != LUA_TTABLE)
    return sll_fail(L, "order takes a column and its labels in order: t:order(\"age\", { \"5-9\", \"10-17\", \"18+\" })");
  const SlStr *labels = sll_check_names(L, 3, 3, "order: label", &count);
  SlColumn **column = sll_new_column(L);
  SlStatus status = sl_column_order(table->columns[index], labels, count, column, &said);
  if (status != SL_OK) {
    sl_fail(&err, status, "order: column \"%.*s\": %s", SL_STR_ARGS(name), said.text);
    return sll_raise(L, &err);
  }
  SlTable **box = sll_new_table(L);
  if (sl_table_with_column(table, name, *column, box, &err) != SL_OK) return sll_raise(L, &err);
  return sll_table_result(L);
}

#define SAMPLE "local t = lab.table({ columns = { \"year\", \"force\", \"people\" }, { 2022, \"Kent\", 12 } })\n"

static const SllFunction functions[] = {
    {"select", table_select, "(...: string|string[]|slavelab.Columns): slavelab.Table",
     "The named columns, in the order given, or those of lab.columns(condition). Raises with the nearest names for one that is not there.",
     SAMPLE "print(t:select(\"people\", \"year\"))"},
    {"drop", table_drop, "(...: string|string[]|slavelab.Columns): slavelab.Table", "All columns but the named ones, or those of lab.columns(condition).",
     SAMPLE "print(t:drop(\"force\"))"},
    {"rename", table_rename, "(...: string|table<string, string>|string[][]|slavelab.Columns|function): slavelab.Table",
     "Columns under new names, in their places: \"new = old\", { old = \"new\" } or { { \"old\", \"new\" }, ... }; or lab.columns(condition) and "
     "an expression of their name.",
     SAMPLE "print(t:rename(\"referrals = people\", { force = \"area\" }))\n"
            "print(t:rename(lab.columns(\"numeric\"), \"upper(name)\"))"},
    {"order", table_order, "(column: string, labels: string[]): slavelab.Table",
     "The table with an order for the labels of a text column: sort, group_by, pivot, charts, min, max and < go by it instead of by "
     "letters, and the column keeps it through filter, select, join and append of columns with the same order. Raises when the "
     "column has a label that is not in the list.",
     "local t = lab.table { columns = { \"age\", \"n\" }, { \"18+\", 3 }, { \"10-17\", 2 }, { \"5-9\", 1 } }\n"
     "print(t:order(\"age\", { \"5-9\", \"10-17\", \"18+\" }):sort(\"age\"))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_table_columns(lua_State *L) {
  sll_push_methods(L, "table");
  sll_register(L, "table", functions);
  lua_pop(L, 1);
}
