/* Periods as whole numbers, for scripts/lib alone: the module "slavelab.period". A kind is the name of a type, "quarter", or "date",
 * whose numbers are days since 1970-01-01; the numbers of the others are those of core/values/period.h.
 *
 *     read(value)            kind and number of a text or of a year given as a number, then the flags behind it, "[p]"; else nil and why
 *     as(kind, text)         the number of a text that is promised to be of that kind; nil when it is none
 *     series(values, rows)   of a column: its kind and the numbers by row; else nil, the first value that does not fit, and why;
 *                            nil alone when there is no value
 *     write(kind, number), short(kind, number)      as a table writes it, as an axis does
 *     days(kind, number)     its first and last day
 *     shape(kind)            the distance of a neighbour, and how many months there are in one (nil of a date)
 *     date(day)              year, month, day         day(year, month, day)   and back
 */
#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/module.h"
#include "bindings/objects/table.h"
#include "core/values/period.h"
#include "core/values/period_read.h"

enum { FIRST_YEAR = 1000, LAST_YEAR = 9999 };

/* The value at index: a text, or a whole number that is a year. */
static void read_value(lua_State *L, int index, SlReading *reading) {
  *reading = (SlReading){.fault = SL_PERIOD_NONE};
  if (lua_type(L, index) == LUA_TSTRING) {
    SlStr text;
    text.bytes = lua_tolstring(L, index, &text.length);
    sl_period_read(text, reading);
    return;
  }
  int whole = 0;
  lua_Integer year = lua_type(L, index) == LUA_TNUMBER ? lua_tointegerx(L, index, &whole) : 0;
  if (!whole || year < FIRST_YEAR || year > LAST_YEAR) return;
  reading->fault = SL_PERIOD_GOOD;
  reading->periods[0] = (SlPeriod){SL_YEAR, year};
}

/* Texts of core go to Lua by way of `small`, so that nothing is lost when Lua has no memory. */
static void push_and_reset(lua_State *L, SlBuf *text) {
  char small[256];
  size_t length = text->length < sizeof small ? text->length : sizeof small;
  if (!text->failed && length > 0) memcpy(small, text->bytes, length);
  bool failed = text->failed;
  sl_buf_reset(text);
  if (failed) sll_fail(L, "out of memory");
  lua_pushlstring(L, small, length);
}

static void push_fault(lua_State *L, const SlReading *reading) {
  SlBuf text;
  sl_buf_init(&text);
  sl_period_say_fault(reading, &text);
  push_and_reset(L, &text);
}

static int period_read(lua_State *L) {
  SlReading reading;
  read_value(L, 1, &reading);
  if (reading.fault != SL_PERIOD_GOOD) {
    lua_pushnil(L);
    push_fault(L, &reading);
    return 2;
  }
  lua_pushstring(L, sl_type_name(reading.periods[0].type));
  lua_pushinteger(L, reading.periods[0].value);
  if (reading.flags == 0) return 2;
  SlBuf text;
  sl_buf_init(&text);
  sl_flags_print(reading.flags, &text);
  push_and_reset(L, &text);
  return 3;
}

static SlType check_kind(lua_State *L) {
  SlStr name = sll_check_text(L, 1, "kind of period");
  SlType type;
  if (!sl_type_find(name, &type) || (type != SL_DATE && !sl_type_is_period(type))) sll_fail(L, "\"%s\" is no kind of period", name.bytes);
  return type;
}

static int period_as(lua_State *L) {
  int64_t value;
  if (sl_period_parse(check_kind(L), sll_check_text(L, 2, "period"), &value))
    lua_pushinteger(L, value);
  else
    lua_pushnil(L);
  return 1;
}

/* --- a column ------------------------------------------------------------------------------------------------------------------- */

/* nil, the value at index, why it does not fit. */
static int push_culprit(lua_State *L, int index, const SlReading *reading) {
  lua_pushvalue(L, index);
  lua_pushnil(L);
  lua_insert(L, -2);
  if (reading->fault == SL_PERIOD_GOOD)
    lua_pushfstring(L, "is a %s, not of the kind of those before it", sl_type_name(reading->periods[0].type));
  else
    push_fault(L, reading);
  return 3;
}

