#include "bindings/verbs/expressions/origin.h"

#include <lauxlib.h>

#include "bindings/base/box.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/module.h"
#include "bindings/base/scalar.h"
#include "bindings/objects/about.h"
#include "bindings/objects/lineage.h"
#include "bindings/verbs/expressions/define.h"
#include "core/query/aggregate.h"
#include "core/query/window.h"

SllOrigin sll_push_origin(lua_State *L, const SllScope *scope, int table, int params) {
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  table = lua_absindex(L, table);
  SllOrigin origin = {.groups = lua_gettop(L) + 1, .whole = scope->mode == SL_PLAN_GROUPS};
  origin.by = origin.groups + 1, origin.params = origin.groups + 2;
  sll_push_group_column(L, scope->grouping.groups);
  lua_getiuservalue(L, table, SLL_TABLE_BY);
  if (params > 0 && lua_istable(L, params)) { /* a script may change its own */
    lua_pushvalue(L, params);
    sll_push_shallow_copy(L);
    lua_remove(L, -2);
  } else {
    lua_pushnil(L);
  }
  return origin;
}

static void set_shared(lua_State *L, const char *field, int place) {
  lua_pushvalue(L, place);
  lua_setfield(L, -2, field);
}

void sll_record_value(lua_State *L, const SllOrigin *origin, int from, SlStr name) {
  int box = lua_gettop(L), column = box - 1, value = box - 2;
  from = lua_absindex(L, from);
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  if (!origin->whole) { /* other columns are as they were */
    lua_pushnil(L);
    lua_pushnil(L);
    sll_add_part(L, from);
  }
  sll_push_recipe(L, from);
  set_shared(L, "value", value);
  set_shared(L, "groups", origin->groups);
  set_shared(L, "by", origin->by);
  set_shared(L, "params", origin->params);
  lua_getiuservalue(L, column, SLL_COLUMN_READ);
  lua_setfield(L, -2, "read");
  sll_set_truth(L, "whole", origin->whole);
  sll_set_recipe(L, name);
}

void sll_record_groups(lua_State *L, const SllOrigin *origin, int from) {
  int box = lua_gettop(L);
  lua_getiuservalue(L, box, SLL_TABLE_MADE);
  if (!lua_istable(L, -1)) { /* neither keys nor values */
    lua_pop(L, 1);
    return;
  }
  sll_push_recipe(L, from);
  lua_getfield(L, -1, "from");
  lua_setfield(L, -3, "from");
  lua_pushvalue(L, origin->groups);
  lua_setfield(L, -3, "groups");
  lua_settop(L, box);
}

/* --- for Lua ------------------------------------------------------------------------------------------------------- */

/* "aggregate", "window" or "function": how a call looks at rows. */
static const char *call_kind(lua_State *L, SlStr name) {
  SlAggregate aggregate;
  SlWindow window;
  if (sl_aggregate_find(name, &aggregate) || sll_is_aggregate(L, name)) return "aggregate";
  return sl_window_find(name, &window) ? "window" : "function";
}

/* (expression): { kind = "column", "param", "literal", "operation", "aggregate", "window" or "function", name =, value =, operands ... },
 * whose operands are expressions. */
static int origin_node(lua_State *L) {
  static const char *const kinds[] = {"column", "param", "literal", "operation", NULL};
  const SlExpr *expr = sll_hold_expression(L, 1);
  int64_t count = sl_expr_operand_count(expr);
  lua_createtable(L, (int)count, 3);
  SlStr name = sl_expr_name(expr);
  const char *kind = kinds[sl_expr_kind(expr)];
  lua_pushstring(L, kind ? kind : call_kind(L, name));
  lua_setfield(L, -2, "kind");
  if (name.length > 0) {
    sll_set_text(L, "name", name);
  }
  if (sl_expr_value(expr)) {
    sll_push_scalar(L, sl_expr_value(expr));
    lua_setfield(L, -2, "value");
  }
  for (int64_t i = 0; i < count; i++) {
    SlExpr **operand = sll_new_expression(L);
    *operand = sl_expr_retain((SlExpr *)sl_expr_operand(expr, i)); /* counting is no change */
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

void sll_open_origin(lua_State *L) {
  static const luaL_Reg functions[] = {{"node", origin_node}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.origin");
}
