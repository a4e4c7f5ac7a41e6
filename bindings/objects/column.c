/* Columns in Lua: values by row, and aggregates over the whole column. */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/methods.h"
#include "bindings/base/scalar.h"
#include "bindings/objects/kind.h"
#include "bindings/objects/plain.h"
#include "bindings/objects/table.h"
#include "core/query/aggregate.h"
#include "core/query/rows.h"

/* --- values ------------------------------------------------------------------------------------------------------- */

/* The row that the integer at index means, from 0; -1 when there is none. */
static int64_t row_at(lua_State *L, int index, const SlColumn *column) {
  int64_t row = sll_check_integer(L, index, "row of a column");
  return row >= 1 && row <= column->length ? row - 1 : -1;
}

static int column_index(lua_State *L) {
  SlColumn *column = sll_check_column(L, 1);
  if (lua_type(L, 2) == LUA_TNUMBER) {
    int64_t row = row_at(L, 2, column);
    if (row < 0)
      lua_pushnil(L);
    else
      sll_push_cell(L, column, row);
    return 1;
  }
  lua_settop(L, 2);
  if (sll_push_method(L, "column", 2)) return 1;
  const char *name = luaL_tolstring(L, 2, NULL);
  sll_push_method_names(L, "column");
  sll_push_foreign(L, sl_str(name), -1, true);
  const char *meant = lua_tostring(L, -1);
  return sll_fail(L, "a column has no method \"%s\"%s", name,
                  *meant ? meant : "; column[row] is a value, ?column lists the methods");
}

static int column_length(lua_State *L) {
  lua_pushinteger(L, sll_check_column(L, 1)->length);
  return 1;
}

static int column_name(lua_State *L) {
  sll_check_column(L, 1);
  lua_getiuservalue(L, 1, SLL_COLUMN_NAME);
  return 1;
}

static int column_type(lua_State *L) {
  lua_pushstring(L, sl_type_name(sll_check_column(L, 1)->type));
  return 1;
}

static int column_missing(lua_State *L) {
  lua_pushinteger(L, sll_check_column(L, 1)->null_count);
  return 1;
}

static int column_marker(lua_State *L) {
  SlColumn *column = sll_check_column(L, 1);
  int64_t row = row_at(L, 2, column);
  if (row < 0 || !sll_push_marker(L, column, row)) lua_pushnil(L);
  return 1;
}

static int next_value(lua_State *L) {
  SlColumn *column = sll_check_column(L, lua_upvalueindex(1));
  int64_t row = sll_next_row(L, column->length);
  if (row < 0) return 0;
  sll_push_cell(L, column, row);
  return 2;
}

static int column_values(lua_State *L) {
  SlColumn *column = sll_hold_column(L, 1);
  SlColumn **box = sll_new_column(L);
  *box = sl_column_retain(column);
  sll_push_loop(L, next_value);
  return 1;
}

static int column_to_list(lua_State *L) {
  SlColumn *column = sll_hold_column(L, 1);
  if (column->length > INT32_MAX) return sll_fail(L, "to_list: the column has too many rows for a Lua list");
  lua_createtable(L, (int)column->length, 1);
  for (int64_t row = 0; row < column->length; row++) {
    sll_check_interrupt(L, row);
    sll_push_cell(L, column, row);
    lua_rawseti(L, -2, row + 1);
  }
  sll_set_integer(L, "n", column->length);
  return 1;
}

static int column_unique(lua_State *L) {
  SlColumn *column = sll_hold_column(L, 1);
  SlTable **table = (SlTable **)sll_new_table(L), **distinct = sll_new_table(L);
  SlStr name = sl_str("value");
  SlError err;
  if (sl_table_new(&name, &column, 1, column->length, table, &err) != SL_OK) return sll_raise(L, &err);
  if (sl_table_distinct(*table, NULL, 0, distinct, &err) != SL_OK) return sll_raise(L, &err);
  const SlColumn *values = (*distinct)->columns[0];
  lua_createtable(L, (int)values->length, 0);
  lua_Integer count = 0;
  for (int64_t row = 0; row < values->length; row++) {
    sll_check_interrupt(L, row);
    if (sl_column_is_null(values, row)) continue;
    sll_push_cell(L, values, row);
    lua_rawseti(L, -2, ++count);
  }
  return 1;
}

