/* Verbs that choose rows by place, and rows that are added. Those by condition are in filter.c. */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/methods.h"
#include "bindings/base/modules/module.h"
#include "bindings/objects/carry.h"
#include "bindings/objects/column_sets.h"
#include "bindings/objects/groups.h"
#include "bindings/objects/lineage.h"
#include "bindings/objects/table.h"
#include "core/query/reshape.h"
#include "core/query/rows.h"

enum { SHOWN_ROWS = 10 };

static int64_t check_count(lua_State *L, const char *verb) {
  if (lua_isnoneornil(L, 2)) return SHOWN_ROWS;
  int64_t count = sll_check_integer(L, 2, verb);
  if (count < 0) sll_fail(L, "%s: the number of rows is at least 0", verb);
  return count;
}

/* Which rows a verb keeps: of the whole table, or of each group, from 1; negative numbers count from the end. */
typedef struct Range {
  int64_t first, last;
} Range;

/* From 0, the end not included, of `length` rows. */
static Range clip(Range range, int64_t length) {
  int64_t first = range.first < 0 ? length + range.first : range.first - 1;
  int64_t end = range.last < 0 ? length + range.last + 1 : range.last;
  if (first < 0) first = 0;
  if (end > length) end = length;
  return (Range){first, end < first ? first : end};
}

/* The rows of every group that the range covers, in the order of the table; pushes the array. */
static int64_t *push_group_rows(lua_State *L, const SlGroups *groups, Range range, int64_t *count) {
  int64_t *seen = sll_new_array(L, groups->group_count, sizeof *seen);
  memset(seen, 0, (size_t)groups->group_count * sizeof *seen);
  int64_t *rows = sll_new_array(L, groups->row_count, sizeof *rows);
  *count = 0;
  for (int64_t row = 0; row < groups->row_count; row++) {
    sll_check_interrupt(L, row);
    uint32_t group = sl_groups_of_row(groups, row);
    Range kept = clip(range, groups->sizes[group]);
    int64_t place = seen[group]++;
    if (place >= kept.first && place < kept.last) rows[(*count)++] = row;
  }
  return rows;
}

static int keep(lua_State *L, Range range) {
  SlTable *table = sll_hold_table(L, 1);
  SllGrouping grouping = sll_push_grouping(L, 1);
  int holder = lua_gettop(L) - 1;
  int64_t count = 0, *rows = grouping.groups ? push_group_rows(L, grouping.groups, range, &count) : NULL;
  table = sll_number_rows(L, table, sll_is_traced(L, 1), 0);
  SlTable **box = sll_new_table(L);
  SlError err;
  SlStatus status;
  if (rows) {
    status = sl_table_take(table, rows, count, box, &err);
  } else {
    Range kept = clip(range, table->length);
    status = sl_table_slice(table, kept.first, kept.last - kept.first, box, &err);
  }
  if (status != SL_OK) return sll_raise(L, &err);
  if (grouping.groups) sll_release_now(L, holder);
  return sll_table_result(L);
}

static int table_head(lua_State *L) {
  sll_check_table(L, 1);
  return keep(L, (Range){1, check_count(L, "head")});
}

static int table_tail(lua_State *L) {
  sll_check_table(L, 1);
  int64_t count = check_count(L, "tail");
  return keep(L, count > 0 ? (Range){-count, -1} : (Range){1, 0});
}

static int64_t check_place(lua_State *L, int index) {
  int64_t place = sll_check_integer(L, index, "slice");
  if (place == 0) sll_fail(L, "slice: rows are counted from 1, or from the end with -1");
  return place;
}

/* Without an end the rows from `first` on are meant; of each group a reader who knows dplyr would have that one row in mind. */
static int table_slice(lua_State *L) {
  sll_check_table(L, 1);
  lua_settop(L, 3);
  long long first = check_place(L, 2);
  if (lua_isnil(L, 3) && first > 0 && lua_getiuservalue(L, 1, SLL_TABLE_BY) == LUA_TTABLE)
    return sll_fail(L, "slice after group_by: say where it ends: slice(%lld, %lld) is row %lld of each group, slice(%lld, -1) all from there on",
                    first, first, first, first);
  return keep(L, (Range){first, lua_isnoneornil(L, 3) ? -1 : check_place(L, 3)});
}

