/* Verbs that turn rows into columns and back. What of it is policy (an aggregate among the values, how names are cut) is in
 * scripts/lib/verbs/layout/reshape.lua, which is asked only where it is wanted. */
#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/methods.h"
#include "bindings/base/modules/module.h"
#include "bindings/base/scalar.h"
#include "bindings/objects/about.h"
#include "bindings/objects/carry.h"
#include "bindings/objects/column_sets.h"
#include "bindings/objects/lineage.h"
#include "bindings/objects/table.h"
#include "core/expr/parts.h"
#include "core/query/reshape.h"
#include "core/values/builder.h"

static const char module[] = "lib.verbs.layout.reshape";

/* --- pivot -------------------------------------------------------------------------------------------------------- */

/* Whether the option is a text that names a column: most often it is, and then there is nothing to prepare. */
static bool names_column(lua_State *L, const SlTable *table, const char *option) {
  lua_pushstring(L, option);
  bool names = lua_rawget(L, 2) == LUA_TSTRING && sl_table_find(table, sll_check_text(L, -1, option)) >= 0;
  lua_pop(L, 1);
  return names;
}

static void need(lua_State *L, const char *option) {
  lua_pushstring(L, option);
  if (lua_rawget(L, 2) == LUA_TNIL) sll_fail(L, "pivot needs %s = \"column\"", option);
  lua_pop(L, 1);
}

static bool is_grouped(lua_State *L) {
  bool grouped = lua_getiuservalue(L, 1, SLL_TABLE_BY) == LUA_TTABLE;
  lua_pop(L, 1);
  return grouped;
}

/* A column of the one value of option fill, which is pushed; NULL (nothing pushed) without it. */
static const SlColumn *push_fill(lua_State *L) {
  lua_pushliteral(L, "fill");
  if (lua_rawget(L, 2) == LUA_TNIL) {
    lua_pop(L, 1);
    return NULL;
  }
  SlScalar scalar = sll_check_scalar(L, -1, "pivot: fill");
  SlColumn **box = sll_new_column(L);
  SlBuilder builder;
  SlError err;
  sl_builder_init(&builder, scalar.type);
  if (scalar.missing)
    sl_builder_add_null(&builder, SL_REASON_NONE);
  else if (scalar.type == SL_TEXT)
    sl_builder_add_text(&builder, scalar.text);
  else if (scalar.type == SL_NUMBER)
    sl_builder_add_number(&builder, scalar.number);
  else
    sl_builder_add_integer(&builder, scalar.integer);
  if (sl_builder_finish(&builder, box, &err) != SL_OK) sll_raise(L, &err);
  return *box;
}

/* The box on top, with `keys` columns before those that were made: each of these is described as its value was (unit, role). */
static void describe_made(lua_State *L, const SlTable *made, const SlPivot *pivot, int64_t keys) {
  int box = lua_gettop(L), about = box + 1, fields = box + 2;
  int64_t each = (made->column_count - keys) / pivot->value_count;
  sll_push_about_copy(L, box);
  if (lua_getfield(L, about, "fields") != LUA_TTABLE) {
    lua_settop(L, box);
    return;
  }
  sll_push_shallow_copy(L);
  lua_replace(L, fields);
  for (int64_t i = keys; i < made->column_count; i++) {
    SlStr value = pivot->values[(i - keys) / each];
    sll_push_str(L, made->names[i]);
    sll_push_str(L, value);
    lua_rawget(L, fields);
    lua_rawset(L, fields);
  }
  lua_setfield(L, about, "fields");
  sll_set_about(L, box);
}

