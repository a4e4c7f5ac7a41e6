#include "bindings/base/bindings.h"
#include "bindings/base/place.h"

int sll_raise_text(lua_State *L) {
  sll_add_own_place(L);
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
