/* Tables in Lua: their shape, their cells and their description (about.h). Verbs live in table_*.c. */
#include "bindings/objects/table.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/methods.h"
#include "bindings/base/modules/module.h"
#include "bindings/base/scalar.h"
#include "bindings/objects/about.h"
#include "bindings/objects/carry.h"
#include "bindings/objects/kind.h"
#include "bindings/objects/lineage.h"
#include "core/base/foreign.h"
#include "core/base/names.h"

SlTable *sll_check_self(lua_State *L, const char *verb) {
  SlTable *table = sll_hold_table(L, 1);
  if (lua_getiuservalue(L, 1, SLL_TABLE_BY) == LUA_TTABLE)
    sll_fail(L,
             "%s after group_by: the grouping would be lost; call %s first and group_by right before summarise, "
             "mutate or filter",
             verb, verb);
  lua_pop(L, 1);
  return table;
}

int sll_table_result(lua_State *L) {
  sll_made_of(L, 1);
  sll_keep_about(L, 1);
  sll_table_done(L);
  return 1;
}

/* --- columns ------------------------------------------------------------------------------------------------------ */

/* Of the table at 1; the box comes first, as the table may be closed while it is made. */
static int push_column(lua_State *L, SlStr name) {
  SlColumn **box = sll_new_column(L);
  SlTable *table = sll_check_table(L, 1);
  int64_t index;
  SlError err;
  if (sl_table_require(table, name, &index, &err) != SL_OK) return sll_raise(L, &err);
  *box = sl_column_retain(table->columns[index]);
  sll_push_str(L, name);
  lua_setiuservalue(L, -2, SLL_COLUMN_NAME);
  return 1;
}

static int table_col(lua_State *L) {
  sll_check_table(L, 1);
  return push_column(L, sll_check_text(L, 2, "col: name of a column"));
}

/* t.preamble and t.footnotes: lists of texts, empty when none. */
static bool push_lines(lua_State *L, const char *key) {
  if (strcmp(key, "preamble") != 0 && strcmp(key, "footnotes") != 0) return false;
  sll_push_about(L, 1);
  if (!lua_istable(L, -1) || lua_getfield(L, -1, key) != LUA_TTABLE) lua_newtable(L);
  return true;
}

/* Those of the names that the wanted one is a misspelling of come first; gives how many. */
static int64_t keep_misspelt(SlStr wanted, SlStr *names, int64_t count) {
  int64_t kept = 0;
  for (int64_t i = 0; i < count; i++)
    if (sl_is_misspelt(wanted, names[i])) names[kept++] = names[i];
  return kept;
}

/* No column and no method: what it may have meant is one or the other, or a verb of another tool: "order" may be a slip for a column
 * "orders", but is none for a method. */
static int no_such_name(lua_State *L, SlStr name) {
  const SlTable *table = sll_hold_table(L, 1);
  int64_t count = 0;
  lua_newtable(L);
  for (; count < table->column_count; count++) {
    sll_push_str(L, table->names[count]);
    lua_rawseti(L, -2, count + 1);
  }
  sll_push_method_names(L, "table");
  for (lua_Integer i = 1, methods = (lua_Integer)lua_rawlen(L, -1); i <= methods; i++) {
    lua_rawgeti(L, -1, i);
    lua_rawseti(L, -3, ++count);
  }
  lua_pop(L, 1);
  SlStr *names = sll_list_to_names(L, &count);
  sll_sort_names(names + table->column_count, count - table->column_count);
  SlError err;
  sl_fail(&err, SL_ENAME, "no column or method \"%.*s\"", SL_STR_ARGS(name));
  if (sl_foreign_answer(SL_FOREIGN_VERB, name)) count = keep_misspelt(name, names, table->column_count);
  sl_fail_suggest(&err, name, names, count);
  sl_fail_foreign(&err, SL_FOREIGN_VERB, name, NULL, 0);
  return sll_raise(L, &err);
}

static int table_index(lua_State *L) {
  sll_check_table(L, 1);
  lua_settop(L, 2);
  if (lua_type(L, 2) != LUA_TSTRING)
    return sll_fail(
        L, "a table is indexed with the name of a column or method, not with %s; for rows use t:rows() or t.name[row]",
        lua_type(L, 2) == LUA_TNUMBER ? "a number" : luaL_typename(L, 2));
  if (sll_push_method(L, "table", 2)) return 1;
  if (push_lines(L, lua_tostring(L, 2))) return 1;
  SlStr name = sll_check_text(L, 2, "name");
  if (sl_table_find(sll_check_table(L, 1), name) < 0) return no_such_name(L, name);
  return push_column(L, name);
}