/* The same pivot of the numbers of rows says which row each cell was taken from. The result is in the box on top. */
static void record_pivot(lua_State *L, int from, const SlTable *table, const SlPivot *pivot, int64_t keys) {
  int box = lua_gettop(L);
  SlError err;
  sll_number_rows(L, (SlTable *)table, true, 0);
  sll_push_rows(L, box + 1, 0);
  for (int64_t i = 0; i < pivot->value_count; i++) {
    SlTable **numbered = sll_new_table(L);
    const SlTable *before = i == 0 ? table : sll_check_table(L, box + 1);
    if (sl_table_with_column(before, pivot->values[i], sll_check_column(L, box + 2), numbered, &err) != SL_OK) sll_raise(L, &err);
    lua_replace(L, box + 1);
  }
  SlPivot same = *pivot;
  same.fill = NULL;
  SlTable **rows = sll_new_table(L);
  if (sl_table_pivot(sll_check_table(L, box + 1), &same, rows, &err) != SL_OK) sll_raise(L, &err);
  const SlTable *made = *rows;
  lua_pushvalue(L, box);
  int64_t each = (made->column_count - keys) / pivot->value_count;
  for (int64_t i = 0; i < made->column_count; i++) {
    sll_push_recipe(L, from);
    if (i < keys) {
      sll_set_text(L, "key", made->names[i]);
    } else {
      SlStr value = pivot->values[(i - keys) / each];
      sll_set_text(L, "taken", value);
      SlColumn **column = sll_new_column(L);
      *column = sl_column_retain(made->columns[i]);
      lua_setfield(L, -2, "rows");
    }
    sll_set_recipe(L, made->names[i]);
  }
  lua_settop(L, box);
}

static int table_pivot(lua_State *L) {
  static const char *const known[] = {"names", "values", "fill", "sep", NULL};
  luaL_checkstack(L, 2 * LUA_MINSTACK, NULL);
  SlTable *table = sll_hold_table(L, 1);
  lua_settop(L, 2);
  sll_check_options(L, 2, "pivot", known);
  need(L, "names");
  need(L, "values");
  bool grouped = is_grouped(L);
  int from = 1; /* where the box of the table to pivot is */
  if (grouped || !names_column(L, table, "values")) { /* the table with a column for each value, and options that name these */
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    sll_call_module(L, module, "prepare", 2, 2);
    lua_replace(L, 2);
    from = lua_gettop(L);
    table = sll_check_table(L, from);
  }
  SlPivot pivot = {.in_order = grouped};
  pivot.names = sll_option_names(L, 2, "pivot", "names", &pivot.name_count);
  pivot.values = sll_option_names(L, 2, "pivot", "values", &pivot.value_count);
  pivot.rows = sll_option_names(L, 2, "pivot", "rows", &pivot.row_count);
  pivot.fill = push_fill(L);
  sll_option_text(L, 2, "pivot", "sep", &pivot.separator);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_table_pivot(table, &pivot, box, &err) != SL_OK) return sll_raise(L, &err);
  int64_t keys = pivot.rows ? pivot.row_count : table->column_count - pivot.name_count - pivot.value_count;
  if (sll_is_traced(L, from)) record_pivot(L, from, table, &pivot, keys);
  sll_keep_about(L, from);
  sll_table_done(L);
  describe_made(L, *box, &pivot, keys);
  bool widened = (*box)->column_count - keys > pivot.value_count;
  if (!grouped && widened && table->length > 1 && (*box)->length == table->length) {
    lua_pushvalue(L, -1);
    lua_pushinteger(L, keys);
    sll_call_module(L, module, "tell_apart", 2, 0);
  }
  return 1;
}

/* --- unpivot ------------------------------------------------------------------------------------------------------ */

static bool has_option(lua_State *L, const char *name) {
  lua_pushstring(L, name);
  bool there = lua_rawget(L, 2) != LUA_TNIL;
  lua_pop(L, 1);
  return there;
}

/* What the names of columns say, cut into parts: a list of texts, pushed as an array; nil where a name is one whole. */
static void push_parts(lua_State *L, SlUnpivot *unpivot) {
  bool cut = has_option(L, "sep") || has_option(L, "pattern");
  if (!cut && unpivot->name_count == 1) {
    lua_pushnil(L);
    return;
  }
  lua_pushvalue(L, 2);
  sll_call_module(L, module, "cut", 1, 1);
  int64_t count;
  unpivot->parts = sll_list_to_names(L, &count);
}