static int table_sample(lua_State *L) {
  static const char *const known[] = {"seed", NULL};
  SlTable *table = sll_check_self(L, "sample");
  int64_t count = check_count(L, "sample"), seed = 1;
  sll_check_options(L, 3, "sample", known);
  sll_option_integer(L, 3, "sample", "seed", INT64_MIN, INT64_MAX, &seed);
  table = sll_number_rows(L, table, sll_is_traced(L, 1), 0);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_table_sample(table, count, (uint64_t)seed, box, &err) != SL_OK) return sll_raise(L, &err);
  return sll_table_result(L);
}

/* --- verbs that name columns -------------------------------------------------------------------------------------- */

typedef SlStatus (*Verb)(const SlTable *table, const SlStr *names, int64_t count, SlTable **out, SlError *err);

static int with_names(lua_State *L, const char *name, Verb verb, bool needs_names) {
  SlTable *table = sll_check_self(L, name);
  sll_expand_arguments(L, name, false);
  int64_t count;
  SlStr *names = sll_check_names(L, 2, lua_gettop(L), "column name", &count);
  if (count == 0 && needs_names) return sll_fail(L, "%s: name at least one column", name);
  if (count == 0) names = table->names, count = table->column_count; /* of all columns, and not of the numbers of rows */
  table = sll_number_rows(L, table, sll_is_traced(L, 1), 0);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (verb(table, names, count, box, &err) != SL_OK) return sll_raise(L, &err);
  return sll_table_result(L);
}

static int table_distinct(lua_State *L) { return with_names(L, "distinct", sl_table_distinct, false); }

/* The groups were made of the keys as they are. */
static void refuse_keys(lua_State *L, const SllGrouping *grouping, const SlStr *names, int64_t count) {
  for (int64_t i = 0; i < count; i++)
    for (int64_t k = 0; k < grouping->count; k++)
      if (sl_str_equal(names[i], grouping->names[k]))
        sll_fail(L, "fill_down: \"%.*s\" is a key of the grouping, within whose groups other columns are filled", SL_STR_ARGS(names[i]));
}

/* Whether the one argument is a table of options, { columns = ..., within = ... }, rather than names or a set of columns. */
static bool has_fill_options(lua_State *L) {
  if (lua_gettop(L) != 2 || !lua_istable(L, 2)) return false;
  if (lua_getmetatable(L, 2)) {
    lua_pop(L, 1);
    return false;
  }
  lua_pushnil(L);
  while (lua_next(L, 2)) {
    lua_pop(L, 1);
    if (lua_type(L, -1) == LUA_TSTRING) {
      lua_pop(L, 1);
      return true;
    }
  }
  return false;
}

static int table_fill_down(lua_State *L) {
  SlTable *table = sll_hold_table(L, 1);
  if (has_fill_options(L)) {
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    sll_call_module(L, "lib.verbs.layout.fill_down", "with_options", 2, 1);
    return 1;
  }
  sll_expand_arguments(L, "fill_down", false);
  int64_t count;
  SlStr *names = sll_check_names(L, 2, lua_gettop(L), "column name", &count);
  if (count == 0) return sll_fail(L, "fill_down: name at least one column");
  SllGrouping grouping = sll_push_grouping(L, 1);
  int holder = lua_gettop(L) - 1;
  refuse_keys(L, &grouping, names, count);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_table_fill_down(table, names, count, grouping.groups, box, &err) != SL_OK) return sll_raise(L, &err);
  bool traced = sll_is_traced(L, 1);
  int filled = lua_gettop(L);
  if (traced) sll_push_group_column(L, grouping.groups);
  if (grouping.groups) sll_release_now(L, holder);
  if (!traced) return sll_table_result(L);
  lua_insert(L, filled);
  sll_table_result(L);
  for (int64_t i = 0; i < count; i++) {
    sll_push_recipe(L, 1);
    sll_set_truth(L, "fill", true);
    lua_pushvalue(L, filled);
    lua_setfield(L, -2, "groups");
    sll_set_recipe(L, names[i]);
  }
  return 1;
}

