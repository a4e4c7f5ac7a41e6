/* The functions of the expression language as methods of an expression, which is their first argument:
 * col.rate:round(1) is "round(rate, 1)". What they are and what help says of them stands in core, a row each
 * (core/expr/functions.h, query/aggregate.c, query/window.c); nothing here knows one by name. */
#include "bindings/base/bindings.h"
#include "bindings/base/modules/module.h"
#include "bindings/verbs/expressions/expression.h"
#include "core/expr/plan.h"
#include "core/query/aggregate.h"
#include "core/query/window.h"

typedef void (*Visit)(lua_State *L, const char *kind, const SlDoc *doc);

static void each_function(lua_State *L, Visit visit) {
  for (int64_t i = 0; sl_scalar_function(i); i++) visit(L, "scalar", sl_scalar_function(i));
  for (int i = 0; i < SL_AGGREGATE_COUNT; i++) visit(L, "aggregate", sl_aggregate_doc((SlAggregate)i));
  for (int i = 0; i < SL_WINDOW_COUNT; i++) visit(L, "window", sl_window_doc((SlWindow)i));
}

/* One that has no first argument (row_number) is no method. */
static void add_method(lua_State *L, const char *kind, const SlDoc *doc) {
  (void)kind;
  if (!doc->signature) return;
  lua_pushstring(L, doc->name);
  lua_pushcclosure(L, sll_call_function, 1);
  lua_setfield(L, -2, doc->name);
}

static void document_method(lua_State *L, const char *kind, const SlDoc *doc) {
  (void)kind;
  if (!doc->signature) return;
  lua_pushfstring(L, "%s: slavelab.Expression", doc->signature);
  sll_document_shipped(L, "expression", doc->name, lua_tostring(L, -1), doc->text, doc->example);
  lua_pop(L, 1);
}

static int document_methods(lua_State *L) {
  each_function(L, document_method);
  return 0;
}

static void add_to_list(lua_State *L, const char *kind, const SlDoc *doc) {
  const char *const fields[][2] = {{"kind", kind},       {"name", doc->name},       {"usage", doc->usage},
                                   {"text", doc->text}, {"example", doc->example}, {"signature", doc->signature}};
  lua_createtable(L, 0, 6);
  for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
    lua_pushstring(L, fields[i][1]); /* nil for none */
    lua_setfield(L, -2, fields[i][0]);
  }
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

/* All functions in an order to be read in: { { kind = "scalar"|"aggregate"|"window", name = , usage = , text = ,
 * example = , signature = }, ... }. */
static int list_functions(lua_State *L) {
  lua_newtable(L);
  each_function(L, add_to_list);
  return 1;
}

void sll_open_expression_functions(lua_State *L) {
  each_function(L, add_method);
  sll_document_later(L, document_methods);
  lua_pushcfunction(L, list_functions);
  sll_provide(L, "slavelab.functions");
}
