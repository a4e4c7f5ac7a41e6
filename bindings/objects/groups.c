#include "bindings/objects/groups.h"

#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
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
  const SlColumn **keys = sll_new_array(L, grouping.count, sizeof *keys);
  for (int64_t i = 0; i < grouping.count; i++) {
    int64_t column;
    if (sl_table_require(table, grouping.names[i], &column, &err) != SL_OK) sll_raise(L, &err);
    keys[i] = table->columns[column];
  }
  void **slot = sll_new_holder(L, free_groups);
  if (sl_groups_new(keys, grouping.count, table->length, complete, (SlGroups **)slot, &err) != SL_OK) sll_raise(L, &err);
  grouping.groups = *slot;
  lua_replace(L, by);
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
