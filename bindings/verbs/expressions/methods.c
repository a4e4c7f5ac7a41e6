#include "bindings/base/fields.h"
#include "bindings/base/scalar.h"
#include "bindings/verbs/expressions/composing.h"

#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "core/base/alloc.h"

/* (self, value): upvalue the operator's number. One function for each comparison, as lab.docs() wants them by name. */
static int compare(lua_State *L, SlOperator op, const char *method) {
  sll_check_expression(L, 1);
  if (lua_gettop(L) != 2)
    return sll_fail(L, "%s: takes one value to compare with, as in col.age:%s(17)", method, method);
  SlExpr *operands[] = {sll_to_operand(L, 1, method), sll_to_operand(L, 2, method)};
  return sll_push_operation(L, op, operands, 2);
}

static int expression_eq(lua_State *L) { return compare(L, SL_OP_EQ, "eq"); }
static int expression_ne(lua_State *L) { return compare(L, SL_OP_NE, "ne"); }
static int expression_lt(lua_State *L) { return compare(L, SL_OP_LT, "lt"); }
static int expression_le(lua_State *L) { return compare(L, SL_OP_LE, "le"); }
static int expression_gt(lua_State *L) { return compare(L, SL_OP_GT, "gt"); }
static int expression_ge(lua_State *L) { return compare(L, SL_OP_GE, "ge"); }

/* Trees that are owned until they are part of a larger one. */
typedef struct Owned {
  int64_t count;
  SlExpr *items[];
} Owned;

static void release_owned(void *object) {
  Owned *owned = object;
  for (int64_t i = 0; i < owned->count; i++) sl_expr_release(owned->items[i]);
  sl_free(owned);
}

/* (self, list): the items need not pass through the stack, which a million do not fit. */
static int isin_list(lua_State *L) {
  SlExpr *self = sll_hold_expression(L, 1);
  lua_Integer count = sll_push_list(L, 2, "isin: list");
  int list = lua_gettop(L);
  void **slot = sll_new_holder(L, release_owned);
  Owned *owned = *slot = sl_alloc_zeroed(1, sizeof *owned + ((size_t)count + 1) * sizeof owned->items[0]);
  if (!owned) return sll_fail(L, "out of memory");
  owned->items[owned->count++] = sl_expr_retain(self);
  for (lua_Integer i = 1; i <= count; i++) {
    sll_check_interrupt(L, i);
    lua_rawgeti(L, list, i);
    SlExpr *item = NULL;
    if (luaL_testudata(L, -1, SLL_EXPRESSION)) {
      item = sl_expr_retain(sll_check_expression(L, -1));
    } else {
      SlScalar scalar;
      sll_settle_period(L, -1);
      if (!sll_read_scalar(L, -1, &scalar)) {
        char what[64];
        snprintf(what, sizeof what, "isin: item %lld", (long long)i);
        scalar = sll_check_scalar(L, -1, what);
      }
      item = sl_expr_literal(&scalar);
      if (!item) return sll_fail(L, "out of memory");
    }
    owned->items[owned->count++] = item;
    lua_pop(L, 1);
  }
  return sll_push_operation(L, SL_OP_IN, owned->items, owned->count);
}

static int expression_isin(lua_State *L) {
  sll_check_expression(L, 1);
  if (lua_gettop(L) == 2 && lua_type(L, 2) == LUA_TTABLE) return isin_list(L);
  int count = lua_gettop(L);
  SlExpr **operands = sll_check_operands(L, 1, count, "isin");
  return sll_push_operation(L, SL_OP_IN, operands, count);
}

static int expression_between(lua_State *L) {
  sll_check_expression(L, 1);
  if (lua_gettop(L) != 3)
    return sll_fail(L, "between: takes two values, the lowest and the highest, as in col.age:between(18, 24)");
  SlExpr **operands = sll_check_operands(L, 1, 3, "between");
  return sll_push_operation(L, SL_OP_BETWEEN, operands, 3);
}

static int expression_is_missing(lua_State *L) {
  SlExpr *operand = sll_hold_expression(L, 1);
  return sll_push_operation(L, SL_OP_IS_MISSING, &operand, 1);
}

static int expression_is_not_missing(lua_State *L) {
  expression_is_missing(L);
  SlExpr *is_missing = sll_own_expression(L, lua_gettop(L));
  return sll_push_operation(L, SL_OP_NOT, &is_missing, 1);
}