/* The result in the box on top: a cell of the values is one of the columns in turn; what columns are called comes from no figure. */
static void record_unpivot(lua_State *L, const SlUnpivot *unpivot) {
  int box = lua_gettop(L);
  sll_push_rows(L, box, 0);
  lua_pushvalue(L, box);
  lua_pushvalue(L, box + 1);
  lua_pushnil(L);
  sll_add_part(L, 1);
  sll_push_recipe(L, 1);
  lua_pushvalue(L, box + 1);
  lua_setfield(L, -2, "rows");
  lua_createtable(L, (int)unpivot->count, 0);
  for (int64_t i = 0; i < unpivot->count; i++) {
    sll_push_str(L, unpivot->columns[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "taken");
  sll_set_recipe(L, unpivot->values);
  for (int64_t i = 0; i < unpivot->name_count; i++) {
    lua_newtable(L);
    sll_set_recipe(L, unpivot->names[i]);
  }
  lua_remove(L, box + 1);
  lua_remove(L, box);
  sll_keep_about(L, 1);
  sll_table_done(L);
}

static int table_unpivot(lua_State *L) {
  static const char *const known[] = {"columns", "names", "values", "sep", "pattern", "types", "convert", NULL};
  luaL_checkstack(L, 2 * LUA_MINSTACK, NULL);
  SlTable *table = sll_check_self(L, "unpivot");
  lua_settop(L, 2);
  sll_check_options(L, 2, "unpivot", known);
  SlStr name = sl_str("name");
  SlUnpivot unpivot = {.values = sl_str("value")};
  sll_option_text(L, 2, "unpivot", "values", &unpivot.values);
  sll_expand_option(L, 2, "unpivot", "columns");
  unpivot.names = sll_option_names(L, 2, "unpivot", "names", &unpivot.name_count);
  if (!unpivot.names) unpivot.names = &name, unpivot.name_count = 1;
  unpivot.columns = sll_option_names(L, 2, "unpivot", "columns", &unpivot.count);
  if (!unpivot.columns)
    return sll_fail(L, "unpivot needs columns = { \"a\", \"b\", ... }, the columns to put below one another");
  push_parts(L, &unpivot);
  table = sll_number_rows(L, table, sll_is_traced(L, 1), 0);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_table_unpivot(table, &unpivot, box, &err) != SL_OK) return sll_raise(L, &err);
  if (sll_is_traced(L, 1)) record_unpivot(L, &unpivot);
  else sll_table_result(L);
  if (has_option(L, "convert")) {
    lua_pushvalue(L, 2);
    sll_call_module(L, module, "prove", 2, 1);
  }
  if (!has_option(L, "types")) return 1;
  lua_pushvalue(L, 2);
  sll_call_module(L, module, "convert", 2, 1);
  return 1;
}

/* (t, column, separator?) */
static int table_split_rows(lua_State *L) {
  SlTable *table = sll_check_self(L, "split_rows");
  lua_settop(L, 3);
  SlStr name = sll_check_text(L, 2, "split_rows: name of a column"), separator = sl_str(";");
  if (!lua_isnil(L, 3)) separator = sll_check_text(L, 3, "split_rows: separator");
  table = sll_number_rows(L, table, sll_is_traced(L, 1), 0);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_table_split_rows(table, name, separator, box, &err) != SL_OK) return sll_raise(L, &err);
  return sll_table_result(L);
}

enum { MOST_PARTS = 64 };

