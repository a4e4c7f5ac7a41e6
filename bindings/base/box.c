#include "bindings/base/box.h"

#include <lauxlib.h>
#include <stdatomic.h>
#include <string.h>

#include "bindings/base/bindings.h"

/* One layout for all kinds, so that closing is one function. */
typedef struct Box {
  void *object; /* NULL: empty or closed */
  bool counted; /* among the open ones */
} Box;

typedef struct Holder {
  void *object;
  SllRelease release;
} Holder;

static atomic_int_fast64_t open_boxes;

int64_t sll_boxes_open(void) { return atomic_load(&open_boxes); }

static void *retain_table(void *table) { return sl_table_retain(table); }
static void *retain_column(void *column) { return sl_column_retain(column); }
static void *retain_expression(void *expr) { return sl_expr_retain(expr); }
static void release_table(void *table) { sl_table_release(table); }
static void release_column(void *column) { sl_column_release(column); }
static void release_expression(void *expr) { sl_expr_release(expr); }

static const struct Kind {
  const char *name;
  const char *word; /* in messages */
  int user_values;
  void *(*retain)(void *object);
  SllRelease release;
} kinds[] = {
    {SLL_TABLE, "table", 3, retain_table, release_table},
    {SLL_COLUMN, "column", 2, retain_column, release_column},
    {SLL_EXPRESSION, "expression", 0, retain_expression, release_expression},
};
enum { KIND_TABLE, KIND_COLUMN, KIND_EXPRESSION, KIND_COUNT };

/* --- making and closing ------------------------------------------------------------------------------------------- */

/* (box): a script can come by this function and hand in anything. */
static int close_box(lua_State *L) {
  const struct Kind *kind = lua_touserdata(L, lua_upvalueindex(1));
  Box *box = luaL_checkudata(L, 1, kind->name);
  if (!box->counted) return 0;
  if (box->object) kind->release(box->object);
  box->object = NULL;
  box->counted = false;
  atomic_fetch_sub(&open_boxes, 1);
  return 0;
}

static void set_function(lua_State *L, const char *field, lua_CFunction function, const struct Kind *kind) {
  lua_pushlightuserdata(L, (void *)kind);
  lua_pushcclosure(L, function, 1);
  lua_setfield(L, -2, field);
}

void sll_open_boxes(lua_State *L) {
  for (int i = 0; i < KIND_COUNT; i++) {
    luaL_newmetatable(L, kinds[i].name);
    set_function(L, "__gc", close_box, &kinds[i]);
    set_function(L, "__close", close_box, &kinds[i]);
    set_function(L, "close", close_box, &kinds[i]);
    lua_pushstring(L, kinds[i].name);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
  }
}

void sll_push_metatable(lua_State *L, const char *name) { luaL_getmetatable(L, name); }

static Box *new_box(lua_State *L, int kind) {
  Box *box = lua_newuserdatauv(L, sizeof *box, kinds[kind].user_values);
  *box = (Box){.counted = true};
  atomic_fetch_add(&open_boxes, 1);
  luaL_setmetatable(L, kinds[kind].name);
  return box;
}

SlTable **sll_new_table(lua_State *L) { return (SlTable **)&new_box(L, KIND_TABLE)->object; }
SlColumn **sll_new_column(lua_State *L) { return (SlColumn **)&new_box(L, KIND_COLUMN)->object; }
SlExpr **sll_new_expression(lua_State *L) { return (SlExpr **)&new_box(L, KIND_EXPRESSION)->object; }

/* --- telling the collector ---------------------------------------------------------------------------------------- */

/* A full cycle would walk all of Lua's memory for each table; a step as large as what came keeps pace with it. */
static void weigh(lua_State *L, size_t bytes) {
  enum { LIGHT_BYTES = 1 << 16, MOST_STEP_KB = 1 << 20 };
  if (bytes < LIGHT_BYTES) return;
  size_t kilobytes = bytes >> 10;
  lua_gc(L, LUA_GCSTEP, kilobytes > MOST_STEP_KB ? MOST_STEP_KB : (int)kilobytes);
}

void sll_table_done(lua_State *L) { weigh(L, sl_table_bytes(*(SlTable **)lua_touserdata(L, -1))); }
void sll_column_done(lua_State *L) { weigh(L, sl_column_bytes(*(SlColumn **)lua_touserdata(L, -1))); }

