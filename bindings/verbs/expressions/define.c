#include "bindings/verbs/expressions/define.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/calls.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/manifest.h"
#include "bindings/base/modules/methods.h"
#include "bindings/base/modules/module.h"
#include "bindings/base/scalar.h"
#include "bindings/objects/groups.h"
#include "bindings/verbs/expressions/expression.h"
#include "core/base/alloc.h"
#include "core/query/aggregate.h"
#include "core/query/window.h"

static const char list_key[] = "slavelab.defined", library_key[] = "slavelab.functions.of_library";

/* --- defining ----------------------------------------------------------------------------------------------------- */

/* The list is on top: the place of that name in it, or 0. */
static lua_Integer find_defined(lua_State *L, const char *name) {
  lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, -1, i);
    lua_getfield(L, -1, "name");
    bool is_it = strcmp(lua_tostring(L, -1), name) == 0;
    lua_pop(L, 2);
    if (is_it) return i;
  }
  return 0;
}

static bool is_built_in(SlStr name) {
  SlAggregate aggregate;
  SlWindow window;
  if (sl_aggregate_find(name, &aggregate) || sl_window_find(name, &window) || sl_str_equal(name, sl_str("desc")))
    return true;
  for (int64_t i = 0; sl_scalar_function(i); i++)
    if (sl_str_equal(name, sl_str(sl_scalar_function(i)->name))) return true;
  return false;
}

/* Pushes the functions of the library that are written in Lua, { { name = , module = }, ... }: made once the manifest can be read. */
static void push_library(lua_State *L) {
  if (lua_getfield(L, LUA_REGISTRYINDEX, library_key) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_newtable(L);
  lua_Integer count = 0;
  sll_push_manifest(L, "functions");
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    lua_createtable(L, 0, 2);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "name");
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "module");
    lua_rawseti(L, -5, ++count);
  }
  lua_pop(L, 1);
  if (count == 0) return;
  lua_pushvalue(L, -1);
  lua_setfield(L, LUA_REGISTRYINDEX, library_key);
}

static bool is_of_library(lua_State *L, const char *name) {
  push_library(L);
  bool found = find_defined(L, name) > 0;
  lua_pop(L, 1);
  return found;
}

/* A name that an expression can call: it parses as a call of itself. */
static bool is_callable(lua_State *L, SlStr name) {
  bool letters = name.length > 0 && !(name.bytes[0] >= '0' && name.bytes[0] <= '9');
  for (size_t i = 0; i < name.length; i++) {
    char c = name.bytes[i];
    letters = letters && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_');
  }
  if (!letters) return false;
  sll_push_str(L, name);
  lua_pushfstring(L, "%s()", lua_tostring(L, -1));
  SlStr call = sll_check_text(L, -1, "define");
  SlExpr *expr = NULL;
  SlError err;
  SlStatus status = sl_expr_parse(call, &expr, &err);
  sl_expr_release(expr);
  if (status == SL_ENOMEM) sll_raise(L, &err);
  lua_pop(L, 2);
  return status == SL_OK;
}

/* col.age:adult() is adult(age). The language's own methods (eq, isin ...) are no functions; they keep their meaning. */
static void add_method(lua_State *L, int name) {
  if (sll_push_method(L, "expression", name)) return;
  sll_push_methods(L, "expression");
  lua_pushvalue(L, name);
  lua_pushvalue(L, name);
  lua_pushcclosure(L, sll_call_function, 1);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

bool sll_push_library_method(lua_State *L, int name) {
  if (!is_of_library(L, lua_tostring(L, name))) return false;
  add_method(L, name);
  return sll_push_method(L, "expression", name);
}

/* (name, fn, options?) */
static int lab_define(lua_State *L) {
  static const char *const kinds[] = {"scalar", "aggregate", NULL}, *const known[] = {"kind", NULL};
  SlStr name = sll_check_text(L, 1, "define");
  if (!lua_isfunction(L, 2))
    return sll_fail(L, "define: a function was expected as \"%s\", got %s", name.bytes, luaL_typename(L, 2));
  int kind = 0;
  sll_check_options(L, 3, "define", known);
  sll_option_choice(L, 3, "define", "kind", kinds, &kind);
  if (!is_callable(L, name))
    return sll_fail(L,
                    "define: \"%s\" cannot be called in an expression; a name has letters, digits and _, and is no "
                    "word such as \"and\"",
                    name.bytes);
  if (is_built_in(name) || is_of_library(L, name.bytes))
    return sll_fail(L, "define: there is a function %s() already, which keeps its meaning; choose another name",
                    name.bytes);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, list_key);
  lua_Integer at = find_defined(L, name.bytes);
  if (at == 0) at = (lua_Integer)lua_rawlen(L, -1) + 1;
  lua_createtable(L, 0, 3);
  lua_pushvalue(L, 1);
  lua_setfield(L, -2, "name");
  lua_pushvalue(L, 2);
  lua_setfield(L, -2, "fn");
  sll_set_truth(L, "aggregate", kind == 1);
  lua_rawseti(L, -2, at);
  add_method(L, 1);
  return 0;
}