static int table_newindex(lua_State *L) {
  return sll_fail(L, "a table never changes; t:mutate(\"%s = ...\") gives a new one",
                  lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "name");
}

static int table_length(lua_State *L) {
  lua_pushinteger(L, sll_check_table(L, 1)->length);
  return 1;
}

static int table_column_names(lua_State *L) {
  SlTable *table = sll_hold_table(L, 1);
  lua_createtable(L, (int)table->column_count, 0);
  for (int64_t i = 0; i < table->column_count; i++) {
    sll_push_str(L, table->names[i]);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

static int table_columns(lua_State *L) {
  SlTable *table = sll_hold_table(L, 1);
  lua_createtable(L, (int)table->column_count, 0);
  for (int64_t i = 0; i < table->column_count; i++) {
    push_column(L, table->names[i]);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

/* Sets title, unit and description of a column in the entry on top, from about's fields (at index; nil: none). */
static void add_field_info(lua_State *L, int fields, SlStr name) {
  static const char *const keys[] = {"title", "unit", "description"};
  if (!lua_istable(L, fields)) return;
  sll_push_str(L, name);
  if (lua_rawget(L, fields) == LUA_TTABLE) {
    for (int i = 0; i < 3; i++) {
      lua_pushstring(L, keys[i]);
      lua_rawget(L, -2);
      lua_setfield(L, -3, keys[i]);
    }
  }
  lua_pop(L, 1);
}

static int table_schema(lua_State *L) {
  SlTable *table = sll_hold_table(L, 1);
  sll_push_about(L, 1);
  if (!lua_istable(L, -1) || lua_getfield(L, -1, "fields") != LUA_TTABLE) lua_pushnil(L);
  int fields = lua_gettop(L);
  lua_createtable(L, (int)table->column_count, 0);
  for (int64_t i = 0; i < table->column_count; i++) {
    lua_createtable(L, 0, 6);
    sll_set_text(L, "name", table->names[i]);
    lua_pushstring(L, sl_type_name(table->columns[i]->type));
    lua_setfield(L, -2, "type");
    sll_set_integer(L, "missing", table->columns[i]->null_count);
    add_field_info(L, fields, table->names[i]);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

/* Pushes a row as a Lua table. */
static void push_row(lua_State *L, const SlTable *table, int64_t row) {
  lua_createtable(L, 0, (int)table->column_count);
  for (int64_t i = 0; i < table->column_count; i++) {
    sll_push_str(L, table->names[i]);
    sll_push_cell(L, table->columns[i], row);
    lua_rawset(L, -3);
  }
}

static int next_row(lua_State *L) {
  SlTable *table = sll_check_table(L, lua_upvalueindex(1));
  int64_t row = sll_next_row(L, table->length);
  if (row < 0) return 0;
  push_row(L, table, row);
  lua_insert(L, -2);
  return 2;
}

static int table_rows(lua_State *L) {
  SlTable *table = sll_hold_table(L, 1);
  SlTable **box = sll_new_table(L);
  *box = sl_table_retain(table);
  sll_push_loop(L, next_row);
  return 1;
}

static int table_to_list(lua_State *L) {
  SlTable *table = sll_hold_table(L, 1);
  if (table->length > INT32_MAX)
    return sll_fail(L, "to_list: the table has too many rows for a Lua list; filter or summarise it first");
  lua_createtable(L, (int)table->length, 0);
  for (int64_t row = 0; row < table->length; row++) {
    sll_check_interrupt(L, row);
    push_row(L, table, row);
    lua_rawseti(L, -2, row + 1);
  }
  return 1;
}

/* --- its description ---------------------------------------------------------------------------------------------- */

/* (t, columns?) */
static int table_sources(lua_State *L) {
  sll_hold_table(L, 1);
  lua_settop(L, 2);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  sll_call_module(L, "lib.figures.lineage.sources", "of", 2, 1);
  return 1;
}

/* Self with `field` of its about set to the Lua table or the table of rows at index, as a new box of the same table. */
static int with_field(lua_State *L, const char *field, int index) {
  SlTable *table = sll_hold_table(L, 1);
  if (!lua_istable(L, index) && !sll_test_table(L, index))
    return sll_fail(L, "%s: a table was expected, got %s", field, luaL_typename(L, index));
  SlTable **box = sll_new_table(L);
  *box = sl_table_retain(table);
  sll_push_about_copy(L, 1);
  lua_pushvalue(L, index);
  lua_setfield(L, -2, field);
  sll_set_about(L, -2);
  static const int same[] = {SLL_TABLE_BY, SLL_TABLE_MADE};
  for (int i = 0; i < 2; i++) {
    lua_getiuservalue(L, 1, same[i]);
    lua_setiuservalue(L, -2, same[i]);
  }
  return 1;
}

/* (sources, column?) */
static int table_with_sources(lua_State *L) {
  if (!lua_isnoneornil(L, 3)) {
    SlError err;
    int64_t index;
    if (sl_table_require(sll_check_table(L, 1), sll_check_text(L, 3, "with_sources: column"), &index, &err) != SL_OK)
      return sll_raise(L, &err);
  }
  lua_settop(L, 3);
  with_field(L, "sources", 2);
  sll_push_about(L, -1);
  lua_pushvalue(L, 3);
  lua_setfield(L, -2, "source_column");
  lua_pop(L, 1);
  lua_pushnil(L); /* figures come from here, whatever the table was made from */
  lua_setiuservalue(L, -2, SLL_TABLE_MADE);
  return 1;
}

static int table_with_fields(lua_State *L) {
  lua_settop(L, 2);
  return with_field(L, "fields", 2);
}

static int table_about(lua_State *L) {
  sll_check_table(L, 1);
  sll_push_about(L, 1);
  if (lua_isnil(L, -1)) lua_newtable(L);
  return 1;
}

static int table_with_about(lua_State *L) {
  const char *field = sll_check_text(L, 2, "with_about: name of a field").bytes;
  lua_settop(L, 3);
  return with_field(L, field, 3);
}

/* A table with these columns of text and no rows, for what a read did not find. */
static int push_empty(lua_State *L, const char *const *names, int count) {
  SlTable **box = sll_new_table(L);
  SlStr list[8];
  SlColumn *columns[8] = {NULL};
  SlError err;
  SlStatus status = SL_OK;
  for (int i = 0; i < count && status == SL_OK; i++) {
    list[i] = sl_str(names[i]);
    bool counts = strcmp(names[i], "line") == 0 || strcmp(names[i], "row") == 0;
    status = counts ? sl_column_alloc(SL_INTEGER, SL_I8, 0, false, NULL, &columns[i], &err)
                    : sl_column_alloc(SL_TEXT, SL_STRING, 0, false, NULL, &columns[i], &err);
  }
  if (status == SL_OK) status = sl_table_new(list, columns, count, 0, box, &err);
  for (int i = 0; i < count; i++) sl_column_release(columns[i]);
  if (status != SL_OK) return sll_raise(L, &err);
  return 1;
}

static int push_found(lua_State *L, const char *field, const char *const *names, int count) {
  sll_check_table(L, 1);
  sll_push_about(L, 1);
  if (lua_istable(L, -1)) {
    if (lua_getfield(L, -1, field) == LUA_TTABLE && lua_getfield(L, -1, "find") == LUA_TFUNCTION) lua_call(L, 0, 1); /* lib.pipeline.problems */
    if (lua_isuserdata(L, -1)) return 1;
  }
  return push_empty(L, names, count);
}

static int table_problems(lua_State *L) {
  static const char *const names[] = {"column", "type_wanted", "line", "row", "value", "why"};
  return push_found(L, "problems", names, 6);
}

static int table_rejects(lua_State *L) {
  static const char *const names[] = {"line", "reason", "text"};
  return push_found(L, "rejects", names, 3);
}

static int table_marks(lua_State *L) {
  static const char *const names[] = {"line", "column", "text", "mark"};
  return push_found(L, "marks", names, 4);
}

static int table_grouping(lua_State *L) {
  sll_check_table(L, 1);
  if (lua_getiuservalue(L, 1, SLL_TABLE_BY) == LUA_TTABLE) sll_push_copy(L, -1, "grouping"); /* a script may change what it gets */
  return 1;
}

static int table_equals(lua_State *L) {
  SlTable *a = sll_check_table(L, 1), *b = sll_check_table(L, 2);
  lua_pushboolean(L, sl_table_equal(a, b));
  return 1;
}

static int table_to_text(lua_State *L) {
  sll_check_table(L, 1);
  lua_settop(L, 1);
  sll_call_module(L, "lib.show.show", "table", 1, 1);
  return 1;
}

#define SAMPLE                                                                \
  "local t = lab.table({ columns = { \"year\", \"force\", \"people\" },\n"       \
  "  { 2022, \"Kent\", 12 }, { 2023, \"Kent\", nil } })\n"

static const SllFunction functions[] = {
    {"col", table_col, "(name: string): slavelab.Column",
     "The column of that name, also when a method has the same name. Raises with the nearest names when there is none.",
     SAMPLE "print(t:col(\"people\")[1])"},
    {"column_names", table_column_names, "(): string[]", "The names of the columns, in order.",
     SAMPLE "print(table.concat(t:column_names(), \", \"))"},
    {"columns", table_columns, "(): slavelab.Column[]", "The columns, in order.",
     SAMPLE "for _, c in ipairs(t:columns()) do print(c:name(), c:type()) end"},
    {"schema", table_schema,
     "(): {name: string, type: string, missing: integer, title?: string, unit?: string, description?: string}[]",
     "One entry for each column: its name, type and number of missing rows, and title, unit and description where a "
     "data package gave them.",
     SAMPLE "print(t:schema()[3].type, t:schema()[3].missing)"},
    {"rows", table_rows, "(): fun(): table, integer",
     "For loops: each row as a Lua table by column name, and its number. A missing cell is nil. For large tables "
     "filter and summarise first.",
     SAMPLE "for row, i in t:rows() do print(i, row.year, row.people) end"},
    {"to_list", table_to_list, "(): table[]", "All rows as a list of Lua tables by column name; a missing cell is nil.",
     SAMPLE "print(#t:to_list(), t:to_list()[1].force)"},
    {"sources", table_sources,
     "(columns?: string|string[]): {title?: string, publisher?: string, date?: string, url?: string, licence?: string}[]",
     "Where the figures of the table come from, or those of the columns named: the publications of the rows that they were made from and no "
     "others, through all verbs. Empty when nothing is known. A missing cell comes from nowhere; keys and remarks count only where "
     "there are no figures.",
     SAMPLE "print(#t:with_sources({ { title = \"A bulletin\" } }):head(1):sources())"},
    {"with_sources", table_with_sources, "(sources: table[], column?: string): slavelab.Table",
     "The same table that names these publications as its sources: tables of title, publisher, date, url, licence, "
     "all texts. With the name of a text column, whose cells are the `name` of a source, the sources are those that "
     "the rows still there name.",
     SAMPLE "print(t:with_sources({ { title = \"A bulletin\" } }):sources()[1].title)"},
    {"with_fields", table_with_fields,
     "(fields: table<string, {title?: string, unit?: string, description?: string}>): slavelab.Table",
     "The same table with titles, units and descriptions of its columns, by name. Reports use them as headings.",
     SAMPLE "print(t:with_fields({ people = { unit = \"persons\" } }):schema()[3].unit)"},
    {"about", table_about, "(): table",
     "The description of the table: its sources, titles and units of its columns (fields), notes of what was done to its figures, and what a read found. Other tables share it: read it, and set a field with with_about().",
     SAMPLE "print(t:about().sources)"},
    {"with_about", table_with_about, "(field: string, value: table|slavelab.Table): slavelab.Table",
     "The same table with one field of about() set: for verbs written in Lua that have something to hand on.",
     SAMPLE "print(t:with_about(\"suppressed\", { cells = 2 }):about().suppressed.cells)"},
    {"problems", table_problems, "(): slavelab.Table",
     "For a table read from CSV: the columns that are text although some of their cells read as another type, each "
     "with the first cell that prevented it (column, type_wanted, line, row, value, why).",
     "local t = lab.parse_csv(\"people\\n12\\n1O4\\n\")\nprint(t:problems().value[1])"},
    {"rejects", table_rejects, "(): slavelab.Table",
     "For a table read with on_error = \"reject\" or ragged = \"reject\": the rows left out (line, reason, text).",
     "local t = lab.parse_csv(\"n\\n1\\nx\\n\", { types = { n = \"integer\" }, on_error = \"reject\" })\n"
     "print(#t, t:rejects().text[1])"},
    {"marks", table_marks, "(): slavelab.Table",
     "For a table read with marks = \"strip\": the cells whose marks were taken off, as they were written (line, column, text, mark). "
     "Marks that are flags, [r] and (r), stay with their cells instead: t.people:marker(row).",
     "local t = lab.parse_csv(\"force,n\\nKent [note 1],1\\n\", { marks = \"strip\" })\n"
     "print(t.force[1], t:marks().mark[1])"},
    {"grouping", table_grouping, "(): string[]|nil", "The columns that the next verb groups by (group_by), or nil.",
     SAMPLE "print(t:grouping())"},
    {"equals", table_equals, "(other: slavelab.Table): boolean",
     "Whether two tables have equal names, types, values and missing cells with their reasons; NaN equals NaN. "
     "Flags do not count.",
     SAMPLE "print(t:equals(t:head(2)))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_table(lua_State *L) {
  static const luaL_Reg events[] = {{"__index", table_index},
                                    {"__newindex", table_newindex},
                                    {"__len", table_length},
                                    {"__tostring", table_to_text},
                                    {NULL, NULL}};
  sll_open_kind(L, &(SllKind){
      .name = "table", .box = SLL_TABLE, .methods = functions, .events = events,
      .close_text = "Gives the table's memory back now rather than when it is collected. Using the table afterwards raises.",
      .close_example = SAMPLE "t:close()\nprint(pcall(function() return #t end))"});
}
