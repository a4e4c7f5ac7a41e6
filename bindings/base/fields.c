#include "bindings/base/fields.h"

SlStr sll_text_at(lua_State *L, int index) {
  SlStr text = {"", 0};
  if (lua_type(L, index) == LUA_TSTRING) text.bytes = lua_tolstring(L, index, &text.length);
  return text;
}

SlStr sll_field_text(lua_State *L, int index, const char *field) {
  lua_getfield(L, index, field);
  SlStr text = sll_text_at(L, -1);
  lua_pop(L, 1);
  return text;
}

bool sll_field_truth(lua_State *L, int index, const char *field) {
  lua_getfield(L, index, field);
  bool truth = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return truth;
}

int64_t sll_field_integer(lua_State *L, int index, const char *field, int64_t otherwise) {
  lua_getfield(L, index, field);
  int whole = 0;
  int64_t value = lua_type(L, -1) == LUA_TNUMBER ? lua_tointegerx(L, -1, &whole) : 0;
  lua_pop(L, 1);
  return whole ? value : otherwise;
}

void sll_push_str(lua_State *L, SlStr text) { lua_pushlstring(L, text.bytes, text.length); }

void sll_set_text(lua_State *L, const char *field, SlStr text) {
  sll_push_str(L, text);
  lua_setfield(L, -2, field);
}

void sll_set_integer(lua_State *L, const char *field, int64_t value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, field);
}

void sll_set_number(lua_State *L, const char *field, double value) {
  lua_pushnumber(L, value);
  lua_setfield(L, -2, field);
}

void sll_set_truth(lua_State *L, const char *field, bool truth) {
  lua_pushboolean(L, truth);
  lua_setfield(L, -2, field);
}
