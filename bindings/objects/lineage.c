#include "bindings/objects/lineage.h"

#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/module.h"
#include "bindings/objects/about.h"

/* No column of a file is called so: names hold no control characters. */
static SlStr number_name(int side) { return sl_str(side == 0 ? "\1row" : "\1other row"); }

bool sll_is_traced(lua_State *L, int table) {
  bool traced = lua_getiuservalue(L, table, SLL_TABLE_MADE) == LUA_TTABLE;
  lua_pop(L, 1);
  if (traced) return true;
  sll_push_about(L, table);
  if (lua_istable(L, -1)) {
    traced = lua_getfield(L, -1, "sources") == LUA_TTABLE && lua_rawlen(L, -1) > 0;
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return traced;
}

/* --- rows by number ------------------------------------------------------------------------------------------------ */

/* Pushes a column of `count` numbers: of the groups of rows, counted from 1, or of the rows themselves. */
static SlColumn *push_numbers(lua_State *L, const SlGroups *groups, int64_t count) {
  bool wide = count > INT32_MAX;
  SlColumn **box = sll_new_column(L);
  SlError err;
  if (sl_column_alloc(SL_INTEGER, wide ? SL_I64 : SL_I32, count, false, NULL, box, &err) != SL_OK) sll_raise(L, &err);
  int32_t *narrow_values = (*box)->values;
  int64_t *wide_values = (*box)->values;
  for (int64_t row = 0; row < count; row++) {
    int64_t number = (groups ? (int64_t)sl_groups_of_row(groups, row) : row) + 1;
    if (wide)
      wide_values[row] = number;
    else
      narrow_values[row] = (int32_t)number;
  }
  return *box;
}

SlTable *sll_number_rows(lua_State *L, SlTable *table, bool traced, int side) {
  if (!traced) {
    lua_pushnil(L);
    return table;
  }
  SlColumn *numbers = push_numbers(L, NULL, table->length);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_table_with_column(table, number_name(side), numbers, box, &err) != SL_OK) sll_raise(L, &err);
  lua_remove(L, -2);
  return *box;
}

void sll_push_rows(lua_State *L, int index, int side) {
  SlTable **box = lua_touserdata(L, index);
  SlStr name = number_name(side);
  const SlColumn *column = sl_table_column(*box, name);
  if (!column) {
    lua_pushnil(L);
    return;
  }
  SlColumn **rows = sll_new_column(L);
  *rows = sl_column_retain(column);
  SlTable *rest;
  SlError err;
  if (sl_table_drop(*box, &name, 1, &rest, &err) != SL_OK) sll_raise(L, &err);
  sl_table_release(*box);
  *box = rest;
}

void sll_push_group_column(lua_State *L, const SlGroups *groups) {
  if (groups)
    push_numbers(L, groups, groups->row_count);
  else
    lua_pushnil(L);
}

/* --- what is kept -------------------------------------------------------------------------------------------------- */

/* Pushes a box of the table at index with what is known of it, but for a grouping. */
static void push_kept(lua_State *L, int table) {
  table = lua_absindex(L, table);
  sll_check_table(L, table);
  SlTable **box = sll_new_table(L);
  *box = sl_table_retain(sll_check_table(L, table));
  static const int kept[] = {SLL_TABLE_ABOUT, SLL_TABLE_MADE};
  for (int i = 0; i < 2; i++) {
    lua_getiuservalue(L, table, kept[i]);
    lua_setiuservalue(L, -2, kept[i]);
  }
}

/* Pushes the field of `made` of the box at index, a table that is made where there is none. */
static void push_made_field(lua_State *L, int box, const char *field) {
  box = lua_absindex(L, box);
  if (lua_getiuservalue(L, box, SLL_TABLE_MADE) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, box, SLL_TABLE_MADE);
  }
  luaL_getsubtable(L, -1, field);
  lua_remove(L, -2);
}

void sll_add_part(lua_State *L, int from) {
  from = lua_absindex(L, from);
  int columns = lua_gettop(L), rows = columns - 1, box = columns - 2;
  push_made_field(L, box, "parts");
  lua_createtable(L, 0, 3);
  push_kept(L, from);
  lua_setfield(L, -2, "from");
  lua_pushvalue(L, rows);
  lua_setfield(L, -2, "rows");
  lua_pushvalue(L, columns);
  lua_setfield(L, -2, "columns");
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  lua_settop(L, box);
}

void sll_made_of(lua_State *L, int from) {
  if (!sll_is_traced(L, from)) return;
  from = lua_absindex(L, from);
  int box = lua_gettop(L);
  sll_push_rows(L, box, 0);
  if (lua_isnil(L, -1) && sll_check_table(L, box)->length != sll_check_table(L, from)->length) {
    lua_pop(L, 1);
    lua_pushboolean(L, false);
  }
  lua_pushnil(L);
  sll_add_part(L, from);
}

void sll_push_recipe(lua_State *L, int from) {
  from = lua_absindex(L, from);
  lua_createtable(L, 0, 4);
  push_kept(L, from);
  lua_setfield(L, -2, "from");
}

void sll_set_recipe(lua_State *L, SlStr name) {
  push_made_field(L, -2, "cells");
  sll_push_str(L, name);
  lua_pushvalue(L, -3);
  lua_rawset(L, -3);
  lua_pop(L, 2);
}

/* --- for Lua ------------------------------------------------------------------------------------------------------- */

/* (t): what the table was made from, nil when nothing is kept; and whether it is traced. */
static int lineage_of(lua_State *L) {
  sll_check_table(L, 1);
  lua_getiuservalue(L, 1, SLL_TABLE_MADE);
  lua_pushboolean(L, sll_is_traced(L, 1));
  return 2;
}

/* (t): a text that boxes of one table with one origin have in common. */
static int lineage_id(lua_State *L) {
  SlTable *table = sll_check_table(L, 1);
  lua_getiuservalue(L, 1, SLL_TABLE_MADE);
  lua_getiuservalue(L, 1, SLL_TABLE_ABOUT);
  lua_pushfstring(L, "%p %p %p", (void *)table, lua_topointer(L, -2), lua_istable(L, -3) ? NULL : lua_topointer(L, -1));
  return 1;
}

/* (t, made): the same table that was made so. */
static int lineage_set(lua_State *L) {
  sll_hold_table(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  push_kept(L, 1);
  lua_pushvalue(L, 2);
  lua_setiuservalue(L, -2, SLL_TABLE_MADE);
  return 1;
}

/* (t): a box of the table that a script cannot close. */
static int lineage_keep(lua_State *L) {
  sll_hold_table(L, 1);
  push_kept(L, 1);
  return 1;
}

void sll_open_lineage(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"of", lineage_of}, {"id", lineage_id}, {"keep", lineage_keep}, {"set", lineage_set}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.lineage");
}
