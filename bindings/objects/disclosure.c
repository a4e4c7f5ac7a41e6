/* The module "slavelab.disclosure", for scripts/lib alone: what a reader can tell of hidden cells (core/disclosure/protect.h).
 *
 * Cells are numbers from 1. lines is a list of sums, each a list of the cells that add up, and -c for the cell c that is their total.
 * states, slack, need and cost are lists by cell; states has the words "open", "shown", "primary", "before", and after protect "further"
 * and "exposed".
 *
 *     protect(lines, states, slack, need, cost, exact)   the states afterwards; nil when the sums are no graph (sums.h)
 *     range(lines, states, slack, cell, most)            by how much the cell could be less, and more; nil when the sums are no graph
 *
 * Of sums of any shape (core/disclosure/extremes.h), where unknowns are numbers from 1, rows a list of { unknown, factor, unknown, factor ... },
 * and least, greatest, low and high lists of numbers, math.huge and -math.huge for no limit:
 *
 *     extremes(least, greatest, rows, low, high, wanted, steps)   the least and the greatest of each unknown in the list `wanted`: two lists;
 *                                                               nil when no numbers fulfil all rows
 */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/module.h"
#include "bindings/objects/table.h"
#include "core/disclosure/extremes.h"
#include "core/disclosure/protect.h"

static const char *const words[] = {"open", "shown", "primary", "before", "further", "exposed", NULL};

typedef struct Lines {
  int64_t count, *starts;
  int32_t *members; /* as sl_sums_init() takes them */
} Lines;

static int64_t length_at(lua_State *L, int index) {
  luaL_checktype(L, index, LUA_TTABLE);
  return sll_list_length(L, index);
}

static int32_t check_member(lua_State *L, int64_t cells) {
  int64_t c = sll_check_integer(L, -1, "cell of a sum");
  if (c == 0 || c > cells || c < -cells) sll_fail(L, "there is no cell %lld; there are %lld", (long long)c, (long long)cells);
  return (int32_t)(c > 0 ? c - 1 : ~(-c - 1));
}

/* The lines at index 1; the stack keeps the arrays. */
static Lines read_lines(lua_State *L, int64_t cells) {
  Lines lines = {length_at(L, 1), NULL, NULL};
  lines.starts = sll_new_array(L, lines.count + 1, sizeof *lines.starts);
  lines.starts[0] = 0;
  for (int64_t l = 0; l < lines.count; l++) {
    lua_rawgeti(L, 1, l + 1);
    lines.starts[l + 1] = lines.starts[l] + length_at(L, -1);
    lua_pop(L, 1);
  }
  if (lines.starts[lines.count] > INT32_MAX) sll_fail(L, "sums have up to %d cells", INT32_MAX);
  lines.members = sll_new_array(L, lines.starts[lines.count], sizeof *lines.members);
  for (int64_t l = 0; l < lines.count; l++) {
    lua_rawgeti(L, 1, l + 1);
    for (int64_t i = lines.starts[l]; i < lines.starts[l + 1]; i++) {
      lua_rawgeti(L, -1, i - lines.starts[l] + 1);
      lines.members[i] = check_member(L, cells);
      lua_pop(L, 1);
    }
    lua_pop(L, 1);
  }
  return lines;
}

static uint8_t *read_states(lua_State *L, int index, int64_t cells) {
  uint8_t *states = sll_new_array(L, cells, sizeof *states);
  for (int64_t c = 0; c < cells; c++) {
    lua_rawgeti(L, index, c + 1);
    states[c] = (uint8_t)luaL_checkoption(L, -1, NULL, words);
    lua_pop(L, 1);
  }
  return states;
}

