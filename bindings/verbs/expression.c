/* Composed expressions: col.age:gt(17) & col.sex:eq("F"). Operators and methods make trees; nothing is worked out
 * before a verb runs one. */
#include "bindings/verbs/expression.h"

#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/methods.h"
#include "bindings/verbs/define.h"
#include "core/base/alloc.h"

/* --- making ------------------------------------------------------------------------------------------------------- */

/* A constructor gave NULL for these operands. */
static void fail_to_build(lua_State *L, SlExpr *const *operands, int64_t count) {
  for (int64_t i = 0; i < count; i++)
    if (sl_expr_levels(operands[i]) >= SL_EXPR_MOST_LEVELS)
      sll_fail(L, "the expression has more than %d levels; use isin for long lists, or several steps",
               SL_EXPR_MOST_LEVELS);
  sll_fail(L, "out of memory");
}

static int push_operation(lua_State *L, SlOperator op, SlExpr *const *operands, int64_t count) {
  SlExpr **box = sll_new_expression(L);
  *box = sl_expr_operation(op, operands, count);
  if (!*box) fail_to_build(L, operands, count);
  return 1;
}

static int push_call(lua_State *L, const char *function, SlExpr *const *operands, int64_t count) {
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

/* The expression at index in a box of our own, which takes its place: a script may close its own while other operands are made. */
static SlExpr *own_expression(lua_State *L, int index) {
  sll_check_expression(L, index);
  SlExpr **own = sll_new_expression(L);
  *own = sl_expr_retain(sll_check_expression(L, index));
  lua_replace(L, index);
  return *own;
}

SlExpr *sll_to_operand(lua_State *L, int index, const char *what) {
  if (luaL_testudata(L, index, SLL_EXPRESSION)) return own_expression(L, lua_absindex(L, index));
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

/* The arguments first .. last as operands, in an array that is left on the stack. Column name of messages: the
 * method's. */
static SlExpr **check_operands(lua_State *L, int first, int last, const char *method) {
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

/* --- operators ---------------------------------------------------------------------------------------------------- */

/* Upvalues: the operator, its sign. */
static int binary_operator(lua_State *L) {
  lua_settop(L, 2);
  const char *sign = lua_tostring(L, lua_upvalueindex(2));
  SlExpr *operands[] = {sll_to_operand(L, 1, sign), sll_to_operand(L, 2, sign)};
  return push_operation(L, (SlOperator)lua_tointeger(L, lua_upvalueindex(1)), operands, 2);
}

static int unary_operator(lua_State *L) {
  SlExpr *operand = sll_hold_expression(L, 1);
  return push_operation(L, (SlOperator)lua_tointeger(L, lua_upvalueindex(1)), &operand, 1);
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
  push_operation(L, op, operands, 2);
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

/* --- methods ------------------------------------------------------------------------------------------------------ */

/* (self, value): upvalue the operator's number. One function for each comparison, as lab.docs() wants them by name. */
static int compare(lua_State *L, SlOperator op, const char *method) {
  sll_check_expression(L, 1);
  if (lua_gettop(L) != 2)
    return sll_fail(L, "%s: takes one value to compare with, as in col.age:%s(17)", method, method);
  SlExpr *operands[] = {sll_to_operand(L, 1, method), sll_to_operand(L, 2, method)};
  return push_operation(L, op, operands, 2);
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
  return push_operation(L, SL_OP_IN, owned->items, owned->count);
}

static int expression_isin(lua_State *L) {
  sll_check_expression(L, 1);
  if (lua_gettop(L) == 2 && lua_type(L, 2) == LUA_TTABLE) return isin_list(L);
  int count = lua_gettop(L);
  SlExpr **operands = check_operands(L, 1, count, "isin");
  return push_operation(L, SL_OP_IN, operands, count);
}

static int expression_between(lua_State *L) {
  sll_check_expression(L, 1);
  if (lua_gettop(L) != 3)
    return sll_fail(L, "between: takes two values, the lowest and the highest, as in col.age:between(18, 24)");
  SlExpr **operands = check_operands(L, 1, 3, "between");
  return push_operation(L, SL_OP_BETWEEN, operands, 3);
}

static int expression_is_missing(lua_State *L) {
  SlExpr *operand = sll_hold_expression(L, 1);
  return push_operation(L, SL_OP_IS_MISSING, &operand, 1);
}

static int expression_is_not_missing(lua_State *L) {
  expression_is_missing(L);
  SlExpr *is_missing = own_expression(L, lua_gettop(L));
  return push_operation(L, SL_OP_NOT, &is_missing, 1);
}

static int expression_desc(lua_State *L) {
  SlExpr *operand = sll_hold_expression(L, 1);
  return push_call(L, "desc", &operand, 1);
}

int sll_call_function(lua_State *L) {
  const char *name = lua_tostring(L, lua_upvalueindex(1));
  sll_check_expression(L, 1);
  int count = lua_gettop(L);
  SlExpr **operands = check_operands(L, 1, count, name);
  return push_call(L, name, operands, count);
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
    lua_pushlstring(L, name.bytes, name.length);
    lua_setfield(L, -2, "name");
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

static void set_operators(lua_State *L) {
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

/* --- col, lab.expr, lab.lit --------------------------------------------------------------------------------------- */

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

static void open_col(lua_State *L) {
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

void sll_open_expressions(lua_State *L) {
  sll_push_methods(L, "expression");
  sll_register(L, "expression", methods);
  sll_open_expression_functions(L);
  lua_pop(L, 1);
  sll_push_metatable(L, SLL_EXPRESSION);
  set_operators(L);
  static const luaL_Reg events[] = {{"__index", expression_index}, {"__tostring", expression_tostring}, {NULL, NULL}};
  luaL_setfuncs(L, events, 0);
  lua_pop(L, 1);
  sll_register(L, "lab", functions);
  open_col(L);
}
