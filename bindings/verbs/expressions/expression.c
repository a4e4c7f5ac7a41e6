/* Composed expressions: col.age:gt(17) & col.sex:eq("F"). Operators and methods make trees; nothing is worked out
 * before a verb runs one. */
#include "bindings/verbs/expressions/expression.h"

#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/methods.h"
#include "bindings/base/scalar.h"
#include "bindings/verbs/expressions/composing.h"
#include "bindings/verbs/expressions/define.h"

/* --- making ------------------------------------------------------------------------------------------------------------------ */

/* A constructor gave NULL for these operands. */
static void fail_to_build(lua_State *L, SlExpr *const *operands, int64_t count) {
  for (int64_t i = 0; i < count; i++)
    if (sl_expr_levels(operands[i]) >= SL_EXPR_MOST_LEVELS)
      sll_fail(L, "the expression has more than %d levels; use isin for long lists, or several steps",
               SL_EXPR_MOST_LEVELS);
  sll_fail(L, "out of memory");
}

int sll_push_operation(lua_State *L, SlOperator op, SlExpr *const *operands, int64_t count) {
  SlExpr **box = sll_new_expression(L);
  *box = sl_expr_operation(op, operands, count);
  if (!*box) fail_to_build(L, operands, count);
  return 1;
}

int sll_push_call(lua_State *L, const char *function, SlExpr *const *operands, int64_t count) {
  SlExpr **box = sll_new_expression(L);
  *box = sl_expr_call(sl_str(function), operands, count);
  if (!*box) fail_to_build(L, operands, count);
  return 1;
}

SlExpr *sll_push_parsed(lua_State *L, SlStr text) {
  SlExpr **box = sll_new_expression(L);
  SlError err;
  if (sl_expr_parse(text, box, &err) != SL_OK) sll_raise(L, &err);
  return *box;
}

SlExpr *sll_push_column_expression(lua_State *L, SlStr name) {
  SlExpr **box = sll_new_expression(L);
  *box = sl_expr_column(name);
  if (!*box) sll_fail(L, "out of memory");
  return *box;
}

SlExpr *sll_own_expression(lua_State *L, int index) {
  sll_check_expression(L, index);
  SlExpr **own = sll_new_expression(L);
  *own = sl_expr_retain(sll_check_expression(L, index));
  lua_replace(L, index);
  return *own;
}

SlExpr *sll_to_operand(lua_State *L, int index, const char *what) {
  if (luaL_testudata(L, index, SLL_EXPRESSION)) return sll_own_expression(L, lua_absindex(L, index));
  if (luaL_testudata(L, index, SLL_COLUMN))
    sll_fail(L,
             "%s: a column of a table cannot stand in an expression; name it instead, as in col.people or col[\"Age "
             "group\"]",
             what);
  index = lua_absindex(L, index);
  sll_settle_period(L, index);
  SlScalar scalar = sll_check_scalar(L, index, what);
  SlExpr **box = sll_new_expression(L);
  *box = sl_expr_literal(&scalar);
  if (!*box) sll_fail(L, "out of memory");
  lua_replace(L, index); /* the tree has its own copy of a text */
  return *box;
}

void sll_to_evaluable(lua_State *L, int index, const char *what) {
  index = lua_absindex(L, index);
  if (luaL_testudata(L, index, SLL_EXPRESSION) || luaL_testudata(L, index, SLL_COLUMN) || lua_isfunction(L, index))
    return;
  if (lua_type(L, index) == LUA_TSTRING) {
    SlStr text;
    text.bytes = lua_tolstring(L, index, &text.length);
    sll_push_parsed(L, text);
    lua_replace(L, index);
  } else if (lua_type(L, index) == LUA_TNUMBER || lua_type(L, index) == LUA_TBOOLEAN) {
    sll_to_operand(L, index, what);
  } else {
    sll_fail(L, "%s: an expression was expected: a text, one made with col, a function or a column; got %s", what,
             luaL_typename(L, index));
  }
}

SlExpr **sll_check_operands(lua_State *L, int first, int last, const char *method) {
  luaL_checkstack(L, 8, NULL);
  SlExpr **operands = sll_new_array(L, last - first + 1, sizeof *operands);
  for (int i = first; i <= last; i++) {
    char what[64];
    sl_print_cut(what, sizeof what, "%s: argument %d", method, i - first);
    operands[i - first] = sll_to_operand(L, i, what);
  }
  return operands;
}

void sll_push_expression_text(lua_State *L, const SlExpr *expr) {
  sl_expr_print(expr, sll_new_buffer(L));
  sll_buffer_done(L);
}

/* --- what Lua asks of an expression ------------------------------------------------------------------------------------------ */

/* (self, name): a method, lab.define's among them. */
static int expression_index(lua_State *L) {
  lua_settop(L, 2);
  if (lua_type(L, 2) != LUA_TSTRING)
    return sll_fail(L, "an expression has methods only; a column with that name is written col[\"...\"]");
  if (sll_push_method(L, "expression", 2) || sll_push_library_method(L, 2)) return 1;
  sll_push_method_names(L, "expression");
  SlStr name = sll_check_text(L, 2, "name");
  sll_push_foreign(L, name, -1, false);
  return sll_fail(L, "an expression has no method \"%s\"%s", name.bytes, lua_tostring(L, -1));
}

static int expression_tostring(lua_State *L) {
  if (!sll_test_expression(L, 1)) {
    lua_pushliteral(L, "expression (closed)");
    return 1;
  }
  sll_push_expression_text(L, sll_hold_expression(L, 1));
  return 1;
}

void sll_open_expressions(lua_State *L) {
  sll_push_methods(L, "expression");
  sll_open_expression_methods(L);
  sll_open_expression_functions(L);
  lua_pop(L, 1);
  sll_push_metatable(L, SLL_EXPRESSION);
  sll_set_expression_operators(L);
  static const luaL_Reg events[] = {{"__index", expression_index}, {"__tostring", expression_tostring}, {NULL, NULL}};
  luaL_setfuncs(L, events, 0);
  lua_pop(L, 1);
  sll_open_col(L);
}