/* Whole numbers from `least` up, by cell; sums of two of them fit into 64 bits. */
static int64_t *read_numbers(lua_State *L, int index, int64_t cells, int64_t least, const char *what) {
  const int64_t most = INT64_C(1) << 61;
  luaL_checktype(L, index, LUA_TTABLE);
  int64_t *numbers = sll_new_array(L, cells, sizeof *numbers);
  for (int64_t c = 0; c < cells; c++) {
    lua_rawgeti(L, index, c + 1);
    int64_t number = sll_check_integer(L, -1, what);
    if (number < least) sll_fail(L, "%s: %lld or more, not %lld", what, (long long)least, (long long)number);
    numbers[c] = number < most ? number : most;
    lua_pop(L, 1);
  }
  return numbers;
}

static int64_t check_cells(lua_State *L) {
  int64_t cells = length_at(L, 2);
  if (cells >= INT32_MAX) sll_fail(L, "up to %d cells can be looked at, not %lld", INT32_MAX - 1, (long long)cells);
  return cells;
}

/* One call of core in the end, so that nothing of it is held when something raises. */
static SlStatus protect(const Lines *lines, int64_t cells, const SlProtection *how, uint8_t *states, bool *two_way, SlError *err) {
  SlSums sums;
  SlStatus status = sl_sums_init(&sums, cells, lines->count, lines->starts, lines->members, two_way, err);
  if (status != SL_OK || !*two_way) return status;
  status = sl_protect(&sums, how, states, err);
  sl_sums_reset(&sums);
  return status;
}

static int disclosure_protect(lua_State *L) {
  lua_settop(L, 6);
  luaL_checkstack(L, 20, NULL);
  int64_t cells = check_cells(L);
  SlProtection how = {.exact = lua_toboolean(L, 6)};
  Lines lines = read_lines(L, cells);
  uint8_t *states = read_states(L, 2, cells);
  how.slack = read_numbers(L, 3, cells, 0, "slack");
  how.need = read_numbers(L, 4, cells, 1, "need");
  how.cost = read_numbers(L, 5, cells, 1, "cost");
  bool two_way = false;
  SlError err;
  if (protect(&lines, cells, &how, states, &two_way, &err) != SL_OK) return sll_raise(L, &err);
  if (!two_way) return 0;
  lua_createtable(L, (int)cells, 0);
  for (int64_t c = 0; c < cells; c++) {
    lua_pushstring(L, words[states[c]]);
    lua_rawseti(L, -2, c + 1);
  }
  return 1;
}

static SlStatus range(const Lines *lines, int64_t cells, const int64_t *slack, const uint8_t *states, int64_t cell, int64_t most,
                      bool *two_way, int64_t found[2], SlError *err) {
  SlSums sums;
  SlStatus status = sl_sums_init(&sums, cells, lines->count, lines->starts, lines->members, two_way, err);
  if (status != SL_OK || !*two_way) return status;
  status = sl_protect_range(&sums, slack, states, cell, most, &found[0], &found[1], err);
  sl_sums_reset(&sums);
  return status;
}

static int disclosure_range(lua_State *L) {
  lua_settop(L, 5);
  luaL_checkstack(L, 20, NULL);
  int64_t cells = check_cells(L), cell = sll_check_integer(L, 4, "cell"), most = sll_check_integer(L, 5, "most");
  if (cell < 1 || cell > cells) return sll_fail(L, "there is no cell %lld; there are %lld", (long long)cell, (long long)cells);
  if (most < 0 || most > INT64_C(1) << 61) return sll_fail(L, "most is from 0 to 2^61");
  Lines lines = read_lines(L, cells);
  const uint8_t *states = read_states(L, 2, cells);
  const int64_t *slack = read_numbers(L, 3, cells, 0, "slack");
  bool two_way = false;
  int64_t found[2] = {0, 0};
  SlError err;
  if (range(&lines, cells, slack, states, cell - 1, most, &two_way, found, &err) != SL_OK) return sll_raise(L, &err);
  if (!two_way) return 0;
  lua_pushinteger(L, found[0]);
  lua_pushinteger(L, found[1]);
  return 2;
}

