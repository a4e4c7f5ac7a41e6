#include "bindings/verbs/expressions/composing.h"

#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"

/* Upvalues: the operator, its sign. */
static int binary_operator(lua_State *L) {
  lua_settop(L, 2);
  const char *sign = lua_tostring(L, lua_upvalueindex(2));
  SlExpr *operands[] = {sll_to_operand(L, 1, sign), sll_to_operand(L, 2, sign)};
  return sll_push_operation(L, (SlOperator)lua_tointeger(L, lua_upvalueindex(1)), operands, 2);
}

static int unary_operator(lua_State *L) {
  SlExpr *operand = sll_hold_expression(L, 1);
  return sll_push_operation(L, (SlOperator)lua_tointeger(L, lua_upvalueindex(1)), &operand, 1);
}

static int refuse_operator(lua_State *L) {
  return sll_fail(L, "%s", lua_tostring(L, lua_upvalueindex(1)));
}

/* Pushes how the operand at index is written in Lua: col.age, (age + 1), 17. */
static void push_operand_form(lua_State *L, int index) {
  bool composed = luaL_testudata(L, index, SLL_EXPRESSION) != NULL;
  sll_push_expression_text(L, sll_to_operand(L, index, "operand"));
  if (!composed) return;
  SlStr text;
  text.bytes = lua_tolstring(L, -1, &text.length);
  bool plain = true;
  for (size_t i = 0; i < text.length; i++) {
    char c = text.bytes[i];
    plain = plain && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9'));
  }
  lua_pushfstring(L, plain ? "col.%s" : "(%s)", text.bytes);
  lua_replace(L, -2);
}

/* Lua makes true or false of a comparison at once, whatever its metamethod gives. `a > b` comes here as `b < a`.
 * Upvalues: operator and method when the expression stands on the left, the same when it stands on the right. */
static int refuse_comparison(lua_State *L) {
  lua_settop(L, 2);
  bool left = luaL_testudata(L, 1, SLL_EXPRESSION) != NULL;
  int self = left ? 1 : 2, other = left ? 2 : 1;
  SlOperator op = (SlOperator)lua_tointeger(L, lua_upvalueindex(left ? 1 : 3));
  push_operand_form(L, self);
  push_operand_form(L, other);
  SlExpr *operands[] = {sll_check_expression(L, self), sll_check_expression(L, other)};
  sll_push_operation(L, op, operands, 2);
  sll_push_expression_text(L, sll_check_expression(L, -1));
  return sll_fail(L,
                  "Lua turns a comparison of expressions into true or false before any row is looked at; write "
                  "%s:%s(%s), or the text '%s'",
                  lua_tostring(L, 3), lua_tostring(L, lua_upvalueindex(left ? 2 : 4)), lua_tostring(L, 4),
                  lua_tostring(L, -1));
}

static const struct {
  const char *event;
  const char *sign;
  SlOperator op;
} binary_operators[] = {
    {"__add", "+", SL_OP_ADD}, {"__sub", "-", SL_OP_SUB},        {"__mul", "*", SL_OP_MUL},
    {"__div", "/", SL_OP_DIV}, {"__mod", "%", SL_OP_MOD},        {"__idiv", "//", SL_OP_IDIV},
    {"__pow", "^", SL_OP_POW}, {"__concat", "..", SL_OP_CONCAT}, {"__band", "&", SL_OP_AND},
    {"__bor", "|", SL_OP_OR},
};

static const struct {
  const char *event;
  SlOperator op;
} unary_operators[] = {{"__unm", SL_OP_NEG}, {"__bnot", SL_OP_NOT}};

static const struct {
  const char *event;
  SlOperator left_op;
  const char *left_method;
  SlOperator right_op;
  const char *right_method;
} comparisons[] = {
    {"__lt", SL_OP_LT, "lt", SL_OP_GT, "gt"},
    {"__le", SL_OP_LE, "le", SL_OP_GE, "ge"},
    {"__eq", SL_OP_EQ, "eq", SL_OP_EQ, "eq"},
};

static const char *const refused[][2] = {
    {"__bxor", "between two expressions \"~\" has no meaning; unequal is written a:ne(b)"},
    {"__len",
     "\"#\" of an expression has no meaning; the length of a text is a:length(), the number of rows \"count()\""},
    {"__shl", "\"<<\" has no meaning between expressions"},
    {"__shr", "\">>\" has no meaning between expressions"},
    {"__call", "an expression is not a function; methods take a colon, as in col.age:gt(17)"},
};

void sll_set_expression_operators(lua_State *L) {
  for (size_t i = 0; i < sizeof binary_operators / sizeof *binary_operators; i++) {
    lua_pushinteger(L, binary_operators[i].op);
    lua_pushstring(L, binary_operators[i].sign);
    lua_pushcclosure(L, binary_operator, 2);
    lua_setfield(L, -2, binary_operators[i].event);
  }
  for (size_t i = 0; i < sizeof unary_operators / sizeof *unary_operators; i++) {
    lua_pushinteger(L, unary_operators[i].op);
    lua_pushcclosure(L, unary_operator, 1);
    lua_setfield(L, -2, unary_operators[i].event);
  }
  for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
    lua_pushinteger(L, comparisons[i].left_op);
    lua_pushstring(L, comparisons[i].left_method);
    lua_pushinteger(L, comparisons[i].right_op);
    lua_pushstring(L, comparisons[i].right_method);
    lua_pushcclosure(L, refuse_comparison, 4);
    lua_setfield(L, -2, comparisons[i].event);
  }
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
    lua_pushstring(L, refused[i][1]);
    lua_pushcclosure(L, refuse_operator, 1);
    lua_setfield(L, -2, refused[i][0]);
  }
}