bool sll_is_aggregate(lua_State *L, SlStr name) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, list_key);
  int list = lua_gettop(L);
  bool found = false;
  for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, list); i <= count && !found; i++) {
    lua_rawgeti(L, list, i);
    lua_getfield(L, -1, "name");
    lua_getfield(L, -2, "aggregate");
    found = lua_toboolean(L, -1) && sl_str_equal(name, sl_str(lua_tostring(L, -2)));
    lua_settop(L, list);
  }
  lua_pop(L, 1);
  return found;
}

/* --- running ------------------------------------------------------------------------------------------------------ */

/* Appends the entries of a list to another, which has `count` by now; gives how many it has then. */
static lua_Integer append_entries(lua_State *L, int list, int to, lua_Integer count) {
  for (lua_Integer i = 1, n = (lua_Integer)lua_rawlen(L, list); i <= n; i++) {
    lua_rawgeti(L, list, i);
    lua_rawseti(L, to, ++count);
  }
  return count;
}

SlExternal *sll_push_externals(lua_State *L, int64_t *count) {
  lua_newtable(L);
  int copy = lua_gettop(L);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, list_key);
  *count = append_entries(L, copy + 1, copy, 0);
  push_library(L);
  *count = append_entries(L, copy + 2, copy, *count);
  lua_settop(L, copy);
  SlExternal *externals = sll_new_array(L, *count, sizeof *externals);
  for (int64_t i = 0; i < *count; i++) {
    lua_rawgeti(L, copy, i + 1);
    lua_getfield(L, -1, "name");
    lua_getfield(L, -2, "aggregate");
    externals[i] = (SlExternal){.name = sll_check_text(L, -2, "define"),
                                .kind = lua_toboolean(L, -1) ? SL_EXTERNAL_AGGREGATE : SL_EXTERNAL_SCALAR};
    lua_pop(L, 3);
  }
  return externals;
}

/* The columns one call is about. */
typedef struct Arguments {
  SlColumn **columns; /* owned, and so are the columns */
  int64_t count;
  int64_t *order, *starts; /* of an aggregate's groups; NULL: all rows are one */
} Arguments;

static void free_arguments(void *object) {
  Arguments *arguments = object;
  for (int64_t i = 0; i < arguments->count; i++) sl_column_release(arguments->columns[i]);
  sl_free(arguments->columns);
  sl_free(arguments);
}

static int push_cells(lua_State *L, void *context, int64_t row) {
  Arguments *arguments = context;
  luaL_checkstack(L, (int)arguments->count, "too many arguments");
  for (int64_t i = 0; i < arguments->count; i++) sll_push_cell(L, arguments->columns[i], row);
  return (int)arguments->count;
}

static int push_columns(lua_State *L, void *context, int64_t group) {
  Arguments *arguments = context;
  SlError err;
  luaL_checkstack(L, (int)arguments->count, "too many arguments");
  for (int64_t i = 0; i < arguments->count; i++) {
    SlColumn **box = sll_new_column(L);
    if (!arguments->order) {
      *box = sl_column_retain(arguments->columns[i]);
      continue;
    }
    int64_t first = arguments->starts[group], count = arguments->starts[group + 1] - first;
    if (sl_column_take(arguments->columns[i], arguments->order + first, count, box, &err) != SL_OK) sll_raise(L, &err);
  }
  return (int)arguments->count;
}

static void free_groups(void *groups) { sl_groups_free(groups); }

/* (i) -> the row in which the distinct arguments number i stand first. Upvalue: the holder of the groups. */
static int first_row(lua_State *L) {
  const SlGroups *groups = *(void **)lua_touserdata(L, lua_upvalueindex(1));
  lua_Integer i = luaL_checkinteger(L, 1);
  luaL_argcheck(L, groups && i >= 1 && i <= groups->group_count, 1, "no such row");
  lua_pushinteger(L, groups->first_row[i - 1] + 1);
  return 1;
}