/* A list of `count` numbers that are no NaN. */
static double *read_doubles(lua_State *L, int index, int64_t count, const char *what) {
  if (length_at(L, index) != count) sll_fail(L, "%s: %lld numbers are wanted", what, (long long)count);
  double *numbers = sll_new_array(L, count, sizeof *numbers);
  for (int64_t i = 0; i < count; i++) {
    lua_rawgeti(L, index, i + 1);
    numbers[i] = luaL_checknumber(L, -1);
    if (numbers[i] != numbers[i]) sll_fail(L, "%s: item %lld is not a number", what, (long long)(i + 1));
    lua_pop(L, 1);
  }
  return numbers;
}

static int32_t check_unknown(lua_State *L, int64_t unknowns) {
  int64_t unknown = sll_check_integer(L, -1, "unknown");
  if (unknown < 1 || unknown > unknowns) sll_fail(L, "there is no unknown %lld; there are %lld", (long long)unknown, (long long)unknowns);
  return (int32_t)(unknown - 1);
}

/* The rows at index 3. */
static void read_rows(lua_State *L, SlSystem *system) {
  system->rows = length_at(L, 3);
  int64_t *starts = sll_new_array(L, system->rows + 1, sizeof *starts);
  starts[0] = 0;
  for (int64_t r = 0; r < system->rows; r++) {
    lua_rawgeti(L, 3, r + 1);
    starts[r + 1] = starts[r] + length_at(L, -1) / 2;
    lua_pop(L, 1);
  }
  int32_t *members = sll_new_array(L, starts[system->rows], sizeof *members);
  double *factors = sll_new_array(L, starts[system->rows], sizeof *factors);
  for (int64_t r = 0; r < system->rows; r++) {
    lua_rawgeti(L, 3, r + 1);
    for (int64_t i = starts[r], at = 1; i < starts[r + 1]; i++, at += 2) {
      lua_rawgeti(L, -1, at);
      members[i] = check_unknown(L, system->unknowns);
      lua_rawgeti(L, -2, at + 1);
      factors[i] = luaL_checknumber(L, -1);
      lua_pop(L, 2);
    }
    lua_pop(L, 1);
  }
  system->starts = starts, system->members = members, system->factors = factors;
}

static void push_doubles(lua_State *L, const double *numbers, int64_t count) {
  lua_createtable(L, (int)count, 0);
  for (int64_t i = 0; i < count; i++) {
    lua_pushnumber(L, numbers[i]);
    lua_rawseti(L, -2, i + 1);
  }
}

static int disclosure_extremes(lua_State *L) {
  lua_settop(L, 7);
  luaL_checkstack(L, 30, NULL);
  SlSystem system = {.unknowns = length_at(L, 1)};
  if (system.unknowns >= INT32_MAX) sll_fail(L, "up to %d unknowns can be looked at, not %lld", INT32_MAX - 1, (long long)system.unknowns);
  system.least = read_doubles(L, 1, system.unknowns, "least");
  system.greatest = read_doubles(L, 2, system.unknowns, "greatest");
  read_rows(L, &system);
  system.low = read_doubles(L, 4, system.rows, "low");
  system.high = read_doubles(L, 5, system.rows, "high");
  int64_t count = length_at(L, 6), steps = sll_check_integer(L, 7, "steps");
  int32_t *wanted = sll_new_array(L, count, sizeof *wanted);
  for (int64_t i = 0; i < count; i++) {
    lua_rawgeti(L, 6, i + 1);
    wanted[i] = check_unknown(L, system.unknowns);
    lua_pop(L, 1);
  }
  double *least = sll_new_array(L, count, sizeof *least), *greatest = sll_new_array(L, count, sizeof *greatest);
  SlError err;
  SlStatus status = sl_extremes(&system, wanted, count, steps, least, greatest, &err);
  if (status == SL_EDATA) return 0;
  if (status != SL_OK) return sll_raise(L, &err);
  push_doubles(L, least, count);
  push_doubles(L, greatest, count);
  return 2;
}

void sll_open_disclosure(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"protect", disclosure_protect}, {"range", disclosure_range}, {"extremes", disclosure_extremes}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.disclosure");
}
