#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/place.h"

int sll_raise_text(lua_State *L) {
  sll_push_place(L);
  if (lua_rawlen(L, -1) > 0) {
    lua_pushliteral(L, "\n");
    lua_insert(L, -2);
    lua_concat(L, 3);
  } else {
    lua_pop(L, 1);
  }
  lua_error(L);
  __builtin_unreachable(); /* lua_error leaves, though it is not declared so */
}

int sll_raise(lua_State *L, const SlError *err) {
  lua_pushstring(L, err->text);
  sll_raise_text(L);
}

int sll_fail(lua_State *L, const char *format, ...) {
  SlError err;
  va_list args;
  va_start(args, format);
  sl_vfail_text(&err, SL_EARG, format, args);
  va_end(args);
  sll_raise(L, &err);
}

void sll_push_suggestion(lua_State *L, SlStr wanted, int names_index) {
  names_index = lua_absindex(L, names_index);
  enum { FAR = 3 }; /* more slips than this is another word */
  int nearest = (int)wanted.length / 3 < FAR ? (int)wanted.length / 3 + 1 : FAR + 1;
  const char *best = NULL;
  lua_pushliteral(L, "");
  lua_Integer count = luaL_len(L, names_index);
  for (lua_Integer i = 1; i <= count; i++) {
    SlStr name;
    lua_geti(L, names_index, i);
    name.bytes = luaL_checklstring(L, -1, &name.length);
    int distance = sl_str_distance(wanted, name, FAR);
    /* Of equally near names the first by bytes: methods come in no order. */
    if (distance < nearest || (distance == nearest && best && strcmp(name.bytes, best) < 0)) {
      nearest = distance;
      best = name.bytes;
      lua_pushfstring(L, "; did you mean \"%s\"?", name.bytes);
      lua_replace(L, -3);
    }
    lua_pop(L, 1);
  }
}
