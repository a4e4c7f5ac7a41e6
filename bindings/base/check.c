#include "bindings/base/check.h"

#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/fields.h"
#include "core/base/alloc.h"
#include "core/base/foreign.h"
#include "core/base/names.h"
#include "core/base/runtime.h"

/* --- tables of a script -------------------------------------------------------------------------------------------- */

void sll_check_plain(lua_State *L, int index, const char *what) {
  static const char *const answers[] = {"__index", "__len", "__pairs"};
  for (int i = 0; i < 3; i++) {
    if (luaL_getmetafield(L, index, answers[i]) == LUA_TNIL) continue;
    sll_fail(L, "%s: a plain table was expected; this one has a metatable with %s, so that what is in it is not for sure: hand in a copy",
             what, answers[i]);
  }
}

void sll_push_copy(lua_State *L, int index, const char *what) {
  index = lua_absindex(L, index);
  sll_check_plain(L, index, what);
  lua_newtable(L);
  for (lua_pushnil(L); lua_next(L, index);) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, -4);
  }
}

/* Adds the items of the list at index to our own list on top, which has `count`; gives how many it has then. A length is a
 * border, not a number of items: { [1] = 1, [2] = 2, [4] = 4, ... } may claim any. So a hole ends the work. */
static lua_Integer add_items(lua_State *L, int index, const char *what, const char *item, lua_Integer count) {
  sll_check_plain(L, index, what);
  lua_Integer length = (lua_Integer)lua_rawlen(L, index);
  for (lua_Integer k = 1; k <= length; k++) {
    sll_check_interrupt(L, k);
    if (lua_rawgeti(L, index, k) == LUA_TNIL) sll_fail(L, "%s[%lld]: a %s was expected, got nil", what, (long long)k, item);
    lua_rawseti(L, -2, ++count);
  }
  return count;
}

int64_t sll_list_length(lua_State *L, int index) {
  lua_Unsigned length = lua_rawlen(L, index);
  if (length > (lua_Unsigned)1 << 40) sll_fail(L, "out of memory");
  return (int64_t)length;
}

bool sll_any_item(lua_State *L, int index, bool (*is)(lua_State *L, int item, const void *context), const void *context) {
  index = lua_absindex(L, index);
  bool found = false;
  for (lua_Integer i = 1; !found && lua_rawgeti(L, index, i) != LUA_TNIL; i++) {
    found = is(L, lua_gettop(L), context);
    lua_pop(L, 1);
  }
  if (!found) lua_pop(L, 1);
  return found;
}

lua_Integer sll_push_list(lua_State *L, int index, const char *what) {
  index = lua_absindex(L, index);
  lua_newtable(L);
  return add_items(L, index, what, "value", 0);
}

void *sll_new_array(lua_State *L, int64_t count, size_t size) {
  size_t bytes;
  if (count < 0 || !sl_multiply_size((size_t)count, size, &bytes) || bytes == SIZE_MAX) sll_fail(L, "out of memory");
  return lua_newuserdatauv(L, bytes + 1, 1);
}

SlStr *sll_list_to_names(lua_State *L, int64_t *count) {
  *count = (int64_t)lua_rawlen(L, -1);
  SlStr *names = sll_new_array(L, *count, sizeof *names);
  for (int64_t i = 0; i < *count; i++) {
    lua_rawgeti(L, -2, i + 1);
    names[i].bytes = lua_tolstring(L, -1, &names[i].length);
    lua_pop(L, 1);
  }
  lua_insert(L, -2);
  lua_setiuservalue(L, -2, 1);
  return names;
}

/* As add_items(), and all are texts. */
static lua_Integer add_texts(lua_State *L, int index, const char *where, const char *what, lua_Integer count) {
  lua_Integer total = add_items(L, index, where, what, count);
  for (lua_Integer k = count + 1; k <= total; k++) {
    if (lua_rawgeti(L, -1, k) != LUA_TSTRING)
      sll_fail(L, "%s[%lld]: a %s was expected, got %s", where, (long long)(k - count), what, luaL_typename(L, -1));
    lua_pop(L, 1);
  }
  return total;
}