static int table_complete(lua_State *L) { return with_names(L, "complete", sl_table_complete, true); }

static int table_append(lua_State *L) {
  int last = lua_gettop(L);
  const SlTable *self = sll_check_self(L, "append");
  const SlTable **tables = sll_new_array(L, last, sizeof *tables);
  tables[0] = self;
  for (int i = 2; i <= last; i++) tables[i - 1] = sll_hold_table(L, i);
  bool traced = false;
  for (int i = 1; i <= last && !traced; i++) traced = sll_is_traced(L, i);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_table_append(tables, last, box, &err) != SL_OK) return sll_raise(L, &err);
  for (int64_t i = 0, above = 0; i < last && traced; above += tables[i++]->length) {
    lua_pushinteger(L, above);
    lua_pushnil(L);
    sll_add_part(L, (int)i + 1);
  }
  sll_unite_about(L, 1, last);
  sll_table_done(L);
  return 1;
}

#define SAMPLE                                                  \
  "local t = lab.table({ columns = { \"year\", \"force\", \"people\" },\n" \
  "  { 2022, \"Kent\", 12 }, { 2023, nil, 7 } })\n"

static const SllFunction functions[] = {
    {"head", table_head, "(n?: integer): slavelab.Table",
     "The first n rows (10); after group_by, of each group, in the order of the table.", SAMPLE "print(t:head(1))"},
    {"tail", table_tail, "(n?: integer): slavelab.Table",
     "The last n rows (10); after group_by, of each group, in the order of the table.", SAMPLE "print(t:tail(1))"},
    {"slice", table_slice, "(first: integer, last?: integer): slavelab.Table",
     "Rows first to last, both included, counted from 1; negative numbers count from the end. Without last, all from first on. What "
     "lies outside the table is left out. After group_by, of each group, where last is to be said: slice(1, 1) is the first row of each.",
     SAMPLE "print(t:slice(-1))"},
    {"sample", table_sample, "(n?: integer, options?: {seed?: integer}): slavelab.Table",
     "n rows (10) drawn without replacement, in the order of the table; all of them when there are fewer. The same "
     "seed (1) draws the same rows.",
     SAMPLE "print(#t:sample(1, { seed = 7 }))"},
    {"distinct", table_distinct, "(...: string|string[]|slavelab.Columns): slavelab.Table",
     "The first row of each combination of values in the named columns, or in all columns; in the order of the "
     "table. Missing counts as a value.",
     SAMPLE "print(t:distinct(\"force\"))"},
    {"fill_down", table_fill_down,
     "(...: string|string[]|slavelab.Columns|{columns: string|string[]|slavelab.Columns, within?: string|string[]}): slavelab.Table",
     "Missing cells of the named columns take the last value above them; those above the first value stay missing. After group_by, or with "
     "within = columns, the last value above in the row's own group; with within = \"blocks\" nothing goes past a row without a cell.",
     SAMPLE "print(t:fill_down(\"force\"))\nprint(t:fill_down{ columns = \"force\", within = \"year\" })"},
    {"complete", table_complete, "(...: string|string[]|slavelab.Columns): slavelab.Table",
     "Adds, at the end, a row for every combination of values of the named columns that no row has; the other "
     "columns are missing there.",
     SAMPLE "print(t:complete(\"year\", \"force\"))"},
    {"append", table_append, "(...: slavelab.Table): slavelab.Table",
     "The rows of the tables below those of this one, matched by the names of columns; a column that one of them "
     "lacks is missing there. Types must agree (integer meets number as number).",
     SAMPLE "print(#t:append(t, t))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_table_rows(lua_State *L) {
  sll_push_methods(L, "table");
  sll_register(L, "table", functions);
  lua_pop(L, 1);
}
