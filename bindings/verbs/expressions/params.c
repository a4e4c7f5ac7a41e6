#include "bindings/verbs/expressions/params.h"

#include <lauxlib.h>
#include <stdlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/scalar.h"
#include "core/base/names.h"

int sll_split_params(lua_State *L, int first, int *last) {
  int top = lua_gettop(L);
  while (top > first && lua_isnil(L, top)) top--;
  bool has_params = top > first && lua_type(L, top) == LUA_TTABLE && lua_rawlen(L, top) == 0;
  *last = has_params ? top - 1 : top;
  return has_params ? top : 0;
}

static int by_name(const void *a, const void *b) {
  return sl_str_compare(((const SlParam *)a)->name, ((const SlParam *)b)->name);
}

/* Pushes a copy of the $values at index, in which each list is a copy too: what is counted is what is read. Gives how many there
 * are, and how many values their lists hold together. */
static int64_t push_own(lua_State *L, int index, const char *verb, int64_t *listed) {
  int64_t count = 0;
  *listed = 0;
  sll_push_copy(L, index, verb);
  int own = lua_gettop(L);
  for (lua_pushnil(L); lua_next(L, own); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING)
      sll_fail(L, "%s: values handed in have names, as in { force = \"Kent\" } for $force", verb);
    count++;
    if (lua_type(L, -1) != LUA_TTABLE) continue;
    sll_settle_period(L, -1);
    if (lua_type(L, -1) == LUA_TSTRING) {
      lua_pushvalue(L, -2);
      lua_pushvalue(L, -2);
      lua_rawset(L, own); /* a key that is there: the traversal goes on */
      continue;
    }
    char what[128];
    sl_print_cut(what, sizeof what, "%s: $%s", verb, lua_tostring(L, -2));
    lua_Integer items = sll_push_list(L, -1, what);
    for (lua_Integer k = 1; k <= items; k++) {
      sll_check_interrupt(L, k);
      lua_rawgeti(L, -1, k);
      sll_settle_period(L, -1);
      lua_rawseti(L, -2, k);
    }
    *listed += items;
    lua_pushvalue(L, -3);
    lua_insert(L, -2);
    lua_rawset(L, own);
  }
  return count;
}

/* The list on top, which is our own, into `list`. */
static int64_t read_list(lua_State *L, const char *verb, const char *name, SlScalar *list) {
  lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
  for (lua_Integer k = 1; k <= count; k++) {
    sll_check_interrupt(L, k);
    lua_rawgeti(L, -1, k);
    if (!sll_read_scalar(L, -1, &list[k - 1])) {
      char what[128];
      sl_print_cut(what, sizeof what, "%s: $%s[%lld]", verb, name, (long long)k);
      list[k - 1] = sll_check_scalar(L, -1, what);
    }
    lua_pop(L, 1);
  }
  return count;
}

SllParams sll_push_params(lua_State *L, int index, const char *verb) {
  SllParams params = {NULL, 0};
  if (index == 0) {
    lua_pushnil(L);
    return params;
  }
  int64_t listed, count = push_own(L, index, verb, &listed);
  int own = lua_gettop(L);
  params.items = sll_new_array(L, count * (int64_t)sizeof(SlParam) + listed * (int64_t)sizeof(SlScalar), 1);
  SlScalar *list = (SlScalar *)(params.items + count);
  for (lua_pushnil(L); lua_next(L, own); lua_pop(L, 1)) {
    SlParam *param = &params.items[params.count++];
    *param = (SlParam){.list = NULL};
    param->name = sll_check_text(L, -2, verb);
    char what[128];
    sl_print_cut(what, sizeof what, "%s: $%s", verb, param->name.bytes);
    if (lua_type(L, -1) == LUA_TTABLE) {
      param->list = list;
      param->list_count = read_list(L, verb, param->name.bytes, list);
      list += param->list_count;
    } else {
      param->value = sll_check_scalar(L, -1, what);
    }
  }
  lua_pushvalue(L, own);
  lua_setiuservalue(L, -2, 1); /* texts live as long as the array */
  lua_remove(L, own);
  qsort(params.items, (size_t)params.count, sizeof(SlParam), by_name);
  return params;
}

typedef struct Mentioned {
  SlStr *names; /* NULL: only counted */
  int64_t count;
} Mentioned;

static void mention(void *context, SlStr name) {
  Mentioned *mentioned = context;
  if (mentioned->names) mentioned->names[mentioned->count] = name;
  mentioned->count++;
}

static void mention_all(lua_State *L, int list, Mentioned *mentioned) {
  lua_Integer count = (lua_Integer)lua_rawlen(L, list);
  for (lua_Integer i = 1; i <= count; i++) {
    lua_rawgeti(L, list, i);
    SlExpr *expr = sll_test_expression(L, -1);
    if (expr) sl_expr_params(expr, mention, mentioned);
    lua_pop(L, 1);
  }
}

void sll_check_params_used(lua_State *L, const SllParams *params, int list, const char *verb) {
  if (params->count == 0) return;
  list = lua_absindex(L, list);
  Mentioned mentioned = {NULL, 0};
  mention_all(L, list, &mentioned);
  mentioned = (Mentioned){sll_new_array(L, mentioned.count, sizeof(SlStr)), 0};
  mention_all(L, list, &mentioned);
  for (int64_t i = 0; i < params->count; i++) {
    SlStr name = params->items[i].name;
    bool used = false;
    for (int64_t k = 0; k < mentioned.count && !used; k++) used = sl_str_equal(name, mentioned.names[k]);
    if (used) continue;
    SlError err;
    sl_fail(&err, SL_ENAME, "%s: the value \"%.*s\" was handed in, but no expression uses $%.*s", verb,
            SL_STR_ARGS(name), SL_STR_ARGS(name));
    sl_fail_suggest(&err, name, mentioned.names, mentioned.count);
    sll_raise(L, &err);
  }
  lua_pop(L, 1);
}
