/* The module "slavelab.plain". Lists may have holes, so that each comes with its number of rows.
 *
 *     read(column, rows)       values and markers of the column as two lists; of the rows with these numbers, or of all (nil)
 *     measure(values, rows)    what decides how a list is shown:
 *                                type      "integer", "number", "boolean" or "text"; "text" for a mixture and when all are missing
 *                                places    the most decimals that a number has in its shortest form
 *                                largest   the largest finite size of a number, 0 without any
 *                                low, high the limits of whole numbers; nil when something else is among them
 *                                texts     true when all present values are texts
 *     show(values, markers, rows, decimals, group, missing)
 *                              the texts of the cells; decimals (nil: as many as each has) and group are those of number()
 *     number(x, decimals, group)
 *                              a number as text: rounded half up to so many decimals, `group` between thousands; NaN and
 *                              infinities in words, because "nan" and "inf" mean nothing to a reader; nil gives nil
 *     places(x)                decimals of a number in its shortest form; 0 for NaN and infinities
 *     types(t)                 the types of all columns, and as a second list their names
 *     texts_with(t, words, most)   the names of the text columns of which a label has one of the words in it, which are in small letters;
 *                              with `most` only of those whose dictionary has at most so many labels, so that rows are never looked at
 */
#include "bindings/objects/plain.h"

#include <lauxlib.h>
#include <math.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/module.h"
#include "bindings/base/scalar.h"
#include "core/base/runtime.h"
#include "core/values/decimal.h"
#include "core/values/labels.h"

/* --- reading ---------------------------------------------------------------------------------------------------------------------- */

bool sll_push_marker(lua_State *L, const SlColumn *column, int64_t row) {
  if (sl_column_is_null(column, row)) {
    SlReason reason = sl_column_reason(column, row);
    if (reason == SL_REASON_NONE) return false;
    lua_pushstring(L, sl_reason_marker(reason));
    return true;
  }
  unsigned flags = sl_column_flags(column, row);
  if (flags == 0) return false;
  SlBuf text;
  sl_buf_init(&text);
  sl_flags_print(flags, &text);
  char small[32]; /* out of core's memory before anything can raise */
  snprintf(small, sizeof small, "%.*s", SL_STR_ARGS(sl_buf_str(&text)));
  bool failed = text.failed;
  sl_buf_reset(&text);
  if (failed) sll_fail(L, "out of memory");
  lua_pushstring(L, small);
  return true;
}

/* Pushes a list with room for `rows`, as far as anyone may claim that there are so many. */
static void push_list(lua_State *L, int64_t rows) {
  enum { MOST_ROOM = 1 << 22 };
  lua_createtable(L, rows < MOST_ROOM ? (int)rows : MOST_ROOM, 0);
}

/* The row of the column, from 0, that item number `i` of the list at `rows` names. */
static int64_t chosen_row(lua_State *L, int rows, int64_t i, const SlColumn *column) {
  lua_rawgeti(L, rows, i + 1);
  int64_t row = sll_check_integer(L, -1, "row of a column");
  lua_pop(L, 1);
  if (row < 1 || row > column->length)
    sll_fail(L, "there is no row %lld; the column has %lld", (long long)row, (long long)column->length);
  return row - 1;
}

/* (column, rows) */
static int plain_read(lua_State *L) {
  const SlColumn *column = sll_hold_column(L, 1);
  lua_settop(L, 2);
  bool chosen = !lua_isnil(L, 2);
  if (chosen) luaL_checktype(L, 2, LUA_TTABLE);
  int64_t count = chosen ? sll_list_length(L, 2) : column->length;
  bool marked = column->reasons || column->flags;
  push_list(L, count);
  lua_newtable(L);
  for (int64_t i = 0; i < count; i++) {
    sll_check_interrupt(L, i);
    int64_t row = chosen ? chosen_row(L, 2, i, column) : i;
    sll_push_cell(L, column, row);
    lua_rawseti(L, 3, i + 1);
    if (marked && sll_push_marker(L, column, row)) lua_rawseti(L, 4, i + 1);
  }
  return 2;
}

/* --- measuring -------------------------------------------------------------------------------------------------------------------- */

/* Of the number at index, which is finite. */
static SlDecimal decimal_at(lua_State *L, int index) {
  return lua_isinteger(L, index) ? sl_decimal_of_integer(lua_tointeger(L, index)) : sl_decimal_of_number(lua_tonumber(L, index));
}

static int places_at(lua_State *L, int index) {
  if (lua_isinteger(L, index) || !isfinite(lua_tonumber(L, index))) return 0;
  SlDecimal decimal = decimal_at(L, index);
  int behind = decimal.count - decimal.point;
  return decimal.count > 0 && behind > 0 ? behind : 0;
}

