#include "bindings/objects/row.h"

#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/calls.h"
#include "bindings/base/check.h"
#include "bindings/base/scalar.h"
#include "core/values/print.h"

static const char row_type[] = "slavelab.Row";

/* User value 1: { [name] = index of its column }, as far as names were asked for. */
typedef struct Row {
  SlTable *table; /* counted; NULL once the function has run */
  int64_t row;
} Row;

/* Upvalue: the metatable, so that a cell costs no search by its name. */
static Row *to_row(lua_State *L) {
  Row *row = lua_touserdata(L, 1);
  if (!row || !lua_getmetatable(L, 1)) return luaL_checkudata(L, 1, row_type);
  bool is_row = lua_rawequal(L, -1, lua_upvalueindex(1));
  lua_pop(L, 1);
  return is_row ? row : luaL_checkudata(L, 1, row_type);
}

static int collect_row(lua_State *L) {
  Row *row = to_row(L); /* a script can come by this function and hand in anything */
  sl_table_release(row->table);
  row->table = NULL;
  return 0;
}

static Row *check_row(lua_State *L) {
  Row *row = to_row(L);
  if (!row->table)
    sll_fail(L, "this row is gone: a row is there while its function runs; keep its values, as in r.people");
  return row;
}

/* The index of the column named at 2, which was not asked for before. Uses the user value on top. */
static int64_t find_column(lua_State *L, const Row *row) {
  if (lua_type(L, 2) != LUA_TSTRING)
    sll_fail(L, "a row's values have names, as in r.people or r[\"Age group\"], not a %s", luaL_typename(L, 2));
  int64_t index;
  SlError err;
  if (sl_table_require(row->table, sll_check_text(L, 2, "name"), &index, &err) != SL_OK) sll_raise(L, &err);
  lua_pushvalue(L, 2);
  lua_pushinteger(L, index);
  lua_rawset(L, -3);
  return index;
}

static int row_index(lua_State *L) {
  Row *row = check_row(L);
  lua_getiuservalue(L, 1, 1);
  lua_pushvalue(L, 2);
  int64_t index;
  if (lua_rawget(L, -2) == LUA_TNUMBER) {
    index = lua_tointeger(L, -1);
  } else {
    lua_pop(L, 1);
    index = find_column(L, row);
  }
  sll_push_cell(L, row->table->columns[index], row->row);
  return 1;
}

static int row_newindex(lua_State *L) {
  check_row(L);
  return sll_fail(
      L, "a row cannot be changed; return the new value, as in t:mutate{{\"name\", function(r) return ... end}}");
}

static int row_tostring(lua_State *L) {
  Row *row = to_row(L);
  if (!row->table) {
    lua_pushliteral(L, "row (gone)");
    return 1;
  }
  SlBuf *text = sll_new_buffer(L);
  sl_buf_printf(text, "row %lld:", (long long)row->row + 1);
  for (int64_t i = 0; i < row->table->column_count; i++) {
    sl_buf_printf(text, "%s %.*s = ", i > 0 ? "," : "", SL_STR_ARGS(row->table->names[i]));
    size_t before = text->length;
    sl_print_cell(row->table->columns[i], row->row, text);
    if (text->length == before) sl_buf_add_text(text, "missing");
  }
  sll_buffer_done(L);
  return 1;
}

static int push_row(lua_State *L, void *context, int64_t i) {
  Row *row = context;
  row->row = i;
  lua_pushvalue(L, SLL_CALLS_SUBJECT);
  return 1;
}

void sll_apply_to_rows(lua_State *L, const SlTable *table, int function, const char *truths) {
  function = lua_absindex(L, function);
  Row *row = lua_newuserdatauv(L, sizeof *row, 1);
  *row = (Row){NULL, 0};
  luaL_setmetatable(L, row_type);
  row->table = sl_table_retain(table);
  lua_newtable(L);
  lua_setiuservalue(L, -2, 1);
  lua_pushvalue(L, -1);
  SllCalls calls = {.count = table->length, .unit = "row", .truths = truths, .push = push_row, .context = row};
  sll_call_each(L, function, &calls);
  sl_table_release(row->table);
  row->table = NULL;
  lua_getiuservalue(L, -2, 1);
  lua_setiuservalue(L, -2, SLL_COLUMN_READ);
  lua_remove(L, -2);
}

void sll_open_rows(lua_State *L) {
  luaL_newmetatable(L, row_type);
  static const luaL_Reg events[] = {{"__index", row_index},
                                    {"__newindex", row_newindex},
                                    {"__tostring", row_tostring},
                                    {"__gc", collect_row},
                                    {NULL, NULL}};
  lua_pushvalue(L, -1);
  luaL_setfuncs(L, events, 1);
  lua_pushstring(L, row_type);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 1);
}
