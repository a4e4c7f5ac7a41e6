#include "bindings/base/scalar.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/fields.h"
#include "core/values/print.h"

static void push_printed(lua_State *L, const SlColumn *column, int64_t row) {
  SlBuf text;
  sl_buf_init(&text);
  sl_print_value(column, row, &text);
  char small[64]; /* dates and periods are short: out of core's memory before anything can raise */
  size_t length = text.length < sizeof small ? text.length : sizeof small;
  if (!text.failed && length > 0) memcpy(small, text.bytes, length);
  bool failed = text.failed;
  sl_buf_reset(&text);
  if (failed) sll_fail(L, "out of memory");
  lua_pushlstring(L, small, length);
}

void sll_push_cell(lua_State *L, const SlColumn *column, int64_t row) {
  if (sl_column_is_null(column, row)) {
    lua_pushnil(L);
    return;
  }
  switch (column->type) {
    case SL_INTEGER: lua_pushinteger(L, sl_column_integer(column, row)); break;
    case SL_NUMBER: lua_pushnumber(L, sl_column_number(column, row)); break;
    case SL_BOOLEAN: lua_pushboolean(L, sl_column_integer(column, row) != 0); break;
    case SL_TEXT: {
      SlStr text = sl_column_text(column, row);
      sll_push_str(L, text);
      break;
    }
    default: push_printed(L, column, row);
  }
}

void sll_push_scalar(lua_State *L, const SlScalar *scalar) {
  if (scalar->missing)
    lua_pushnil(L);
  else if (scalar->type == SL_BOOLEAN)
    lua_pushboolean(L, scalar->integer != 0);
  else if (scalar->type == SL_INTEGER)
    lua_pushinteger(L, scalar->integer);
  else if (scalar->type == SL_NUMBER)
    lua_pushnumber(L, scalar->number);
  else
    sll_push_str(L, scalar->text);
}

void sll_settle_period(lua_State *L, int index) {
  index = lua_absindex(L, index);
  if (lua_type(L, index) != LUA_TTABLE || luaL_getmetafield(L, index, "__name") == LUA_TNIL) return;
  bool is_period = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "slavelab.Period") == 0;
  lua_pop(L, 1);
  if (!is_period) return;
  luaL_tolstring(L, index, NULL);
  lua_replace(L, index);
}

/* False when it is none; *bad is the place of a byte that makes it so, or of none. */
static bool read_scalar(lua_State *L, int index, SlScalar *out, size_t *bad) {
  SlScalar scalar = {.type = SL_TEXT};
  *bad = SIZE_MAX;
  bool null = lua_islightuserdata(L, index) && !lua_touserdata(L, index); /* lab.null: a table of $values cannot hold nil */
  switch (null ? LUA_TNIL : lua_type(L, index)) {
    case LUA_TNIL:
      scalar.missing = scalar.untyped = true;
      break;
    case LUA_TBOOLEAN:
      scalar.type = SL_BOOLEAN;
      scalar.integer = lua_toboolean(L, index);
      break;
    case LUA_TNUMBER:
      scalar.type = lua_isinteger(L, index) ? SL_INTEGER : SL_NUMBER;
      if (scalar.type == SL_INTEGER)
        scalar.integer = lua_tointeger(L, index);
      else
        scalar.number = lua_tonumber(L, index);
      break;
    case LUA_TSTRING:
      scalar.text.bytes = lua_tolstring(L, index, &scalar.text.length);
      if (!sl_str_is_utf8(scalar.text, bad)) return false;
      break;
    default: return false;
  }
  *out = scalar;
  return true;
}

bool sll_read_scalar(lua_State *L, int index, SlScalar *out) {
  size_t bad;
  return read_scalar(L, index, out, &bad);
}

SlScalar sll_check_scalar(lua_State *L, int index, const char *what) {
  SlScalar scalar = {.type = SL_TEXT};
  size_t bad;
  if (read_scalar(L, index, &scalar, &bad)) return scalar;
  if (lua_type(L, index) == LUA_TSTRING) sll_fail(L, "%s: the text is not UTF-8 (byte %d)", what, (int)bad + 1);
  sll_fail(L, "%s: a text, number, boolean or nil was expected, got %s", what, luaL_typename(L, index));
  return scalar;
}
