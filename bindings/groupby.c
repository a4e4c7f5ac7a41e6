#include "bindings/groupby.h"

#include <lauxlib.h>

#include "bindings/about.h"
#include "bindings/bindings.h"
#include "bindings/box.h"
#include "bindings/check.h"
#include "bindings/methods.h"
#include "core/base/alloc.h"

static void free_groups(void *groups) { sl_groups_free(groups); }

SllGrouping sll_push_grouping(lua_State *L, int index) {
  SllGrouping grouping = {NULL, NULL, 0};
  SlTable *table = sll_check_table(L, index);
  if (lua_getiuservalue(L, index, SLL_TABLE_BY) != LUA_TTABLE) {
    lua_pushnil(L);
    return grouping;
  }
  int by = lua_gettop(L);
  lua_getfield(L, by, "complete");
  bool complete = lua_toboolean(L, -1);
  lua_pop(L, 1);
  grouping.names = sll_check_names(L, by, by, "column name", &grouping.count);
  SlError err;
  const SlColumn **keys = lua_newuserdatauv(L, (size_t)grouping.count * sizeof *keys + 1, 0);
  for (int64_t i = 0; i < grouping.count; i++) {
    int64_t column;
    if (sl_table_require(table, grouping.names[i], &column, &err) != SL_OK) sll_raise(L, &err);
    keys[i] = table->columns[column];
  }
  void **slot = sll_new_holder(L, free_groups);
  if (sl_groups_new(keys, grouping.count, table->length, complete, &grouping.groups, &err) != SL_OK) sll_raise(L, &err);
  *slot = grouping.groups;
  lua_replace(L, by); /* the names' texts are kept alive by the table itself */
  lua_settop(L, by + 1);
  return grouping;
}

void sll_push_group_order(lua_State *L, const SlGroups *groups, int64_t **order, int64_t **starts) {
  void **order_slot = sll_new_holder(L, sl_free), **starts_slot = sll_new_holder(L, sl_free);
  SlError err;
  if (sl_groups_order(groups, order, starts, &err) != SL_OK) sll_raise(L, &err);
  *order_slot = *order;
  *starts_slot = *starts;
}

/* (t, names ..., options?) */
static int table_group_by(lua_State *L) {
  SlTable *table = sll_check_table(L, 1);
  int last = lua_gettop(L);
  bool complete = false;
  if (last > 1 && lua_type(L, last) == LUA_TTABLE && lua_rawlen(L, last) == 0) {
    static const char *const known[] = {"complete", NULL};
    sll_check_options(L, last, "group_by", known);
    sll_option_boolean(L, last, "group_by", "complete", &complete);
    last--;
  }
  int64_t count;
  SlStr *names = sll_check_names(L, 2, last, "column name", &count);
  SlError err;
  for (int64_t i = 0; i < count; i++) {
    int64_t column;
    if (sl_table_require(table, names[i], &column, &err) != SL_OK) return sll_raise(L, &err);
    for (int64_t k = 0; k < i; k++)
      if (sl_str_equal(names[i], names[k])) return sll_fail(L, "group_by: \"%.*s\" is named twice", SL_STR_ARGS(names[i]));
  }
  *sll_new_table(L) = sl_table_retain(table);
  sll_keep_about(L, 1);
  if (count == 0) return 1;
  lua_createtable(L, (int)count, 1);
  for (int64_t i = 0; i < count; i++) {
    lua_pushlstring(L, names[i].bytes, names[i].length);
    lua_rawseti(L, -2, i + 1);
  }
  if (complete) {
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, "complete");
  }
  lua_setiuservalue(L, -2, SLL_TABLE_BY);
  return 1;
}

static const SllFunction methods[] = {
    {"group_by", table_group_by, "(...: string|string[], options?: {complete: boolean}): slavelab.Table",
     "The table with a grouping for the next verb: summarise gives a row for each group, mutate and filter take aggregates over "
     "the row's group. Groups come in the order of their keys; a missing key is a group of its own, sorted last. complete = true "
     "makes a group of every combination of the keys' values, also of those without a row. Without names the grouping ends.",
     "local t = lab.table { columns = { \"force\", \"n\" }, { \"Kent\", 2 }, { \"Essex\", 3 }, { \"Kent\", 4 } }\n"
     "print(t:group_by(\"force\"):summarise(\"total = sum(n)\"))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_groupby(lua_State *L) {
  sll_push_methods(L, "table");
  sll_register(L, "table", methods);
  lua_pop(L, 1);
}
