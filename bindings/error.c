#include <string.h>

#include "bindings/bindings.h"

bool sll_is_library(lua_State *L, const char *source) {
  if (source[0] != '@') return false;
  const char *slash = strrchr(source, '/');
  const char *dot = strrchr(source, '.');
  if (!slash || !dot || dot < slash) return false;
  const char *folder = slash;
  while (folder > source + 1 && folder[-1] != '/') folder--;
  size_t folder_length = (size_t)(slash - folder);
  bool known = (folder_length == 3 && memcmp(folder, "lib", 3) == 0) ||
               (folder_length == 7 && memcmp(folder, "formats", 7) == 0);
  if (!known) return false;
  lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_pushlstring(L, folder, folder_length);
  lua_pushliteral(L, ".");
  lua_pushlstring(L, slash + 1, (size_t)(dot - slash - 1));
  lua_concat(L, 3);
  bool loaded = lua_rawget(L, -2) != LUA_TNIL;
  lua_pop(L, 2);
  return loaded;
}

void sll_push_place(lua_State *L) {
  lua_Debug frame;
  for (int level = 0; lua_getstack(L, level, &frame); level++) {
    lua_getinfo(L, "Sl", &frame);
    if (frame.currentline <= 0 || sll_is_library(L, frame.source)) continue;
    /* short_src cuts long paths; the whole path is what an editor can open. */
    if (frame.source[0] == '@')
      lua_pushfstring(L, "  in %s:%d", frame.source + 1, frame.currentline);
    else
      lua_pushfstring(L, "  in %s:%d", frame.short_src, frame.currentline);
    return;
  }
  lua_pushliteral(L, "");
}

int sll_raise_text(lua_State *L) {
  sll_push_place(L);
  if (lua_rawlen(L, -1) > 0) {
    lua_pushliteral(L, "\n");
    lua_insert(L, -2);
    lua_concat(L, 3);
  } else {
    lua_pop(L, 1);
  }
  return lua_error(L);
}

int sll_raise(lua_State *L, const SlError *err) {
  lua_pushstring(L, err->text);
  return sll_raise_text(L);
}

int sll_fail(lua_State *L, const char *format, ...) {
  SlError err;
  va_list args;
  va_start(args, format);
  sl_vfail(&err, SL_EARG, format, args);
  va_end(args);
  return sll_raise(L, &err);
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