/* (values, rows) */
static int period_series(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_Integer rows = sll_check_integer(L, 2, "number of rows");
  SlPeriodProof proof;
  SlReading reading, first;
  sl_period_proof_init(&proof);
  lua_Integer first_row = 0;
  for (lua_Integer row = 1; row <= rows; row++) {
    sll_check_interrupt(L, row);
    if (lua_rawgeti(L, 1, row) != LUA_TNIL) {
      read_value(L, lua_gettop(L), &reading);
      if (!sl_period_proof_add(&proof, &reading)) return push_culprit(L, lua_gettop(L), &reading);
      if (first_row == 0) first_row = row, first = reading;
    }
    lua_pop(L, 1);
  }
  if (first_row == 0) {
    lua_pushnil(L);
    return 1;
  }
  SlType type;
  if (!sl_period_proof_type(&proof, &type)) {
    lua_rawgeti(L, 1, first_row);
    return push_culprit(L, lua_gettop(L), &first);
  }
  lua_pushstring(L, sl_type_name(type));
  lua_newtable(L);
  for (lua_Integer row = 1; row <= rows; row++) {
    sll_check_interrupt(L, row);
    int64_t value;
    if (lua_rawgeti(L, 1, row) != LUA_TNIL) {
      read_value(L, lua_gettop(L), &reading);
      if (sl_reading_as(&reading, type, &value)) {
        lua_pushinteger(L, value);
        lua_rawseti(L, -3, row);
      }
    }
    lua_pop(L, 1);
  }
  return 2;
}

/* --- numbers -------------------------------------------------------------------------------------------------------------------- */

static int check_year(lua_State *L, int64_t year) {
  if (year < 1 || year > LAST_YEAR) sll_fail(L, "years run from 1 to %d, not to %lld", LAST_YEAR, (long long)year);
  return (int)year;
}

static void check_period(lua_State *L, SlType *type, int64_t *value) {
  *type = check_kind(L);
  *value = sll_check_integer(L, 2, "number of a period");
  if (*type == SL_DATE)
    check_year(L, sl_day_split(*value).year);
  else
    check_year(L, *value / (*type == SL_QUARTER ? 4 : *type == SL_MONTH || *type == SL_YEAR_ENDING ? 12 : 1));
}

static int push_written(lua_State *L, void (*print)(SlType type, int64_t period, SlBuf *out)) {
  SlType type;
  int64_t value;
  check_period(L, &type, &value);
  SlBuf text;
  sl_buf_init(&text);
  if (type == SL_DATE)
    sl_date_print(value, &text);
  else
    print(type, value, &text);
  push_and_reset(L, &text);
  return 1;
}

static int period_write(lua_State *L) { return push_written(L, sl_period_print); }
static int period_short(lua_State *L) { return push_written(L, sl_period_print_short); }

static int period_days(lua_State *L) {
  SlType type;
  int64_t value;
  check_period(L, &type, &value);
  lua_pushinteger(L, type == SL_DATE ? value : sl_period_first_day(type, value));
  lua_pushinteger(L, type == SL_DATE ? value : sl_period_last_day(type, value));
  return 2;
}

static int period_shape(lua_State *L) {
  SlType type = check_kind(L);
  lua_pushinteger(L, sl_period_step(type));
  if (type == SL_DATE)
    lua_pushnil(L);
  else
    lua_pushinteger(L, sl_period_months(type));
  return 2;
}

static int period_date(lua_State *L) {
  SlDay day = sl_day_split(sll_check_integer(L, 1, "day"));
  lua_pushinteger(L, day.year);
  lua_pushinteger(L, day.month);
  lua_pushinteger(L, day.day);
  return 3;
}

static int period_day(lua_State *L) {
  lua_Integer year = sll_check_integer(L, 1, "year"), month = sll_check_integer(L, 2, "month"), day = sll_check_integer(L, 3, "day");
  bool small = month >= 1 && month <= 12 && day >= 1 && day <= 31;
  if (!small || !sl_day_valid(check_year(L, year), (int)month, (int)day))
    return sll_fail(L, "there is no day %lld-%lld-%lld", (long long)year, (long long)month, (long long)day);
  lua_pushinteger(L, sl_day_number((int)year, (int)month, (int)day));
  return 1;
}

void sll_open_period(lua_State *L) {
  static const luaL_Reg functions[] = {{"read", period_read}, {"as", period_as},         {"series", period_series}, {"write", period_write}, {"short", period_short},
                                       {"days", period_days}, {"shape", period_shape},   {"date", period_date},     {"day", period_day},     {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.period");
}
