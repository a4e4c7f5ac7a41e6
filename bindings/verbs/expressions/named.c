#include "bindings/verbs/expressions/named.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/module.h"
#include "bindings/verbs/expressions/expression.h"

typedef struct Named {
  const char *verb;
  SllOver over;
  int list, conditions; /* lists on the stack: pairs; what stands behind "over" */
  lua_Integer count;    /* of pairs */
} Named;

/* The name and the value on top become a pair of the list. */
static void add_pair(lua_State *L, Named *named) {
  lua_rawseti(L, named->list, named->count * 2 + 2);
  lua_rawseti(L, named->list, named->count * 2 + 1);
  named->count++;
}

/* The template with the column for each "*", pushed. */
static void push_filled(lua_State *L, SlStr template, SlStr column) {
  luaL_Buffer name;
  luaL_buffinit(L, &name);
  for (size_t i = 0; i < template.length; i++) {
    if (template.bytes[i] == '*')
      luaL_addlstring(&name, column.bytes, column.length);
    else
      luaL_addchar(&name, template.bytes[i]);
  }
  luaL_pushresult(&name);
}

/* A pair for each of the columns in the list on top. `each` is the box of the expression. */
static void add_columns(lua_State *L, Named *named, SlStr template, int each) {
  int columns = lua_gettop(L);
  lua_Integer count = (lua_Integer)lua_rawlen(L, columns);
  if (count > 1 && !memchr(template.bytes, '*', template.length))
    sll_fail(L, "%s: %lld columns would be called \"%.*s\"; write * where their names go, as in \"*_%.*s = ...\"", named->verb, (long long)count,
             SL_STR_ARGS(template), SL_STR_ARGS(template));
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, columns, i);
    SlStr column = sll_check_text(L, -1, named->verb);
    push_filled(L, template, column);
    SlExpr **box = sll_new_expression(L);
    SlError err;
    if (sl_expr_for_column(sll_check_expression(L, each), column, box, &err) != SL_OK) sll_raise(L, &err);
    add_pair(L, named);
    lua_settop(L, columns);
  }
}

/* Boxes of the expression and the condition of "mean(*) over numeric" are pushed, below them the text of the name; false, and nothing
 * is pushed, when the text is none. */
static bool push_over(lua_State *L, SlStr text) {
  int top = lua_gettop(L);
  SlBuf *name = sll_new_buffer(L);
  SlExpr **each = sll_new_expression(L), **condition = sll_new_expression(L);
  SlError err;
  if (sl_expr_parse_over(text, name, each, condition, &err) != SL_OK) sll_raise(L, &err);
  if (!*each) {
    lua_settop(L, top);
    return false;
  }
  lua_pushvalue(L, top + 1);
  sll_buffer_done(L);
  lua_replace(L, top + 1);
  return true;
}

bool sll_push_over_condition(lua_State *L, SlStr text) {
  if (!memmem(text.bytes, text.length, "over", 4) || !push_over(L, text)) return false;
  lua_replace(L, -3);
  lua_pop(L, 1);
  return true;
}

/* False when the text is no expression over columns. name: what the columns are to be called, NULL when the text says it. */
static bool add_over(lua_State *L, Named *named, SlStr text, const SlStr *name) {
  luaL_checkstack(L, 16, NULL);
  int top = lua_gettop(L);
  if (!memmem(text.bytes, text.length, "over", 4) || !push_over(L, text)) return false;
  if (named->over.table == 0)
    sll_fail(L, "%s: \"over\" is for mutate and summarise of a table: it makes a column for each of several", named->verb);
  SlStr template = name ? *name : sll_check_text(L, top + 1, named->verb);
  lua_pushvalue(L, top + 3);
  lua_rawseti(L, named->conditions, (lua_Integer)lua_rawlen(L, named->conditions) + 1);
  lua_pushvalue(L, named->over.table);
  lua_pushvalue(L, top + 3);
  if (named->over.params)
    lua_pushvalue(L, named->over.params);
  else
    lua_pushnil(L);
  lua_pushstring(L, named->verb);
  sll_call_module(L, "lib.figures.column_sets", "over", 4, 1);
  add_columns(L, named, template, top + 2);
  lua_settop(L, top);
  return true;
}

/* The value on top, given for the name below it. */
static void add_value(lua_State *L, Named *named) {
  SlStr name = sll_check_text(L, -2, "name of a column");
  if (name.length == 0) sll_fail(L, "%s: a column needs a name", named->verb);
  SlStr text = {"", 0};
  if (lua_type(L, -1) == LUA_TSTRING) text.bytes = lua_tolstring(L, -1, &text.length);
  if (add_over(L, named, text, &name)) {
    lua_pop(L, 2);
    return;
  }
  char what[128];
  sl_print_cut(what, sizeof what, "%s: %s", named->verb, name.bytes);
  sll_to_evaluable(L, -1, what);
  add_pair(L, named);
}

