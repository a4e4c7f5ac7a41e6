/* The library as Lua sees it: `lab`, put together from the openers of the binding files. */
#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/modules/methods.h"
#include "bindings/base/place.h"
#include "bindings/files/outputs.h"
#include "bindings/objects/lineage.h"
#include "bindings/objects/plain.h"
#include "bindings/objects/table.h"
#include "bindings/verbs/expressions/origin.h"

/* In order; each adds its part to lab, which is on top of the stack. */
static void (*const openers[])(lua_State *L) = {
    sll_open_session,
    sll_open_place,
    sll_open_width,
    sll_open_alike,
    sll_open_files,
    sll_open_outputs,
    sll_open_hash,
    sll_open_inputs,
    sll_open_json,
    sll_open_names,
    sll_open_lists,
    sll_open_foreign,
    sll_open_modules,
    sll_open_boxes,
    sll_open_methods,
    sll_open_lineage,
    sll_open_table,
    sll_open_table_columns,
    sll_open_table_rows,
    sll_open_table_reshape,
    sll_open_table_join,
    sll_open_column,
    sll_open_make,
    sll_open_csv,
    sll_open_csv_write,
    sll_open_scan,
    sll_open_workbook,
    sll_open_workbook_write,
    sll_open_workbook_survey,
    sll_open_stats,
    sll_open_stats_columns,
    sll_open_capture,
    sll_open_expressions,
    sll_open_define,
    sll_open_rows,
    sll_open_group_by,
    sll_open_vectors,
    sll_open_plain,
    sll_open_period,
    sll_open_prove,
    sll_open_disclosure,
    sll_open_filter,
    sll_open_mutate,
    sll_open_summarise,
    sll_open_sort,
    sll_open_origin,
};

static int make_lab(lua_State *L) {
  lua_newtable(L);
  for (size_t i = 0; i < sizeof openers / sizeof openers[0]; i++) openers[i](L);
  return 1;
}

int luaopen_slavelab(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  if (lua_getfield(L, -1, "slavelab") != LUA_TTABLE) {
    lua_pop(L, 1);
    make_lab(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "slavelab");
  }
  return 1;
}