static int expression_desc(lua_State *L) {
  SlExpr *operand = sll_hold_expression(L, 1);
  return sll_push_call(L, "desc", &operand, 1);
}

int sll_call_function(lua_State *L) {
  const char *name = lua_tostring(L, lua_upvalueindex(1));
  sll_check_expression(L, 1);
  int count = lua_gettop(L);
  SlExpr **operands = sll_check_operands(L, 1, count, name);
  return sll_push_call(L, name, operands, count);
}

/* Pushes { kind =, name = or op = or value =, operands ... }. Trees are at most SL_EXPR_MOST_LEVELS deep. */
static void push_tree(lua_State *L, const SlExpr *expr) {
  static const char *const kinds[] = {"column", "param", "literal", "operation", "call"};
  luaL_checkstack(L, 8, "the expression is too deep");
  int64_t count = sl_expr_operand_count(expr);
  lua_createtable(L, (int)count, 2);
  lua_pushstring(L, kinds[sl_expr_kind(expr)]);
  lua_setfield(L, -2, "kind");
  SlStr name = sl_expr_name(expr);
  const SlScalar *value = sl_expr_value(expr);
  if (sl_expr_operator(expr)) {
    lua_pushstring(L, sl_expr_operator(expr));
    lua_setfield(L, -2, "op");
  } else if (value) {
    sll_push_scalar(L, value);
    lua_setfield(L, -2, "value");
  } else {
    sll_set_text(L, "name", name);
  }
  for (int64_t i = 0; i < count; i++) {
    push_tree(L, sl_expr_operand(expr, i));
    lua_rawseti(L, -2, i + 1);
  }
}

static int expression_tree(lua_State *L) {
  push_tree(L, sll_check_expression(L, 1));
  return 1;
}

static const SllFunction methods[] = {
    {"tree", expression_tree, "(): table",
     "The expression as a table, for programs that translate or analyse it: kind is \"column\" or \"param\" (with name), \"literal\" "
     "(with value, nil when missing), \"operation\" (with op) or \"call\" (with name); operands stand in its list part.",
     "print(lab.expr(\"sum(people) / 2\"):tree()[1].name)"},
    {"eq", expression_eq, "(value: any): slavelab.Expression",
     "Equal to a value or to another expression; missing when either is missing.", "print(col.sex:eq(\"F\"))"},
    {"ne", expression_ne, "(value: any): slavelab.Expression", "Not equal; missing when either is missing.",
     "print(col.sex:ne(\"F\"))"},
    {"lt", expression_lt, "(value: any): slavelab.Expression", "Less than; missing when either is missing.",
     "print(col.age:lt(17))"},
    {"le", expression_le, "(value: any): slavelab.Expression", "Less than or equal; missing when either is missing.",
     "print(col.age:le(17))"},
    {"gt", expression_gt, "(value: any): slavelab.Expression", "Greater than; missing when either is missing.",
     "print(col.age:gt(17))"},
    {"ge", expression_ge, "(value: any): slavelab.Expression", "Greater than or equal; missing when either is missing.",
     "print(col.age:ge(17))"},
    {"isin", expression_isin, "(...: any): slavelab.Expression",
     "One of the values, given one by one or as a list; missing when the value itself is missing.",
     "print(col.force:isin(\"Kent\", \"Essex\"), col.force:isin{\"Kent\", \"Essex\"})"},
    {"between", expression_between, "(low: any, high: any): slavelab.Expression",
     "From low to high, both ends included.", "print(col.age:between(18, 24))"},
    {"is_missing", expression_is_missing, "(): slavelab.Expression",
     "True where there is no value; itself never missing.", "print(col.age:is_missing())"},
    {"is_not_missing", expression_is_not_missing, "(): slavelab.Expression",
     "True where there is a value; itself never missing.", "print(col.age:is_not_missing())"},
    {"desc", expression_desc, "(): slavelab.Expression",
     "For sort: from the largest to the smallest; missing values still come last.",
     "local t = lab.table { columns = { \"n\" }, { 1 }, { 3 } }\nprint(t:sort(col.n:desc()))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_expression_methods(lua_State *L) { sll_register(L, "expression", methods); }