static void add_text(lua_State *L, Named *named, int index) {
  luaL_checkstack(L, 16, NULL);
  SlStr text = sll_check_text(L, index, named->verb);
  SlBuf *name = sll_new_buffer(L);
  SlExpr **box = sll_new_expression(L);
  SlError err;
  SlStatus status = sl_expr_parse_named(text, name, box, &err);
  if (status == SL_EPARSE && add_over(L, named, text, NULL)) {
    lua_pop(L, 2);
    return;
  }
  if (status != SL_OK) sll_raise(L, &err);
  lua_insert(L, -2);
  sll_buffer_done(L);
  lua_insert(L, -2);
  add_pair(L, named);
}

static void add_expression(lua_State *L, Named *named, int index) {
  sll_push_expression_text(L, sll_to_operand(L, index, named->verb));
  lua_pushvalue(L, index);
  add_pair(L, named);
}

/* {"name", value}; the table is at index. */
static void add_list_pair(lua_State *L, Named *named, int index) {
  lua_rawgeti(L, index, 1);
  lua_rawgeti(L, index, 2);
  if (lua_rawlen(L, index) != 2 || lua_type(L, -2) != LUA_TSTRING)
    sll_fail(L, "%s: a pair was expected, as in {{\"rate\", \"people / total\"}}", named->verb);
  add_value(L, named);
}

/* { name = value } */
static void add_entry(lua_State *L, Named *named, int index) {
  lua_pushnil(L);
  if (!lua_next(L, index)) return;
  if (lua_type(L, -2) != LUA_TSTRING)
    sll_fail(L, "%s: the name of a column is a text, not a %s", named->verb, luaL_typename(L, -2));
  lua_pushvalue(L, -2);
  lua_insert(L, -2);
  add_value(L, named);
  if (lua_next(L, index))
    sll_fail(
        L,
        "%s: a table { name = expression } may have one entry, because Lua keeps no order among several and the "
        "columns would come in a random one; write texts, %s(\"a = ...\", \"b = ...\"), or pairs, %s{{\"a\", ...}, "
        "{\"b\", ...}}",
        named->verb, named->verb, named->verb);
}

/* {"rate", function ...}: meant as a pair, though a list of pairs has brackets twice. A name has no "=" or "(". */
static bool is_bare_pair(lua_State *L, int index) {
  if (lua_rawlen(L, index) != 2) return false;
  bool value = lua_rawgeti(L, index, 2) != LUA_TSTRING;
  bool name = lua_rawgeti(L, index, 1) == LUA_TSTRING && !strpbrk(lua_tostring(L, -1), "=(");
  lua_pop(L, 2);
  return name && value;
}

static void add_item(lua_State *L, Named *named, int index, const char *where);

static void add_list(lua_State *L, Named *named, int index) {
  lua_Integer count = (lua_Integer)lua_rawlen(L, index);
  for (lua_Integer k = 1; k <= count; k++) {
    char where[64];
    sl_print_cut(where, sizeof where, "item %lld of the list", (long long)k);
    if (lua_rawgeti(L, index, k) == LUA_TTABLE) sll_check_plain(L, -1, named->verb);
    if (lua_type(L, -1) == LUA_TTABLE && lua_rawlen(L, -1) > 0)
      add_list_pair(L, named, lua_gettop(L));
    else
      add_item(L, named, lua_gettop(L), where);
    lua_pop(L, 1);
  }
}

static void add_item(lua_State *L, Named *named, int index, const char *where) {
  if (lua_type(L, index) == LUA_TSTRING)
    add_text(L, named, index);
  else if (luaL_testudata(L, index, SLL_EXPRESSION))
    add_expression(L, named, index);
  else if (lua_type(L, index) == LUA_TTABLE && lua_rawlen(L, index) == 0)
    add_entry(L, named, index);
  else if (lua_isfunction(L, index) || luaL_testudata(L, index, SLL_COLUMN))
    sll_fail(L, "%s: %s: a %s needs a name, as in {{\"name\", ...}}", named->verb, where,
             lua_isfunction(L, index) ? "function" : "column");
  else
    sll_fail(L, "%s: %s: an expression was expected, as in \"rate = people / total\"; got %s", named->verb, where,
             luaL_typename(L, index));
}

lua_Integer sll_push_named(lua_State *L, const char *verb, SllOver over, int first, int last) {
  lua_newtable(L);
  lua_newtable(L);
  Named named = {.verb = verb, .over = over, .list = lua_gettop(L) - 1, .conditions = lua_gettop(L)};
  for (int i = first; i <= last; i++) {
    char where[32];
    sl_print_cut(where, sizeof where, "argument %d", i - first + 1);
    if (lua_type(L, i) == LUA_TTABLE) {
      char what[128];
      sl_print_cut(what, sizeof what, "%s: %s", verb, where);
      sll_check_plain(L, i, what);
    }
    if (lua_type(L, i) != LUA_TTABLE || lua_rawlen(L, i) == 0)
      add_item(L, &named, i, where);
    else if (is_bare_pair(L, i))
      add_list_pair(L, &named, i);
    else
      add_list(L, &named, i);
    lua_settop(L, named.conditions);
  }
  for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, named.conditions); i <= count; i++) {
    lua_rawgeti(L, named.conditions, i);
    lua_rawseti(L, named.list, named.count * 2 + i);
  }
  lua_settop(L, named.list);
  return named.count;
}