typedef enum Kind { KIND_NONE, KIND_INTEGER, KIND_NUMBER, KIND_BOOLEAN, KIND_TEXT } Kind;

static Kind kind_at(lua_State *L, int index) {
  switch (lua_type(L, index)) {
    case LUA_TNUMBER: return lua_isinteger(L, index) ? KIND_INTEGER : KIND_NUMBER;
    case LUA_TBOOLEAN: return KIND_BOOLEAN;
    default: return KIND_TEXT;
  }
}

static Kind common_kind(Kind a, Kind b) {
  if (a == KIND_NONE || a == b) return b;
  return a <= KIND_NUMBER && b <= KIND_NUMBER ? KIND_NUMBER : KIND_TEXT;
}

typedef struct Measure {
  Kind kind;
  int places;
  double largest;
  lua_Integer low, high; /* while there are integers and nothing else */
  bool texts;            /* nothing but texts so far */
} Measure;

/* Takes in the value on top, which is not nil. */
static void measure_value(lua_State *L, Measure *measure) {
  Kind kind = kind_at(L, -1);
  bool first = measure->kind == KIND_NONE;
  measure->kind = common_kind(measure->kind, kind);
  if (lua_type(L, -1) != LUA_TSTRING) measure->texts = false;
  if (kind == KIND_INTEGER) {
    lua_Integer value = lua_tointeger(L, -1);
    if (first || value < measure->low) measure->low = value;
    if (first || value > measure->high) measure->high = value;
  }
  if (kind != KIND_INTEGER && kind != KIND_NUMBER) return;
  int places = places_at(L, -1);
  double size = fabs(lua_tonumber(L, -1));
  if (places > measure->places) measure->places = places;
  if (size > measure->largest && isfinite(size)) measure->largest = size;
}

static int64_t check_count(lua_State *L, int index) {
  int64_t rows = sll_check_integer(L, index, "number of rows");
  if (rows < 0 || rows > INT32_MAX) sll_fail(L, "a list has up to %d rows, not %lld", INT32_MAX, (long long)rows);
  return rows;
}

/* (values, rows) */
static int plain_measure(lua_State *L) {
  static const char *const names[] = {"text", "integer", "number", "boolean", "text"};
  luaL_checktype(L, 1, LUA_TTABLE);
  int64_t rows = check_count(L, 2);
  Measure measure = {.texts = true};
  for (int64_t row = 0; row < rows; row++) {
    sll_check_interrupt(L, row);
    if (lua_rawgeti(L, 1, row + 1) != LUA_TNIL) measure_value(L, &measure);
    lua_pop(L, 1);
  }
  lua_createtable(L, 0, 6);
  lua_pushstring(L, names[measure.kind]);
  lua_setfield(L, -2, "type");
  sll_set_integer(L, "places", measure.places);
  sll_set_number(L, "largest", measure.largest);
  sll_set_truth(L, "texts", measure.texts);
  if (measure.kind != KIND_INTEGER) return 1;
  sll_set_integer(L, "low", measure.low);
  sll_set_integer(L, "high", measure.high);
  return 1;
}

/* --- writing ---------------------------------------------------------------------------------------------------------------------- */

typedef struct Style {
  bool rounds; /* to `places` decimals; else as many as each number has */
  int places;
  SlStr group; /* between thousands; lives in an argument */
} Style;

/* decimals and group: arguments `at` and the next. */
static Style check_style(lua_State *L, int at) {
  Style style = {.rounds = !lua_isnil(L, at), .group = sll_check_text(L, at + 1, "separator of thousands")};
  if (!style.rounds) return style;
  int64_t places = sll_check_integer(L, at, "decimals");
  if (places < -300 || places > 300) sll_fail(L, "decimals are from -300 to 300, not %lld", (long long)places);
  style.places = (int)places;
  return style;
}

/* The number at index. */
static void add_number(lua_State *L, int index, const Style *style, SlBuf *out) {
  double value = lua_tonumber(L, index);
  if (!isfinite(value)) {
    sl_buf_add_text(out, isnan(value) ? "not a number" : value > 0 ? "infinite" : "minus infinite");
    return;
  }
  SlDecimal decimal = decimal_at(L, index);
  if (style->rounds) sl_decimal_round(&decimal, style->places);
  sl_decimal_print(&decimal, style->places, style->group, out);
}

/* Pushes what the buffer holds, and empties it. */
static void push_and_clear(lua_State *L, SlBuf *out) {
  if (out->failed) sll_fail(L, "out of memory");
  lua_pushlstring(L, out->length > 0 ? out->bytes : "", out->length);
  out->length = 0;
}

