/* What a workbook says of how it is shown, for scripts of the library that check one: the module "slavelab.workbook_survey". Rows and columns count
 * from 1 here.
 *
 *     survey(path, part, { { element, attribute or nil, "all" | "first" | "each" }, ... })
 *                     list of { rule =, sheet =, row =, column =, attributes =, text = }, by core/workbook/survey.h
 *     parts(path)     the names of the parts in small letters, a line each */
#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/module.h"
#include "bindings/objects/table.h"
#include "core/base/alloc.h"
#include "core/workbook/survey.h"

static SlStr str_at(lua_State *L, int index) {
  SlStr text;
  text.bytes = lua_tolstring(L, index, &text.length);
  return text;
}

static void free_survey(void *survey) {
  sl_survey_reset(survey);
  sl_free(survey);
}

static void push_survey(lua_State *L, const SlSurveyFound *found) {
  lua_createtable(L, 0, 6);
  sll_set_integer(L, "rule", found->rule + 1);
  if (found->sheet >= 0) sll_set_integer(L, "sheet", found->sheet + 1);
  if (found->row >= 0) sll_set_integer(L, "row", found->row + 1);
  if (found->column >= 0) sll_set_integer(L, "column", found->column + 1);
  sll_push_str(L, found->text);
  lua_setfield(L, -2, "text");
  lua_createtable(L, 0, (int)found->attribute_count / 2);
  for (int64_t i = 0; i < found->attribute_count; i += 2) {
    sll_push_str(L, found->attributes[i]);
    sll_push_str(L, found->attributes[i + 1]);
    lua_rawset(L, -3);
  }
  lua_setfield(L, -2, "attributes");
}

static int book_survey(lua_State *L) {
  const char *path = sll_check_text(L, 1, "survey: path").bytes, *part = sll_check_text(L, 2, "survey: part").bytes;
  luaL_checktype(L, 3, LUA_TTABLE);
  int64_t count = sll_list_length(L, 3);
  SlSurveyRule *rules = sll_new_array(L, count + 1, sizeof *rules);
  for (int64_t i = 0; i < count; i++) { /* the texts are the library's, and stand on the stack in its table */
    lua_rawgeti(L, 3, i + 1);
    for (int field = 1; field <= 3; field++) lua_rawgeti(L, -field, field);
    SlStr mode = lua_isstring(L, -1) ? str_at(L, -1) : sl_str("all");
    rules[i] = (SlSurveyRule){.element = str_at(L, -3), .attribute = lua_isstring(L, -2) ? str_at(L, -2) : (SlStr){"", 0}};
    rules[i].mode = sl_str_equal(mode, sl_str("first")) ? SL_SURVEY_FIRST_CELL : sl_str_equal(mode, sl_str("each")) ? SL_SURVEY_EACH : SL_SURVEY_ALL;
    lua_pop(L, 4);
  }
  void **slot = sll_new_holder(L, free_survey);
  SlSurvey *survey = *slot = sl_alloc_zeroed(1, sizeof *survey);
  if (!survey) sll_fail(L, "out of memory");
  SlError err;
  if (sl_survey(path, part, rules, count, survey, &err) != SL_OK) return sll_raise(L, &err);
  lua_createtable(L, (int)survey->count, 0);
  for (int64_t i = 0; i < survey->count; i++) {
    push_survey(L, &survey->list[i]);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

static int book_parts(lua_State *L) {
  const char *path = sll_check_text(L, 1, "parts: path").bytes;
  SlBuf *names = sll_new_buffer(L);
  SlError err;
  if (sl_survey_parts(path, names, &err) != SL_OK) return sll_raise(L, &err);
  sll_buffer_done(L);
  return 1;
}

void sll_open_workbook_survey(lua_State *L) {
  static const luaL_Reg functions[] = {{"survey", book_survey}, {"parts", book_parts}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.workbook_survey");
}
