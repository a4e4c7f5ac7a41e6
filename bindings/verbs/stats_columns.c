/* Statistics over whole columns, for scripts/lib alone: the module "slavelab.stats".
 *
 *     funnel(x, n, options)    info, columns: core/stats/funnel.h. Missing cells and areas of size 0 give missing ones.
 *         options   kind = "proportion"|"rate"|"ratio", target = number or nil, dispersion = "auto"|"none"|"additive"|"multiplicative",
 *                   levels = { 0.95, 0.998 }, points = how many of a smooth curve
 *         info      target, phi, mean_square, tau2, areas, dispersion = what the limits take
 *         columns   z, position (1 above the first level, 2 above the second too, -1 below ...), lower[level], upper[level], and of the
 *                   curve: size, curve_lower[level], curve_upper[level]; all in the unit of x / n
 *
 *     trend(kind, t, x, n, confidence)    lists of numbers, n nil where there is none: core/stats/trend.h. nil when no trend can be said, else
 *         value, lower, upper (of "poisson" ratios), p_value, dispersion (not of "linear")
 */
#include <lauxlib.h>
#include <math.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/module.h"
#include "bindings/objects/table.h"
#include "core/stats/funnel.h"
#include "core/stats/trend.h"
#include "core/values/builder.h"

/* The numbers of the column at index, NaN where one is missing; an array that the stack keeps. */
static double *read_numbers(lua_State *L, int index, int64_t length) {
  const SlColumn *column = sll_check_column(L, index); /* held by the caller */
  double *values = sll_new_array(L, length, sizeof *values);
  if (!sl_type_is_numeric(column->type)) { /* a column without any value may be of any type */
    for (int64_t row = 0; row < length; row++) values[row] = NAN;
    return values;
  }
  sl_column_load_numbers(column, 0, length, values);
  for (int64_t row = 0; column->validity && row < length; row++)
    if (sl_column_is_null(column, row)) values[row] = NAN;
  return values;
}

/* Sets the field of the table at index to a column of them, NaN missing. `type` is number, or integer for whole ones. */
static void set_column(lua_State *L, int table, const char *name, const double *values, int64_t length, SlType type) {
  table = lua_absindex(L, table);
  SlColumn **box = sll_new_column(L);
  SlBuilder builder;
  SlError err;
  sl_builder_init(&builder, type);
  for (int64_t row = 0; row < length; row++) {
    if (isnan(values[row]))
      sl_builder_add_null(&builder, SL_REASON_NONE);
    else if (type == SL_INTEGER)
      sl_builder_add_integer(&builder, (int64_t)values[row]);
    else
      sl_builder_add_number(&builder, values[row]);
  }
  if (sl_builder_finish(&builder, box, &err) != SL_OK) sll_raise(L, &err);
  sll_column_done(L);
  lua_setfield(L, table, name);
}

/* --- funnel ---------------------------------------------------------------------------------------------------------------------- */

static const char *const kinds[] = {"proportion", "rate", "ratio", NULL};
static const char *const dispersions[] = {"none", "additive", "multiplicative", "auto", NULL};

static int choice(lua_State *L, const char *name, const char *const *among) {
  lua_getfield(L, 3, name);
  int found = luaL_checkoption(L, -1, NULL, among);
  lua_pop(L, 1);
  return found;
}

typedef struct Levels {
  int64_t count;
  double *values; /* ascending */
} Levels;

static Levels read_levels(lua_State *L) {
  lua_getfield(L, 3, "levels");
  Levels levels = {sll_list_length(L, -1), NULL};
  int list = lua_gettop(L);
  levels.values = sll_new_array(L, levels.count, sizeof *levels.values);
  for (int64_t i = 0; i < levels.count; i++) {
    lua_rawgeti(L, list, i + 1);
    levels.values[i] = luaL_checknumber(L, -1);
    lua_pop(L, 1);
  }
  return levels;
}

static void push_info(lua_State *L, const SlFunnel *funnel) {
  lua_newtable(L);
  sll_set_number(L, "target", funnel->target);
  sll_set_number(L, "phi", funnel->phi);
  sll_set_number(L, "mean_square", funnel->mean_square);
  sll_set_number(L, "tau2", funnel->tau2);
  sll_set_integer(L, "areas", funnel->areas);
  lua_pushstring(L, dispersions[funnel->dispersion]);
  lua_setfield(L, -2, "dispersion");
}

/* Sets lower[level] and upper[level] of the table on top under these names. */
static void set_limits(lua_State *L, const char *lower_name, const char *upper_name, const double *lower, const double *upper,
                       int64_t length, int64_t level) {
  const char *names[] = {lower_name, upper_name};
  const double *values[] = {lower, upper};
  for (int side = 0; side < 2; side++) {
    if (lua_getfield(L, -1, names[side]) != LUA_TTABLE) {
      lua_pop(L, 1);
      lua_newtable(L);
      lua_pushvalue(L, -1);
      lua_setfield(L, -3, names[side]);
    }
    set_column(L, -1, "column", values[side], length, SL_NUMBER);
    lua_getfield(L, -1, "column");
    lua_rawseti(L, -2, level + 1);
    lua_pushnil(L);
    lua_setfield(L, -2, "column");
    lua_pop(L, 1);
  }
}

