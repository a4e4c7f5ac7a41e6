/* Rounding for people (core/values/decimal.h) and intervals (core/stats). */
#include <lauxlib.h>
#include <math.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/objects/table.h"
#include "core/values/decimal.h"
#include "core/stats/interval.h"

static int lab_round(lua_State *L) {
  if (lua_isnil(L, 1)) {
    lua_pushnil(L);
    return 1;
  }
  if (lua_type(L, 1) != LUA_TNUMBER)
    return sll_fail(L, "lab.round: a number was expected, got %s", luaL_typename(L, 1));
  int64_t decimals = lua_isnoneornil(L, 2) ? 0 : sll_check_integer(L, 2, "lab.round: decimals");
  if (decimals < -300 || decimals > 300) return sll_fail(L, "lab.round: decimals are from -300 to 300");
  lua_Integer whole;
  if (lua_isinteger(L, 1)) {
    int64_t value;
    if (!sl_round_integer(lua_tointeger(L, 1), (int)decimals, &value))
      return sll_fail(L, "lab.round: %lld to %d decimals does not fit into 64 bits", lua_tointeger(L, 1), (int)decimals);
    lua_pushinteger(L, value);
    return 1;
  }
  double rounded = sl_round_decimal(lua_tonumber(L, 1), (int)decimals);
  if (decimals <= 0 && lua_numbertointeger(rounded, &whole))
    lua_pushinteger(L, whole); /* as math.floor does: 3, not 3.0 */
  else
    lua_pushnumber(L, rounded);
  return 1;
}

static const char *const decimal_options[] = {"decimals", "group", NULL};

/* group = true, false or a text. */
static SlStr group_option(lua_State *L, int options) {
  SlStr group = {"", 0};
  if (lua_isnoneornil(L, options)) return group;
  lua_pushliteral(L, "group");
  lua_rawget(L, options);
  if (lua_type(L, -1) == LUA_TSTRING)
    group.bytes = lua_tolstring(L, -1, &group.length); /* the options keep it alive */
  else if (lua_isboolean(L, -1) || lua_isnil(L, -1))
    group = sl_str(lua_toboolean(L, -1) ? "," : "");
  else
    sll_fail(L, "lab.decimal: group is true or a text that stands between thousands, got %s", luaL_typename(L, -1));
  lua_pop(L, 1);
  return group;
}

static int lab_decimal(lua_State *L) {
  lua_settop(L, 2);
  sll_check_options(L, 2, "lab.decimal", decimal_options);
  int64_t places = 0;
  bool rounds = sll_option_integer(L, 2, "lab.decimal", "decimals", -300, 300, &places);
  SlStr group = group_option(L, 2);
  if (lua_isnil(L, 1)) {
    lua_pushnil(L);
    return 1;
  }
  if (lua_type(L, 1) != LUA_TNUMBER)
    return sll_fail(L, "lab.decimal: a number was expected, got %s", luaL_typename(L, 1));
  double value = lua_tonumber(L, 1);
  if (!isfinite(value)) {
    lua_pushstring(L, isnan(value) ? "nan" : value < 0 ? "-inf" : "inf");
    return 1;
  }
  SlDecimal decimal = lua_isinteger(L, 1) ? sl_decimal_of_integer(lua_tointeger(L, 1)) : sl_decimal_of_number(value);
  if (rounds) sl_decimal_round(&decimal, (int)places);
  sl_decimal_print(&decimal, (int)places, group, sll_new_buffer(L));
  sll_buffer_done(L);
  return 1;
}

/* --- intervals ---------------------------------------------------------------------------------------------------- */

static const char *const methods[] = {"wilson", "byar", "poisson", NULL};
static const char *const interval_options[] = {"confidence", NULL};

static bool work_out(int method, double x, double n, double confidence, SlInterval *out) {
  if (method == 0) return sl_interval_wilson(x, n, confidence, out);
  return method == 1 ? sl_interval_byar(x, confidence, out) : sl_interval_poisson(x, confidence, out);
}

static int lab_interval(lua_State *L) {
  int method = luaL_checkoption(L, 1, NULL, methods);
  if (lua_isnil(L, 2) || (method == 0 && lua_isnil(L, 3))) {
    lua_pushnil(L);
    lua_pushnil(L);
    return 2;
  }
  double x = luaL_checknumber(L, 2), n = method == 0 ? luaL_checknumber(L, 3) : 0, confidence = 0.95;
  sll_check_options(L, 4, "lab.interval", interval_options);
  sll_option_number(L, 4, "lab.interval", "confidence", &confidence);
  if (!(confidence > 0 && confidence < 1))
    return sll_fail(L, "lab.interval: confidence is between 0 and 1, as in 0.95");
  SlInterval interval;
  if (!work_out(method, x, n, confidence, &interval)) {
    if (method == 0 && n == 0) { /* a share of nothing has no interval */
      lua_pushnil(L);
      lua_pushnil(L);
      return 2;
    }
    return method == 0 ? sll_fail(L, "lab.interval: \"wilson\" takes a count from 0 to n and n, not %s of %s",
                                  luaL_tolstring(L, 2, NULL), luaL_tolstring(L, 3, NULL))
                       : sll_fail(L, "lab.interval: \"%s\" takes a count of at least 0, not %s", methods[method],
                                  luaL_tolstring(L, 2, NULL));
  }
  lua_pushnumber(L, interval.lower);
  lua_pushnumber(L, interval.upper);
  return 2;
}

static const SllFunction functions[] = {
    {"round", lab_round, "(x: number|nil, decimals?: integer): number|nil",
     "x rounded half up (away from zero) on its decimal form, as a person rounds it: 2.675 to two decimals is 2.68. "
     "The decimal form has 15 digits, so that 115 / 200 * 100, held as 57.49999999999999, is 58. Negative decimals round to "
     "tens, hundreds. What is rounded to no decimals is an integer. nil stays nil.",
     "print(lab.round(2.675, 2), lab.round(-0.5), lab.round(1234, -2))"},
    {"decimal", lab_decimal,
     "(x: number|nil, options?: {decimals?: integer, group?: boolean|string}): string|nil",
     "x in decimal digits, never with an exponent and the same in every locale: as many as it has, or so many behind the "
     "point, rounded as lab.round does. group = true puts commas between thousands; a text of your own stands there instead. "
     "nil stays nil; NaN and infinities are nan, inf, -inf.",
     "print(lab.decimal(1234567.891, { decimals = 1, group = true }), lab.decimal(0.1))"},
    {"interval", lab_interval,
     "(method: \"wilson\"|\"byar\"|\"poisson\", x: number|nil, n?: number, options?: {confidence?: number}): "
     "number|nil, number|nil",
     "The lower and upper limit of a 95% interval (or of another confidence). \"wilson\": of the proportion x of n, "
     "without continuity correction (Wilson 1927; Newcombe 1998, method 3); times 100 for percent. \"byar\": of the "
     "count x of independent events (Breslow and Day 1987), exact Poisson limits below 10. \"poisson\": exact "
     "limits of a count (Garwood 1936). nil where x or n is nil or n is 0.",
     "print(lab.interval(\"wilson\", 2, 29))\nprint(lab.interval(\"byar\", 16))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_stats(lua_State *L) { sll_register(L, "lab", functions); }