/* --- aggregates --------------------------------------------------------------------------------------------------- */

static void free_groups(void *groups) { sl_groups_free(groups); }

static int aggregate(lua_State *L, SlAggregate which, double constant) {
  const SlColumn *column = sll_hold_column(L, 1);
  SlError err;
  SlType type;
  if (sl_aggregate_type(which, &column->type, 1, &type, &err) != SL_OK) {
    if (column->null_count < column->length) return sll_raise(L, &err);
    lua_pushnil(L); /* without a value a column goes as one of any type */
    return 1;
  }
  void **groups = sll_new_holder(L, free_groups);
  SlColumn **result = sll_new_column(L);
  if (sl_groups_new(NULL, 0, column->length, false, (SlGroups **)groups, &err) != SL_OK ||
      sl_aggregate(which, &column, 1, (SlConstant){.number = constant}, *groups, result, &err) != SL_OK)
    return sll_raise(L, &err);
  sll_release_now(L, -2); /* as long as the column, and the collector cannot see it */
  sll_push_cell(L, *result, 0);
  return 1;
}

static int column_count(lua_State *L) { return aggregate(L, SL_AGG_COUNT, 0); }
static int column_sum(lua_State *L) { return aggregate(L, SL_AGG_SUM, 0); }
static int column_mean(lua_State *L) { return aggregate(L, SL_AGG_MEAN, 0); }
static int column_median(lua_State *L) { return aggregate(L, SL_AGG_MEDIAN, 0); }
static int column_min(lua_State *L) { return aggregate(L, SL_AGG_MIN, 0); }
static int column_max(lua_State *L) { return aggregate(L, SL_AGG_MAX, 0); }
static int column_var(lua_State *L) { return aggregate(L, SL_AGG_VAR, 0); }
static int column_sd(lua_State *L) { return aggregate(L, SL_AGG_SD, 0); }
static int column_n_distinct(lua_State *L) { return aggregate(L, SL_AGG_N_DISTINCT, 0); }
static int column_first(lua_State *L) { return aggregate(L, SL_AGG_FIRST, 0); }
static int column_last(lua_State *L) { return aggregate(L, SL_AGG_LAST, 0); }

static int column_quantile(lua_State *L) {
  double p = luaL_checknumber(L, 2);
  if (!(p >= 0 && p <= 1)) return sll_fail(L, "quantile: p is between 0 and 1, not %s", luaL_tolstring(L, 2, NULL));
  return aggregate(L, SL_AGG_QUANTILE, p);
}

/* --- what a column is not ----------------------------------------------------------------------------------------- */

static int refuse(lua_State *L) {
  return sll_fail(L, "a column of a table is not reckoned or compared with: write t:mutate(\"twice = 2 * people\") or "
                     "t:filter(\"people > 5\"), or compose with col: col.people:gt(5)");
}

static int column_newindex(lua_State *L) {
  return sll_fail(L, "a column never changes; t:mutate(\"name = if_else(..., ..., name)\") gives a table with a new one");
}

static int column_to_text(lua_State *L) {
  SlColumn *column = sll_check_column(L, 1);
  lua_getiuservalue(L, 1, SLL_COLUMN_NAME);
  lua_pushfstring(L, "column%s%s%s of %s, %I values, %I missing", lua_isnil(L, -1) ? "" : " \"",
                  lua_isnil(L, -1) ? "" : lua_tostring(L, -1), lua_isnil(L, -1) ? "" : "\"", sl_type_name(column->type),
                  (LUAI_UACINT)column->length, (LUAI_UACINT)column->null_count);
  return 1;
}

#define SAMPLE "local c = lab.table({ columns = { \"people\" }, { 12 }, { 7 }, { nil } }).people\n"

