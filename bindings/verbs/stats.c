/* Rounding for people (core/values/decimal.h), intervals and comparisons (core/stats). */
#include <lauxlib.h>
#include <math.h>
#include <string.h>

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

static const char *const interval_options[] = {"confidence", "weighted", NULL}, *const ratio_options[] = {"confidence", "method", "weighted", NULL};

typedef struct Asked {
  const char *where; /* "lab.interval" */
  double confidence;
  bool weighted; /* cases may be fractions */
} Asked;

/* The options at index, checked; names are those that there are. */
static Asked read_asked(lua_State *L, int index, const char *where, const char *const *names) {
  Asked asked = {where, 0.95, false};
  sll_check_options(L, index, where, names);
  sll_option_number(L, index, where, "confidence", &asked.confidence);
  sll_option_boolean(L, index, where, "weighted", &asked.weighted);
  if (!(asked.confidence > 0 && asked.confidence < 1)) sll_fail(L, "%s: confidence is between 0 and 1, as in 0.95", where);
  return asked;
}

/* A count of cases at index: whole unless they are weighted, and not below 0. */
static double check_cases(lua_State *L, int index, const Asked *asked) {
  double x = luaL_checknumber(L, index);
  if (!(x >= 0) || isinf(x))
    sll_fail(L, "%s: a count of at least 0 was expected, not %s", asked->where, luaL_tolstring(L, index, NULL));
  if (!asked->weighted && trunc(x) != x)
    sll_fail(L, "%s: whole cases were expected, not %s; { weighted = true } says that cases are weighted", asked->where,
             luaL_tolstring(L, index, NULL));
  return x;
}

static void check_part(lua_State *L, int part, int whole, const Asked *asked) {
  if (lua_tonumber(L, part) > lua_tonumber(L, whole))
    sll_fail(L, "%s: a part and its whole were expected, not %s of %s", asked->where, luaL_tolstring(L, part, NULL),
             luaL_tolstring(L, whole, NULL));
}

static int push_nils(lua_State *L, int count) {
  for (int i = 0; i < count; i++) lua_pushnil(L);
  return count;
}

/* Mean and squared distances from it of the values so far, by Welford's method. */
typedef struct Spread {
  double n, mean, squares;
} Spread;

static void add_value(Spread *spread, double x) {
  double distance = x - spread->mean;
  spread->mean += distance / ++spread->n;
  spread->squares += distance * (x - spread->mean);
}

/* The values at index, a list or a column; missing ones are left out. */
static Spread read_values(lua_State *L, int index) {
  Spread spread = {0, 0, 0};
  if (lua_type(L, index) == LUA_TUSERDATA) {
    const SlColumn *column = sll_check_column(L, index);
    if (!sl_type_is_numeric(column->type) && column->null_count < column->length)
      sll_fail(L, "lab.interval: \"mean\" takes a column of numbers, and this holds %s", sl_type_name(column->type));
    for (int64_t row = 0; row < column->length; row++)
      if (!sl_column_is_null(column, row)) add_value(&spread, sl_column_number(column, row));
  } else if (lua_type(L, index) == LUA_TTABLE) {
    lua_Integer length = sll_push_list(L, index, "lab.interval: \"mean\"");
    for (lua_Integer i = 1; i <= length; i++, lua_pop(L, 1)) {
      if (lua_rawgeti(L, -1, i) != LUA_TNUMBER)
        sll_fail(L, "lab.interval: \"mean\" takes a list of numbers; number %d of it is a %s", (int)i, luaL_typename(L, -1));
      add_value(&spread, lua_tonumber(L, -1));
    }
    lua_pop(L, 1);
  } else {
    sll_fail(L, "lab.interval: \"mean\" takes a list of numbers or a column, not a %s", luaL_typename(L, index));
  }
  if (!isfinite(spread.mean) || !isfinite(spread.squares)) sll_fail(L, "lab.interval: there is no mean of values that are not finite");
  return spread;
}