/* (pattern, text, count): a list of what the pattern captures; nil when it fits nowhere. Of the module "slavelab.reshape". */
static int reshape_parts(lua_State *L) {
  SlStr pattern = sll_check_text(L, 1, "pattern"), text = sll_check_text(L, 2, "text"), parts[MOST_PARTS];
  int count = (int)luaL_checkinteger(L, 3);
  luaL_argcheck(L, count >= 1 && count <= MOST_PARTS, 3, "from 1 to 64");
  bool found = false;
  SlError err;
  if (sl_text_parts(pattern, text, parts, count, &found, &err) != SL_OK) return sll_raise(L, &err);
  if (!found) return 0;
  lua_createtable(L, count, 0);
  for (int i = 0; i < count; i++) {
    sll_push_str(L, parts[i]);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

/* (pattern): a list with the name of each pair of brackets that captures, "" for one without. Of the module "slavelab.reshape". */
static int reshape_part_names(lua_State *L) {
  SlStr pattern = sll_check_text(L, 1, "pattern");
  char names[MOST_PARTS][SL_PART_NAME_BYTES];
  int count;
  SlError err;
  if (sl_pattern_part_names(pattern, names, MOST_PARTS, &count, &err) != SL_OK) return sll_raise(L, &err);
  if (count > MOST_PARTS) return sll_fail(L, "the pattern captures with %d pairs of brackets; at most %d are taken", count, MOST_PARTS);
  lua_createtable(L, count, 0);
  for (int i = 0; i < count; i++) {
    lua_pushstring(L, names[i]);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

#define LONG                                                        \
  "local t = lab.table({ columns = { \"year\", \"age\", \"people\" },\n" \
  "  { 2022, \"adult\", 12 }, { 2022, \"child\", 7 }, { 2023, \"adult\", 9 } })\n"

static const SllFunction functions[] = {
    {"pivot", table_pivot,
     "(options: {names: string|string[], values: string|slavelab.Expression|table, fill?: any, sep?: string}): slavelab.Table",
     "Long to wide: one column for each value of the column names, filled from the column values; a row for each "
     "combination of the other columns, or, after group_by, for each group. Cells that nobody has are missing, or fill. Two "
     "values for one cell raise: summarise first, or give an aggregate, values = \"sum(people)\", which does both in one step. Several "
     "names go into one name with sep (\"_\") between them, and so does the name of the value where there are several.",
     LONG "print(t:pivot({ names = \"age\", values = \"people\" }))\n"
          "print(t:group_by(\"age\"):pivot({ names = \"year\", values = { \"total = sum(people)\", \"rows = count()\" }, fill = 0 }))"},
    {"unpivot", table_unpivot,
     "(options: {columns: string[]|slavelab.Columns, names?: string|string[], values?: string, sep?: string, pattern?: string, types?: table<string, "
     "string>, convert?: boolean}): slavelab.Table",
     "Wide to long: the named columns below one another, their names in the column names, their values in the "
     "column values; the others repeated. Types must agree (integer meets number as number). A name that says several things is cut into "
     "several columns, names = { \"age\", \"year\" }, at each sep, or into what the brackets of a pattern (PCRE2's) capture; without either at \"_\" or \"|\", or at the one separator that cuts all "
     "names into so many parts. They are texts, unless types says what else or convert = true proves it.",
     LONG "local wide = t:pivot({ names = \"age\", values = \"people\" })\n"
          "print(wide:unpivot({ columns = { \"adult\", \"child\" }, names = \"age\", values = \"people\" }))\n"
          "local both = lab.table({ columns = { \"adult_2022\", \"adult_2023\" }, { 12, 9 } })\n"
          "print(both:unpivot({ columns = both:column_names(), names = { \"age\", \"year\" }, sep = \"_\", types = { year = \"integer\" } }))"},
    {"split_rows", table_split_rows, "(column: string, separator?: string): slavelab.Table",
     "A row for each part of the text between separators (\";\"), without blanks around it; the other columns repeated. An empty part is an empty "
     "text; a missing cell stays one row. Counts of other columns count a row as often as it has parts: n_distinct, or a sum before it is split.",
     "local t = lab.table({ columns = { \"case\", \"offences\" }, { 1, \"theft; fraud\" }, { 2, \"fraud\" } })\n"
     "print(t:split_rows(\"offences\"):group_by(\"offences\"):summarise(\"cases = n_distinct(`case`)\"))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_table_reshape(lua_State *L) {
  static const luaL_Reg for_lua[] = {{"parts", reshape_parts}, {"part_names", reshape_part_names}, {NULL, NULL}};
  luaL_newlib(L, for_lua);
  sll_provide(L, "slavelab.reshape");
  sll_push_methods(L, "table");
  sll_register(L, "table", functions);
  lua_pop(L, 1);
}