static const SllFunction functions[] = {
    {"name", column_name, "(): string|nil", "The name it has in the table it came from.", SAMPLE "print(c:name())"},
    {"type", column_type, "(): string", "integer, number, text, boolean, date, datetime, month, quarter, financial-year, year-ending or year.",
     SAMPLE "print(c:type())"},
    {"marker", column_marker, "(row: integer): string|nil",
     "Why the value of a row is missing, \"[c]\", or the flags of a value that is there, \"[p][r]\"; nil for neither.",
     "local t = lab.table({ columns = { \"n\" }, { 12 }, { \"[c]\" } })\nprint(t.n:marker(2))"},
    {"missing", column_missing, "(): integer", "How many values are missing.", SAMPLE "print(c:missing())"},
    {"values", column_values, "(): fun(): integer, any",
     "For loops: the number of each row and its value, nil where it is missing.",
     SAMPLE "for row, value in c:values() do print(row, value) end"},
    {"to_list", column_to_list, "(): {n: integer}",
     "The values as a list; a missing one is nil, so count with its field n.", SAMPLE "print(c:to_list().n)"},
    {"unique", column_unique, "(): any[]", "The different present values, in the order they first appear.",
     SAMPLE "print(#c:unique())"},
    {"count", column_count, "(): integer", "How many values are present.", SAMPLE "print(c:count())"},
    {"sum", column_sum, "(): number|nil",
     "The sum of the present values, exact for integers; nil when there are none. Past 64 bits it raises.",
     SAMPLE "print(c:sum())"},
    {"mean", column_mean, "(): number|nil", "The mean of the present values; nil when there are none.",
     SAMPLE "print(c:mean())"},
    {"median", column_median, "(): number|nil", "The median of the present values; nil when there are none.",
     SAMPLE "print(c:median())"},
    {"quantile", column_quantile, "(p: number): number|nil",
     "The p-quantile of the present values, type 7 of Hyndman and Fan (1996); nil when there are none.",
     SAMPLE "print(c:quantile(0.9))"},
    {"min", column_min, "(): any", "The smallest present value; nil when there are none.", SAMPLE "print(c:min())"},
    {"max", column_max, "(): any", "The largest present value; nil when there are none.", SAMPLE "print(c:max())"},
    {"var", column_var, "(): number|nil", "The sample variance (n - 1) of the present values; nil for fewer than two.",
     SAMPLE "print(c:var())"},
    {"sd", column_sd, "(): number|nil",
     "The sample standard deviation (n - 1) of the present values; nil for fewer than two.", SAMPLE "print(c:sd())"},
    {"n_distinct", column_n_distinct, "(): integer", "How many different values are present.",
     SAMPLE "print(c:n_distinct())"},
    {"first", column_first, "(): any", "The value of the first row, nil when it is missing.",
     SAMPLE "print(c:first())"},
    {"last", column_last, "(): any", "The value of the last row, nil when it is missing.", SAMPLE "print(c:last())"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_column(lua_State *L) {
  static const luaL_Reg events[] = {
      {"__index", column_index}, {"__newindex", column_newindex}, {"__len", column_length}, {"__tostring", column_to_text},
      {"__add", refuse},  {"__sub", refuse}, {"__mul", refuse}, {"__div", refuse},    {"__idiv", refuse},
      {"__mod", refuse},  {"__pow", refuse}, {"__unm", refuse}, {"__concat", refuse}, {"__lt", refuse},
      {"__le", refuse},   {"__band", refuse}, {"__bor", refuse}, {"__bnot", refuse},  {NULL, NULL}};
  sll_open_kind(L, &(SllKind){
      .name = "column", .box = SLL_COLUMN, .methods = functions, .events = events,
      .close_text = "Gives the column's memory back now rather than when it is collected, unless a table still has it. "
                    "Using it afterwards raises.",
      .close_example = SAMPLE "c:close()\nprint(pcall(function() return #c end))"});
}