/* Pushes the column that a function of the library gives: its module's function `columns` is called once, with first_row and a column for
 * each argument, of distinct arguments only, and gives a column for them. What is missing because an argument is has its reason. */
static void call_library(lua_State *L, const Arguments *arguments, int64_t rows, int entry) {
  SlError err;
  SlGroups *groups;
  void **slot = sll_new_holder(L, free_groups);
  int holder = lua_gettop(L);
  if (sl_groups_new((const SlColumn *const *)arguments->columns, arguments->count, rows, false, &groups, &err) != SL_OK) sll_raise(L, &err);
  *slot = groups;
  lua_getfield(L, entry, "module");
  sll_require(L, lua_tostring(L, -1));
  lua_getfield(L, -1, "columns");
  lua_pushvalue(L, holder);
  lua_pushcclosure(L, first_row, 1);
  luaL_checkstack(L, (int)arguments->count, "too many arguments");
  for (int64_t i = 0; i < groups->key_count; i++) {
    SlColumn **box = sll_new_column(L);
    *box = sl_column_retain(groups->keys[i]);
  }
  lua_call(L, 1 + (int)groups->key_count, 1);
  SlColumn *given = sll_check_column(L, -1);
  if (given->length != groups->group_count) sll_fail(L, "the function gave %d values for %d", (int)given->length, (int)groups->group_count);
  int64_t *number = sll_new_array(L, rows, sizeof *number);
  for (int64_t row = 0; row < rows; row++) number[row] = sl_groups_of_row(groups, row);
  SlColumn **box = sll_new_column(L);
  if (sl_column_take(given, number, rows, box, &err) != SL_OK) sll_raise(L, &err);
  for (int64_t i = 0; i < arguments->count; i++)
    if (sl_column_add_reasons(arguments->columns[i], *box, &err) != SL_OK) sll_raise(L, &err);
  sll_release_now(L, holder);
}

/* Works out one call and hands its values to the plan. */
static void run_external(lua_State *L, SlPlan *plan, int64_t call, const SlGroups *groups, int functions) {
  void **slot = sll_new_holder(L, free_arguments);
  Arguments *arguments = *slot = sl_alloc_zeroed(1, sizeof *arguments);
  if (!arguments) sll_fail(L, "out of memory");
  int64_t external, rows;
  SlError err;
  if (sl_plan_external_arguments(plan, call, &external, &arguments->columns, &arguments->count, &rows, &err) != SL_OK)
    sll_raise(L, &err);
  lua_rawgeti(L, functions, external + 1);
  int entry = lua_gettop(L);
  if (lua_getfield(L, entry, "fn") == LUA_TNIL) {
    call_library(L, arguments, rows, entry);
    if (sl_plan_external_supply(plan, call, sll_check_column(L, -1), &err) != SL_OK) sll_raise(L, &err);
    return;
  }
  lua_getfield(L, entry, "name");
  SllCalls calls = {
      .count = rows, .unit = "row", .name = lua_tostring(L, -1), .push = push_cells, .context = arguments};
  lua_getfield(L, entry, "aggregate");
  if (lua_toboolean(L, -1)) {
    calls.unit = "group";
    calls.push = push_columns;
    if (groups) sll_push_group_order(L, groups, &arguments->order, &arguments->starts);
  }
  lua_getfield(L, entry, "fn");
  lua_pushnil(L);
  sll_call_each(L, -2, &calls);
  SlColumn *result = sll_check_column(L, -1);
  if (sl_plan_external_supply(plan, call, result, &err) != SL_OK) sll_raise(L, &err);
}

void sll_run_externals(lua_State *L, SlPlan *plan, const SlGroups *groups, int functions) {
  int top = lua_gettop(L);
  for (int64_t call = 0; call < sl_plan_external_count(plan); call++) {
    run_external(L, plan, call, groups, functions);
    lua_settop(L, top);
  }
}

static const SllFunction functions_of_lab[] = {
    {"define", lab_define, "(name: string, fn: function, options?: {kind: \"scalar\"|\"aggregate\"})",
     "Makes a Lua function one that expressions call by name. kind \"scalar\" (unless given): called for each row "
     "with the arguments' values, nil for a missing one. kind \"aggregate\": called for each group with columns. What "
     "it returns is the value; nil is missing. A later define of the same name takes the place of the first; the "
     "language's own functions stay.",
     "lab.define(\"adult\", function(age) return age and age >= 18 end)\n"
     "local t = lab.table { columns = { \"age\" }, { 17 }, { 30 } }\nprint(t:filter(\"adult(age)\"))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_define(lua_State *L) { sll_register(L, "lab", functions_of_lab); }
