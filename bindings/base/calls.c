#include "bindings/base/calls.h"

#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/lua/gather.h"
#include "bindings/base/place.h"
#include "core/base/runtime.h"

typedef struct Run {
  const SllCalls *calls;
  SllGather *gather;
  int64_t at;
  bool calling; /* what is raised comes from the function, not from here */
} Run;

/* (function, run, subject) */
static int call_all(lua_State *L) {
  Run *run = lua_touserdata(L, 2);
  for (; run->at < run->calls->count; run->at++) {
    if (sl_interrupted()) {
      SlError err;
      sl_fail_interrupted(&err);
      return sll_raise(L, &err);
    }
    lua_pushvalue(L, 1);
    int count = run->calls->push(L, run->calls->context, run->at);
    run->calling = true;
    lua_call(L, count, 1);
    run->calling = false;
    sll_gather_add(L, run->gather, -1);
    lua_pop(L, 1);
  }
  return 0;
}

/* The message handler: which row it was. Upvalue: the run. */
static int tell_row(lua_State *L) {
  Run *run = lua_touserdata(L, lua_upvalueindex(1));
  if (!run->calling || lua_type(L, 1) != LUA_TSTRING || sl_interrupted()) return 1;
  sll_add_place(L);
  char row[64];
  snprintf(row, sizeof row, "%s %lld: ", run->calls->unit, (long long)run->at + 1);
  const char *name = run->calls->name;
  lua_pushfstring(L, "%s%s%s", row, name ? name : "", name ? ": " : "");
  lua_insert(L, 1);
  lua_concat(L, 2);
  return 1;
}

void sll_call_each(lua_State *L, int function, const SllCalls *calls) {
  function = lua_absindex(L, function);
  luaL_checkstack(L, LUA_MINSTACK, NULL);
  int subject = lua_gettop(L);
  Run run = {.calls = calls, .gather = sll_gather_new(L, calls->unit, calls->truths)};
  lua_pushlightuserdata(L, &run);
  lua_pushcclosure(L, tell_row, 1);
  int handler = lua_gettop(L);
  lua_pushcfunction(L, call_all);
  lua_pushvalue(L, function);
  lua_pushlightuserdata(L, &run);
  lua_pushvalue(L, subject);
  if (lua_pcall(L, 3, 0, handler) != LUA_OK) lua_error(L);
  lua_settop(L, subject + 1);
  sll_gather_finish(L, run.gather);
  lua_replace(L, subject);
}