SlStr *sll_check_names(lua_State *L, int first, int last, const char *what, int64_t *count) {
  luaL_checkstack(L, 8, NULL);
  lua_Integer total = 0;
  lua_newtable(L);
  for (int i = first; i <= last; i++) {
    if (lua_type(L, i) == LUA_TSTRING) {
      lua_pushvalue(L, i);
      lua_rawseti(L, -2, ++total);
    } else if (lua_type(L, i) == LUA_TTABLE) {
      char where[32];
      sl_print_cut(where, sizeof where, "argument %d", i - first + 1);
      total = add_texts(L, i, where, what, total);
    } else {
      sll_fail(L, "argument %d: a %s or a list of them was expected, got %s", i - first + 1, what, luaL_typename(L, i));
    }
  }
  return sll_list_to_names(L, count);
}

lua_Integer sll_push_items(lua_State *L, int first, int last) {
  luaL_checkstack(L, 8, NULL);
  lua_Integer count = 0;
  lua_newtable(L);
  for (int i = first; i <= last; i++) {
    if (lua_type(L, i) == LUA_TTABLE) {
      char where[32];
      sl_print_cut(where, sizeof where, "argument %d", i - first + 1);
      count = add_items(L, i, where, "value", count);
    } else {
      lua_pushvalue(L, i);
      lua_rawseti(L, -2, ++count);
    }
  }
  return count;
}

/* --- single arguments ---------------------------------------------------------------------------------------------- */

SlStr sll_check_text(lua_State *L, int index, const char *what) {
  if (lua_type(L, index) != LUA_TSTRING) sll_fail(L, "%s: a text was expected, got %s", what, luaL_typename(L, index));
  SlStr text;
  text.bytes = lua_tolstring(L, index, &text.length);
  return text;
}

int64_t sll_check_integer(lua_State *L, int index, const char *what) {
  int whole = 0;
  lua_Integer value = lua_type(L, index) == LUA_TNUMBER ? lua_tointegerx(L, index, &whole) : 0;
  if (!whole) {
    if (lua_type(L, index) > LUA_TSTRING) sll_fail(L, "%s: a whole number was expected, got a %s", what, luaL_typename(L, index));
    luaL_tolstring(L, index, NULL);
    sll_fail(L, "%s: a whole number was expected, got %s", what, lua_tostring(L, -1));
  }
  return value;
}

/* --- options ------------------------------------------------------------------------------------------------------ */

static bool has_options(lua_State *L, int index, const char *function) {
  if (lua_isnoneornil(L, index)) return false;
  if (lua_type(L, index) != LUA_TTABLE)
    sll_fail(L, "%s: options are a table, not a %s", function, luaL_typename(L, index));
  return true;
}

static bool is_known(const char *key, const char *const *known) {
  for (; *known; known++)
    if (strcmp(key, *known) == 0) return true;
  return false;
}

static void unknown_option(lua_State *L, const char *function, const char *key, const char *const *known) {
  enum { MOST_OPTIONS = 64 };
  SlStr names[MOST_OPTIONS], nearest[3];
  int64_t count = 0;
  while (known[count] && count < MOST_OPTIONS) {
    names[count] = sl_str(known[count]);
    count++;
  }
  SlError err;
  sl_fail(&err, SL_EARG, "%s: unknown option \"%s\"", function, key);
  SlStr here = sl_foreign_option(sl_str(key), names, count);
  if (here.length > 0) {
    sl_fail_more(&err, "; here it is %.*s", SL_STR_ARGS(here));
  } else if (sl_nearest_names(sl_str(key), names, count, nearest) > 0) {
    sl_fail_suggest(&err, sl_str(key), names, count);
  } else {
    sl_fail_more(&err, "; there are");
    for (int64_t i = 0; i < count; i++) sl_fail_more(&err, "%s %s", i > 0 ? "," : "", known[i]);
  }
  sll_raise(L, &err);
}

void sll_check_options(lua_State *L, int index, const char *function, const char *const *known) {
  if (!has_options(L, index, function)) return;
  index = lua_absindex(L, index);
  sll_push_copy(L, index, function);
  lua_replace(L, index);
  lua_pushnil(L);
  while (lua_next(L, index)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING)
      sll_fail(L, "%s: options have names, as in { %s = ... }", function, known[0] ? known[0] : "name");
    const char *key = lua_tostring(L, -1);
    if (!is_known(key, known)) unknown_option(L, function, key, known);
  }
}

