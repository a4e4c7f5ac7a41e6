#include "bindings/base/lua/gather.h"

#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "core/base/alloc.h"

static void free_gather(void *object) {
  SllGather *gather = object;
  if (gather->typed) sl_builder_reset(&gather->builder);
  sl_free(gather);
}

SllGather *sll_gather_new(lua_State *L, const char *unit, const char *truths) {
  void **slot = sll_new_holder(L, free_gather);
  SllGather *gather = *slot = sl_alloc_zeroed(1, sizeof *gather);
  if (!gather) sll_fail(L, "out of memory");
  gather->unit = unit;
  gather->truths = truths;
  return gather;
}

static void begin(SllGather *gather, SlType type) {
  sl_builder_init(&gather->builder, type);
  gather->type = type;
  gather->typed = true;
  gather->first = gather->length;
  for (int64_t i = 0; i < gather->length; i++) sl_builder_add_null(&gather->builder, SL_REASON_NONE);
}

/* The integers so far become numbers, because a float came. */
static void widen(lua_State *L, SllGather *gather) {
  SlColumn *integers = NULL, *numbers = NULL;
  SlError err;
  gather->typed = false; /* finish resets the builder in any case */
  SlStatus status = sl_builder_finish(&gather->builder, &integers, &err);
  if (status == SL_OK) status = sl_column_to_number(integers, &numbers, &err);
  sl_column_release(integers);
  if (status != SL_OK) sll_raise(L, &err);
  sl_builder_init(&gather->builder, SL_NUMBER);
  gather->type = SL_NUMBER;
  gather->typed = true;
  for (int64_t i = 0; i < numbers->length; i++) sl_builder_add_cell(&gather->builder, numbers, i);
  sl_column_release(numbers);
}

/* Pushes the value as messages show it: "a text, "x"". */
static void push_shown(lua_State *L, int index) {
  switch (lua_type(L, index)) {
    case LUA_TSTRING: lua_pushfstring(L, "the text \"%s\"", lua_tostring(L, index)); break;
    case LUA_TNUMBER:
    case LUA_TBOOLEAN: luaL_tolstring(L, index, NULL); break;
    default: lua_pushfstring(L, "a %s", luaL_typename(L, index));
  }
}

static const char *article(SlType type) {
  switch (type) {
    case SL_INTEGER: return "an integer";
    case SL_NUMBER: return "a number";
    case SL_BOOLEAN: return "true or false";
    default: return "a text";
  }
}

static void refuse_value(lua_State *L, const SllGather *gather, int index) {
  push_shown(L, index);
  if (gather->truths)
    sll_fail(L, "%s %lld: the function gave %s; %s", gather->unit, (long long)gather->length + 1, lua_tostring(L, -1),
             gather->truths);
  else
    sll_fail(L, "%s %lld: the function gave %s; it may give a number, a text, true, false or nil", gather->unit,
             (long long)gather->length + 1, lua_tostring(L, -1));
}

static void refuse_mix(lua_State *L, const SllGather *gather, int index) {
  push_shown(L, index);
  sll_fail(L, "%s %lld: the function gave %s, but %s in %s %lld; a column holds values of one type", gather->unit,
           (long long)gather->length + 1, lua_tostring(L, -1), article(gather->type), gather->unit,
           (long long)gather->first + 1);
}

static SlType type_of_value(lua_State *L, const SllGather *gather, int index) {
  int kind = lua_type(L, index);
  bool fits = kind == LUA_TBOOLEAN || (!gather->truths && (kind == LUA_TNUMBER || kind == LUA_TSTRING));
  if (!fits) refuse_value(L, gather, index);
  if (kind == LUA_TBOOLEAN) return SL_BOOLEAN;
  if (kind == LUA_TSTRING) return SL_TEXT;
  return lua_isinteger(L, index) ? SL_INTEGER : SL_NUMBER;
}

static void add_text(lua_State *L, SllGather *gather, int index) {
  SlStr text;
  text.bytes = lua_tolstring(L, index, &text.length);
  size_t bad;
  if (!sl_str_is_utf8(text, &bad))
    sll_fail(L, "%s %lld: the function gave a text that is not UTF-8 (byte %d)", gather->unit,
             (long long)gather->length + 1, (int)bad + 1);
  sl_builder_add_text(&gather->builder, text);
}

void sll_gather_add(lua_State *L, SllGather *gather, int index) {
  if (lua_isnil(L, index)) {
    if (gather->typed) sl_builder_add_null(&gather->builder, SL_REASON_NONE);
    gather->length++;
    return;
  }
  SlType type = type_of_value(L, gather, index);
  if (!gather->typed) begin(gather, type);
  if (type == SL_NUMBER && gather->type == SL_INTEGER) widen(L, gather);
  if (type != gather->type && !(type == SL_INTEGER && gather->type == SL_NUMBER)) refuse_mix(L, gather, index);
  switch (type) {
    case SL_INTEGER: sl_builder_add_integer(&gather->builder, lua_tointeger(L, index)); break;
    case SL_NUMBER: sl_builder_add_number(&gather->builder, lua_tonumber(L, index)); break;
    case SL_BOOLEAN: sl_builder_add_boolean(&gather->builder, lua_toboolean(L, index)); break;
    default: add_text(L, gather, index);
  }
  gather->length++;
}

void sll_gather_finish(lua_State *L, SllGather *gather) {
  if (!gather->typed) begin(gather, gather->truths ? SL_BOOLEAN : SL_TEXT);
  SlColumn **box = sll_new_column(L);
  SlError err;
  gather->typed = false; /* finish resets the builder in any case */
  if (sl_builder_finish(&gather->builder, box, &err) != SL_OK) sll_raise(L, &err);
  sll_release_now(L, -2);
  lua_remove(L, -2);
  sll_column_done(L);
}