/* Sizes from the smallest area to the largest, each so many times the one before. */
static void set_curve(lua_State *L, const SlFunnel *funnel, const double *n, int64_t length, const Levels *levels, int64_t points) {
  double least = INFINITY, most = 0;
  for (int64_t row = 0; row < length; row++)
    if (n[row] > 0) least = fmin(least, n[row]), most = fmax(most, n[row]);
  int columns = lua_gettop(L);
  double *sizes = sll_new_array(L, points, sizeof *sizes), *lower = sll_new_array(L, points, sizeof *lower);
  double *upper = sll_new_array(L, points, sizeof *upper);
  for (int64_t i = 0; i < points; i++)
    sizes[i] = points > 1 ? least * pow(most / least, (double)i / (double)(points - 1)) : least;
  set_column(L, columns, "size", sizes, points, SL_NUMBER);
  lua_pushvalue(L, columns);
  for (int64_t level = 0; level < levels->count; level++) {
    for (int64_t i = 0; i < points; i++) {
      SlInterval limits = sl_funnel_curve(funnel, sizes[i], levels->values[level]);
      lower[i] = limits.lower, upper[i] = limits.upper;
    }
    set_limits(L, "curve_lower", "curve_upper", lower, upper, points, level);
  }
  lua_settop(L, columns);
}

static int stats_funnel(lua_State *L) {
  lua_settop(L, 3);
  luaL_checkstack(L, 40, NULL);
  int64_t length = sll_hold_column(L, 1)->length;
  if (sll_hold_column(L, 2)->length != length) return luaL_error(L, "two columns of one length");
  SlFunnelKind kind = (SlFunnelKind)choice(L, "kind", kinds);
  SlDispersion dispersion = (SlDispersion)choice(L, "dispersion", dispersions);
  lua_getfield(L, 3, "target");
  double target = luaL_optnumber(L, -1, NAN);
  lua_getfield(L, 3, "points");
  int64_t points = luaL_checkinteger(L, -1);
  Levels levels = read_levels(L);
  double *x = read_numbers(L, 1, length), *n = read_numbers(L, 2, length);
  double *first = sll_new_array(L, length, sizeof *first), *second = sll_new_array(L, length, sizeof *second);
  SlFunnel funnel;
  SlError err;
  if (sl_funnel_fit(kind, x, n, length, target, dispersion, &funnel, &err) != SL_OK) return sll_raise(L, &err);
  push_info(L, &funnel);
  lua_newtable(L);
  for (int64_t row = 0; row < length; row++) {
    first[row] = sl_funnel_z(&funnel, x[row], n[row]);
    second[row] = isnan(first[row]) ? NAN : 0;
    for (int64_t level = 0; level < levels.count && !isnan(first[row]); level++)
      second[row] += sl_funnel_position(&funnel, x[row], n[row], levels.values[level]);
  }
  set_column(L, -1, "z", first, length, SL_NUMBER);
  set_column(L, -1, "position", second, length, SL_INTEGER);
  for (int64_t level = 0; level < levels.count; level++) {
    sl_funnel_limits_of_all(&funnel, x, n, length, levels.values[level], first, second);
    set_limits(L, "lower", "upper", first, second, length, level);
  }
  set_curve(L, &funnel, n, length, &levels, points);
  return 2;
}

/* --- trend ----------------------------------------------------------------------------------------------------------------------- */

/* The numbers of the list at index; NULL for nil. */
static double *read_list(lua_State *L, int index, int64_t length) {
  if (lua_isnil(L, index)) return NULL;
  double *values = sll_new_array(L, length, sizeof *values);
  for (int64_t i = 0; i < length; i++) {
    lua_rawgeti(L, index, i + 1);
    values[i] = luaL_checknumber(L, -1);
    lua_pop(L, 1);
  }
  return values;
}

static int stats_trend(lua_State *L) {
  static const char *const trends[] = {"poisson", "linear", "proportion", NULL};
  int kind = luaL_checkoption(L, 1, NULL, trends);
  luaL_checktype(L, 2, LUA_TTABLE);
  int64_t points = sll_list_length(L, 2);
  double confidence = luaL_checknumber(L, 5);
  const double *t = read_list(L, 2, points), *x = read_list(L, 3, points), *n = read_list(L, 4, points);
  SlTrend trend;
  bool there = kind == 0   ? sl_trend_poisson(t, x, n, points, &trend)
               : kind == 1 ? sl_trend_linear(t, x, points, &trend)
                           : sl_trend_proportion(t, x, n, points, &trend);
  if (!there) {
    lua_pushnil(L);
    return 1;
  }
  SlInterval limits = sl_trend_limits(&trend, confidence);
  lua_newtable(L);
  sll_set_number(L, "value", kind == 0 ? exp(trend.slope) : trend.slope);
  sll_set_number(L, "lower", kind == 0 ? exp(limits.lower) : limits.lower);
  sll_set_number(L, "upper", kind == 0 ? exp(limits.upper) : limits.upper);
  sll_set_number(L, "p_value", trend.p);
  if (kind != 1) sll_set_number(L, "dispersion", trend.dispersion);
  return 1;
}

void sll_open_stats_columns(lua_State *L) {
  static const luaL_Reg functions[] = {{"funnel", stats_funnel}, {"trend", stats_trend}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.stats");
}
