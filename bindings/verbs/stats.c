/* Rounding and intervals, as core/stats works them out. */
#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/check.h"
#include "bindings/objects/table.h"
#include "core/stats/decimal.h"
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
  if (lua_isinteger(L, 1) && decimals >= 0) {
    lua_pushvalue(L, 1); /* exact, also past 2^53 */
    return 1;
  }
  double rounded = sl_round_decimal(lua_tonumber(L, 1), (int)decimals);
  lua_Integer whole;
  if (decimals <= 0 && lua_numbertointeger(rounded, &whole))
    lua_pushinteger(L, whole); /* as math.floor does: 3, not 3.0 */
  else
    lua_pushnumber(L, rounded);
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
     "Negative decimals round to tens, hundreds. What is rounded to no decimals is an integer. nil stays nil.",
     "print(lab.round(2.675, 2), lab.round(-0.5), lab.round(1234, -2))"},
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
