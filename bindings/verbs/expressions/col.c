#include "bindings/verbs/expressions/composing.h"

#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"

/* (col, name) */
static int col_index(lua_State *L) {
  lua_settop(L, 2);
  if (lua_type(L, 2) != LUA_TSTRING)
    return sll_fail(L, "col takes the name of a column, as in col.people or col[\"Age group\"], not a %s",
                    luaL_typename(L, 2));
  SlStr name = sll_check_text(L, 2, "col");
  if (name.length == 0) return sll_fail(L, "col takes the name of a column, which cannot be empty");
  sll_push_column_expression(L, name);
  return 1;
}

static int col_newindex(lua_State *L) {
  return sll_fail(L, "col names columns and holds nothing; a new column is made with t:mutate(\"name = ...\")");
}

static int col_tostring(lua_State *L) {
  lua_pushliteral(L, "col (col.name is a column in an expression)");
  return 1;
}

static int lab_expr(lua_State *L) {
  luaL_checkany(L, 1);
  if (sll_test_expression(L, 1)) {
    lua_settop(L, 1);
    return 1;
  }
  sll_push_parsed(L, sll_check_text(L, 1, "expr"));
  return 1;
}

static int lab_lit(lua_State *L) {
  luaL_checkany(L, 1);
  lua_settop(L, 1);
  sll_to_operand(L, 1, "lit");
  return 1;
}

static const SllFunction functions[] = {
    {"expr", lab_expr, "(text: string): slavelab.Expression",
     "The expression that a text stands for, to be put together with others. Raises where the text cannot be read.",
     "local adult = lab.expr(\"age >= 18\")\nprint(adult & col.sex:eq(\"F\"))"},
    {"lit", lab_lit, "(value: any): slavelab.Expression",
     "A plain value as an expression; a text stands for itself, not for a column. nil is a missing value.",
     "print(lab.table { columns = { \"n\" }, { 1 } }:mutate { { \"country\", lab.lit(\"UK\") } })"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_col(lua_State *L) {
  sll_register(L, "lab", functions);
  lua_newtable(L);
  lua_createtable(L, 0, 4);
  static const luaL_Reg events[] = {
      {"__index", col_index}, {"__newindex", col_newindex}, {"__tostring", col_tostring}, {NULL, NULL}};
  luaL_setfuncs(L, events, 0);
  lua_pushliteral(L, "col");
  lua_setfield(L, -2, "__name");
  lua_setmetatable(L, -2);
  lua_setfield(L, -2, "col");
  sll_document(
      L, "lab", "col", "[name: string]: slavelab.Expression",
      "col.NAME is the column of that name in a composed expression; a name with blanks is written col[\"Age "
      "group\"]. Operators: + - * / // % ^ .. and & (and), | (or), ~ (not); comparisons are methods, as in "
      "col.age:gt(17).",
      "print(col.referrals / col.population * 1e5)\nprint(col[\"Age group\"]:eq(\"Adult\") & ~col.age:is_missing())");
}