enum { WILSON, CLOPPER_PEARSON, BYAR, POISSON, MEAN };
static const char *const methods[] = {"wilson", "clopper-pearson", "byar", "poisson", "mean", NULL};

static int lab_interval(lua_State *L) {
  int method = luaL_checkoption(L, 1, NULL, methods);
  bool share = method == WILSON || method == CLOPPER_PEARSON;
  int options = share || lua_type(L, 3) != LUA_TTABLE ? 4 : 3; /* a count or a mean may leave the place of n out */
  lua_settop(L, 4);
  Asked asked = read_asked(L, options, "lab.interval", interval_options);
  if (lua_isnil(L, 2) || (share && lua_isnil(L, 3))) return push_nils(L, 2);
  SlInterval interval = {0, 0};
  bool there;
  if (method == MEAN) {
    Spread spread = read_values(L, 2);
    there = spread.n > 1 && sl_interval_mean(spread.mean, sqrt(spread.squares / (spread.n - 1)), spread.n, asked.confidence, &interval);
  } else {
    double x = check_cases(L, 2, &asked), n = share ? check_cases(L, 3, &asked) : 0;
    if (share) check_part(L, 2, 3, &asked);
    there = method == WILSON            ? sl_interval_wilson(x, n, asked.confidence, &interval)
            : method == CLOPPER_PEARSON ? sl_interval_clopper_pearson(x, n, asked.confidence, &interval)
            : method == BYAR            ? sl_interval_byar(x, asked.confidence, &interval)
                                        : sl_interval_poisson(x, asked.confidence, &interval);
  }
  if (!there) return push_nils(L, 2); /* a share of nothing, a mean of fewer than two */
  lua_pushnumber(L, interval.lower);
  lua_pushnumber(L, interval.upper);
  return 2;
}

/* --- two compared ------------------------------------------------------------------------------------------------- */

enum { PROPORTION, RATE };
static const char *const kinds[] = {"proportion", "rate", NULL};

/* a of n and b of m at 2 to 5, as the kind asks for them; false when one is nil. */
static bool read_two(lua_State *L, int kind, const Asked *asked, double values[4]) {
  for (int i = 0; i < 4; i++) {
    if (lua_isnil(L, i + 2)) return false;
    bool population = kind == RATE && i % 2 == 1; /* need not be whole */
    Asked how = *asked;
    how.weighted |= population;
    values[i] = check_cases(L, i + 2, &how);
  }
  for (int i = 0; kind == PROPORTION && i < 4; i += 2) check_part(L, i + 2, i + 3, asked);
  return true;
}

static int push_compared(lua_State *L, double value, SlInterval limits) {
  lua_pushnumber(L, value);
  lua_pushnumber(L, limits.lower);
  lua_pushnumber(L, limits.upper);
  return 3;
}

static int lab_difference(lua_State *L) {
  int kind = luaL_checkoption(L, 1, NULL, kinds);
  lua_settop(L, 6);
  Asked asked = read_asked(L, 6, "lab.difference", interval_options);
  double v[4], value = 0;
  SlInterval limits = {0, 0};
  if (!read_two(L, kind, &asked, v)) return push_nils(L, 3);
  bool there = kind == PROPORTION ? sl_difference_of_proportions(v[0], v[1], v[2], v[3], asked.confidence, &value, &limits)
                                  : sl_difference_of_rates(v[0], v[1], v[2], v[3], asked.confidence, &value, &limits);
  return there ? push_compared(L, value, limits) : push_nils(L, 3);
}

/* Whether the option method asks for the exact limits. */
static bool wants_exact(lua_State *L, int index) {
  if (!lua_istable(L, index)) return false;
  lua_pushliteral(L, "method");
  lua_rawget(L, index);
  const char *method = lua_isnil(L, -1) ? "wald" : lua_tostring(L, -1);
  bool exact = method && strcmp(method, "exact") == 0;
  if (!exact && !(method && strcmp(method, "wald") == 0))
    sll_fail(L, "lab.ratio: method is one of \"wald\", \"exact\"; not \"%s\"", luaL_tolstring(L, -1, NULL));
  lua_pop(L, 1);
  return exact;
}