/* --- taking arguments --------------------------------------------------------------------------------------------- */

static void *test_box(lua_State *L, int index, int kind) {
  Box *box = luaL_testudata(L, index, kinds[kind].name);
  return box ? box->object : NULL;
}

static void *check_box(lua_State *L, int index, int kind) {
  Box *box = luaL_testudata(L, index, kinds[kind].name);
  const char *word = kinds[kind].word;
  if (!box) sll_fail(L, "argument %d: a %s was expected, got %s", index, word, luaL_typename(L, index));
  if (!box->object) sll_fail(L, "argument %d: this %s was closed", index, word);
  return box->object;
}

/* A pipeline (lib.pipeline.scan) gives way to the table that it makes. */
static void collect_pipeline(lua_State *L, int index) {
  if (luaL_getmetafield(L, index, "__name") == LUA_TNIL) return;
  bool pipeline = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "slavelab.Pipeline") == 0;
  lua_pop(L, 1);
  if (!pipeline) return;
  lua_getfield(L, index, "collect");
  lua_pushvalue(L, index);
  lua_call(L, 1, 1);
  lua_replace(L, index);
}

/* The box comes first: making it may run a finalizer that closes the argument. */
static void *hold_box(lua_State *L, int index, int kind) {
  index = lua_absindex(L, index);
  luaL_checkstack(L, 4, NULL);
  if (kind == KIND_TABLE && lua_istable(L, index)) collect_pipeline(L, index);
  check_box(L, index, kind);
  Box *own = new_box(L, kind);
  void *object = check_box(L, index, kind);
  own->object = kinds[kind].retain(object);
  for (int i = 1; i <= kinds[kind].user_values; i++) {
    lua_getiuservalue(L, index, i);
    lua_setiuservalue(L, -2, i);
  }
  lua_replace(L, index);
  lua_toclose(L, index);
  return object;
}

SlTable *sll_hold_table(lua_State *L, int index) { return hold_box(L, index, KIND_TABLE); }
SlColumn *sll_hold_column(lua_State *L, int index) { return hold_box(L, index, KIND_COLUMN); }
SlExpr *sll_hold_expression(lua_State *L, int index) { return hold_box(L, index, KIND_EXPRESSION); }
SlTable *sll_check_table(lua_State *L, int index) { return check_box(L, index, KIND_TABLE); }
SlColumn *sll_check_column(lua_State *L, int index) { return check_box(L, index, KIND_COLUMN); }
SlExpr *sll_check_expression(lua_State *L, int index) { return check_box(L, index, KIND_EXPRESSION); }
SlTable *sll_test_table(lua_State *L, int index) { return test_box(L, index, KIND_TABLE); }
SlColumn *sll_test_column(lua_State *L, int index) { return test_box(L, index, KIND_COLUMN); }
SlExpr *sll_test_expression(lua_State *L, int index) { return test_box(L, index, KIND_EXPRESSION); }

/* --- holders ------------------------------------------------------------------------------------------------------ */

static int collect_holder(lua_State *L) {
  sll_release_now(L, 1);
  return 0;
}

void **sll_new_holder(lua_State *L, SllRelease release) {
  Holder *holder = lua_newuserdatauv(L, sizeof *holder, 0);
  *holder = (Holder){.release = release};
  if (luaL_newmetatable(L, "slavelab.Holder")) {
    lua_pushcfunction(L, collect_holder);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  return &holder->object;
}

void sll_release_now(lua_State *L, int index) {
  Holder *holder = lua_touserdata(L, index);
  if (holder->object) holder->release(holder->object);
  holder->object = NULL;
}

static int collect_buffer(lua_State *L) {
  sl_buf_reset(lua_touserdata(L, 1));
  return 0;
}

SlBuf *sll_new_buffer(lua_State *L) {
  SlBuf *buffer = lua_newuserdatauv(L, sizeof *buffer, 0);
  sl_buf_init(buffer);
  if (luaL_newmetatable(L, "slavelab.Buffer")) {
    lua_pushcfunction(L, collect_buffer);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  return buffer;
}

void sll_buffer_done(lua_State *L) {
  SlBuf *buffer = lua_touserdata(L, -1);
  if (buffer->failed) sll_fail(L, "out of memory");
  lua_pushlstring(L, buffer->length ? buffer->bytes : "", buffer->length);
  sl_buf_reset(buffer);
  lua_replace(L, -2);
}
