/* The module "slavelab.disclosure", for scripts/lib alone: what a reader can tell of hidden cells (core/disclosure/protect.h).
 *
 * Cells are numbers from 1. lines is a list of sums, each a list of the cells that add up, and -c for the cell c that is their total.
 * states, slack, need and cost are lists by cell; states has the words "open", "shown", "primary", "before", and after protect "further"
 * and "exposed".
 *
 *     protect(lines, states, slack, need, cost, exact)   the states afterwards; nil when the sums are no graph (sums.h)
 *     range(lines, states, slack, cell, most)            by how much the cell could be less, and more; nil when the sums are no graph
 */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/module.h"
#include "bindings/objects/table.h"
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

void sll_open_disclosure(lua_State *L) {
  static const luaL_Reg functions[] = {{"protect", disclosure_protect}, {"range", disclosure_range}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.disclosure");
}