static int lab_ratio(lua_State *L) {
  luaL_checkoption(L, 1, NULL, kinds + RATE);
  lua_settop(L, 6);
  Asked asked = read_asked(L, 6, "lab.ratio", ratio_options);
  bool exact = wants_exact(L, 6);
  double v[4], value = 0;
  SlInterval limits = {0, 0};
  if (!read_two(L, RATE, &asked, v)) return push_nils(L, 3);
  bool there = !exact && sl_ratio_of_rates_wald(v[0], v[1], v[2], v[3], asked.confidence, &value, &limits);
  if (!there) {
    exact = true; /* of a count of 0 there is no other */
    there = sl_ratio_of_rates_exact(v[0], v[1], v[2], v[3], asked.confidence, &value, &limits);
  }
  if (!there || isinf(value)) return push_nils(L, 3);
  push_compared(L, value, limits);
  lua_pushstring(L, exact ? "exact" : "wald");
  return 4;
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
     "(method: \"wilson\"|\"clopper-pearson\"|\"byar\"|\"poisson\"|\"mean\", x: number|number[]|slavelab.Column|nil, n?: number, "
     "options?: {confidence?: number, weighted?: boolean}): number|nil, number|nil",
     "The lower and upper limit of a 95% interval (or of another confidence). \"wilson\": of the proportion x of n, "
     "without continuity correction (Wilson 1927; Newcombe 1998, method 3); times 100 for percent. \"clopper-pearson\": of the same, exact "
     "(Clopper and Pearson 1934). \"byar\": of the count x of independent events (Breslow and Day 1987), exact Poisson limits below 10. "
     "\"poisson\": exact limits of a count (Garwood 1936). \"mean\": of the mean of a list of numbers or of a column, by Student's t; missing "
     "values are left out. nil where x or n is nil, of a share of 0 and of a mean of fewer than two. Counts below 0, a part above its whole "
     "and fractions of cases raise; weighted = true lets fractions pass.",
     "print(lab.interval(\"wilson\", 2, 29))\nprint(lab.interval(\"byar\", 16))\nprint(lab.interval(\"mean\", { 12, 15, 9, 20 }))"},
    {"difference", lab_difference,
     "(kind: \"proportion\"|\"rate\", a: number|nil, n: number|nil, b: number|nil, m: number|nil, "
     "options?: {confidence?: number, weighted?: boolean}): number|nil, number|nil, number|nil",
     "a / n less b / m, with the lower and upper limit of its 95% interval. Of two proportions by Newcombe's method 10 (Stat. Med. 17 (1998) "
     "873-890), from the Wilson limits of each; of two rates in the same way from Byar's. Times 100 for percentage points, times 1e5 for a "
     "rate per 100,000. nil where one is nil or a whole is 0.",
     "print(lab.difference(\"proportion\", 56, 70, 48, 80))"},
    {"ratio", lab_ratio,
     "(kind: \"rate\", a: number|nil, n: number|nil, b: number|nil, m: number|nil, "
     "options?: {confidence?: number, method?: \"wald\"|\"exact\", weighted?: boolean}): number|nil, number|nil, number|nil, string|nil",
     "The rate a / n as a multiple of the rate b / m, with its 95% interval and the method that gave it: \"wald\" on the logarithm unless "
     "method = \"exact\", by the limits of Clopper and Pearson for a out of a + b, which is taken too where a is 0. nil where one is nil, "
     "a population is 0 or b is 0: of nothing there is no multiple.",
     "print(lab.ratio(\"rate\", 34, 812000, 21, 905000))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_stats(lua_State *L) { sll_register(L, "lab", functions); }