/* The value on top becomes its text; text of a script's own objects is what they say of themselves. */
static void show_value(lua_State *L, const Style *style, SlBuf *out) {
  switch (lua_type(L, -1)) {
    case LUA_TSTRING: return;
    case LUA_TNUMBER:
      add_number(L, -1, style, out);
      push_and_clear(L, out);
      break;
    case LUA_TBOOLEAN: lua_pushstring(L, lua_toboolean(L, -1) ? "yes" : "no"); break;
    default: luaL_tolstring(L, -1, NULL);
  }
  lua_replace(L, -2);
}

/* Pushes the marker of a row, or false for none. */
static bool push_given_marker(lua_State *L, int markers, int64_t row) {
  if (lua_isnil(L, markers)) {
    lua_pushboolean(L, 0);
    return false;
  }
  lua_rawgeti(L, markers, row + 1);
  if (!lua_toboolean(L, -1)) return false;
  if (!lua_isstring(L, -1)) sll_fail(L, "row %lld: a marker is a text, not a %s", (long long)row + 1, luaL_typename(L, -1));
  return true;
}

enum { VALUES = 1, MARKERS, ROWS, DECIMALS, GROUP, MISSING, SHOWN };

/* (values, markers, rows, decimals, group, missing) */
static int plain_show(lua_State *L) {
  lua_settop(L, MISSING);
  luaL_checktype(L, VALUES, LUA_TTABLE);
  if (!lua_isnil(L, MARKERS)) luaL_checktype(L, MARKERS, LUA_TTABLE);
  int64_t rows = check_count(L, ROWS);
  Style style = check_style(L, DECIMALS);
  push_list(L, rows);
  SlBuf *out = sll_new_buffer(L);
  for (int64_t row = 0; row < rows; row++) {
    sll_check_interrupt(L, row);
    bool present = lua_rawgeti(L, VALUES, row + 1) != LUA_TNIL;
    if (present) show_value(L, &style, out);
    bool marked = push_given_marker(L, MARKERS, row);
    if (present && marked) {
      lua_pushliteral(L, " ");
      lua_insert(L, -2);
      lua_concat(L, 3);
    } else if (marked) {
      lua_tolstring(L, -1, NULL); /* a number given as a marker becomes a text */
      lua_remove(L, -2);
    } else {
      lua_pop(L, 1);
      if (!present) {
        lua_pop(L, 1);
        lua_pushvalue(L, MISSING);
      }
    }
    lua_rawseti(L, SHOWN, row + 1);
  }
  lua_settop(L, SHOWN);
  return 1;
}

static void check_number(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TNUMBER) sll_fail(L, "a number was expected, got %s", luaL_typename(L, index));
}

/* (x, decimals, group) */
static int plain_number(lua_State *L) {
  lua_settop(L, 3);
  if (lua_isnil(L, 1)) {
    lua_settop(L, 1);
    return 1;
  }
  check_number(L, 1);
  Style style = check_style(L, 2);
  SlBuf *out = sll_new_buffer(L);
  add_number(L, 1, &style, out);
  sll_buffer_done(L);
  return 1;
}

/* (x) */
static int plain_places(lua_State *L) {
  check_number(L, 1);
  lua_pushinteger(L, places_at(L, 1));
  return 1;
}

/* (t) */
static int plain_types(lua_State *L) {
  const SlTable *table = sll_check_table(L, 1);
  lua_settop(L, 1);
  lua_createtable(L, (int)table->column_count, 0);
  lua_createtable(L, (int)table->column_count, 0);
  for (int64_t i = 0; i < table->column_count; i++) {
    sll_check_interrupt(L, i);
    lua_pushstring(L, sl_type_name(table->columns[i]->type));
    lua_rawseti(L, 2, i + 1);
    sll_push_str(L, table->names[i]);
    lua_rawseti(L, 3, i + 1);
  }
  return 2;
}

/* (t, words, most) */
static int plain_texts_with(lua_State *L) {
  const SlTable *table = sll_check_table(L, 1);
  int64_t count, most = lua_isnoneornil(L, 3) ? -1 : sll_check_integer(L, 3, "most");
  lua_settop(L, 2);
  SlStr *words = sll_list_to_names(L, &count);
  lua_newtable(L);
  for (int64_t i = 0, found = 0; i < table->column_count; i++) {
    sll_check_interrupt(L, i);
    const SlColumn *column = table->columns[i];
    if (column->type != SL_TEXT || (most >= 0 && (!column->dict || sl_dict_size(column->dict) > most))) continue;
    if (!sl_labels_have_word(column, words, count)) continue;
    sll_push_str(L, table->names[i]);
    lua_rawseti(L, -2, ++found);
  }
  return 1;
}

void sll_open_plain(lua_State *L) {
  static const luaL_Reg functions[] = {{"read", plain_read},     {"measure", plain_measure}, {"show", plain_show},
                                       {"number", plain_number}, {"places", plain_places},
                                       {"types", plain_types},   {"texts_with", plain_texts_with}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.plain");
}