/* Pushes the option; false (nothing pushed) when it is absent. */
static bool push_option(lua_State *L, int index, const char *function, const char *name) {
  if (!has_options(L, index, function)) return false;
  index = lua_absindex(L, index);
  lua_pushstring(L, name);
  if (lua_rawget(L, index) != LUA_TNIL) return true;
  lua_pop(L, 1);
  return false;
}

static void wrong_option(lua_State *L, const char *function, const char *name, const char *wanted) {
  if (lua_type(L, -1) > LUA_TSTRING) sll_fail(L, "%s: option %s is %s, not a %s", function, name, wanted, luaL_typename(L, -1)); /* no address */
  luaL_tolstring(L, -1, NULL);
  sll_fail(L, "%s: option %s is %s, not %s", function, name, wanted, lua_tostring(L, -1));
}

bool sll_option_text(lua_State *L, int index, const char *function, const char *name, SlStr *out) {
  if (!push_option(L, index, function, name)) return false;
  if (lua_type(L, -1) != LUA_TSTRING) wrong_option(L, function, name, "a text");
  out->bytes = lua_tolstring(L, -1, &out->length);
  lua_pop(L, 1);
  return true;
}

bool sll_option_integer(lua_State *L, int index, const char *function, const char *name, int64_t low, int64_t high,
                        int64_t *out) {
  if (!push_option(L, index, function, name)) return false;
  int whole = 0;
  lua_Integer value = lua_type(L, -1) == LUA_TNUMBER ? lua_tointegerx(L, -1, &whole) : 0;
  if (!whole) wrong_option(L, function, name, "a whole number");
  if (value < low || value > high) {
    char wanted[96];
    if (high == INT64_MAX)
      sl_print_cut(wanted, sizeof wanted, "a whole number of at least %lld", (long long)low);
    else
      sl_print_cut(wanted, sizeof wanted, "a whole number from %lld to %lld", (long long)low, (long long)high);
    wrong_option(L, function, name, wanted);
  }
  *out = value;
  lua_pop(L, 1);
  return true;
}

bool sll_option_number(lua_State *L, int index, const char *function, const char *name, double *out) {
  if (!push_option(L, index, function, name)) return false;
  if (lua_type(L, -1) != LUA_TNUMBER || isnan(lua_tonumber(L, -1))) wrong_option(L, function, name, "a number");
  *out = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return true;
}

bool sll_option_boolean(lua_State *L, int index, const char *function, const char *name, bool *out) {
  if (!push_option(L, index, function, name)) return false;
  if (lua_type(L, -1) != LUA_TBOOLEAN) wrong_option(L, function, name, "true or false");
  *out = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return true;
}

bool sll_option_choice(lua_State *L, int index, const char *function, const char *name, const char *const *words,
                       int *out) {
  SlStr given;
  if (!sll_option_text(L, index, function, name, &given)) return false;
  for (int i = 0; words[i]; i++) {
    if (!sl_str_equal(given, sl_str(words[i]))) continue;
    *out = i;
    return true;
  }
  SlError err;
  sl_fail(&err, SL_EARG, "%s: option %s is one of", function, name);
  for (int i = 0; words[i]; i++) sl_fail_more(&err, "%s \"%s\"", i > 0 ? "," : "", words[i]);
  sl_fail_more(&err, "; not \"%.*s\"", SL_STR_ARGS(given));
  sll_raise(L, &err);
  return false;
}

SlStr *sll_option_names(lua_State *L, int index, const char *function, const char *name, int64_t *count) {
  *count = 0;
  if (!push_option(L, index, function, name)) {
    lua_pushnil(L);
    return NULL;
  }
  bool is_text = lua_type(L, -1) == LUA_TSTRING;
  if (!is_text && lua_type(L, -1) != LUA_TTABLE) wrong_option(L, function, name, "a text or a list of texts");
  lua_newtable(L);
  if (is_text) {
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, 1);
  } else {
    char where[128];
    sl_print_cut(where, sizeof where, "%s: %s", function, name);
    add_texts(L, lua_absindex(L, -2), where, "text", 0);
  }
  lua_remove(L, -2);
  return sll_list_to_names(L, count);
}

void sll_check_interrupt(lua_State *L, int64_t item) {
  if (item % 4096 != 0 || !sl_interrupted()) return;
  SlError err;
  sl_fail_interrupted(&err);
  sll_raise(L, &err);
}
