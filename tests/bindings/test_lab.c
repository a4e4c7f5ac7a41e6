#include "tests/support/test.h"

#include <lualib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/place.h"
#include "core/expr/plan.h"
#include "core/query/aggregate.h"
#include "core/query/window.h"

static int open_state(void **state) {
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  luaL_requiref(L, "slavelab", luaopen_slavelab, 0);
  lua_setglobal(L, "lab");
  *state = L;
  return 0;
}

static int close_state(void **state) {
  lua_close(*state);
  return 0;
}

/* Runs a chunk named @script.lua that returns one string, and compares. */
static void returns(lua_State *L, const char *chunk, const char *expected) {
  if (luaL_loadbuffer(L, chunk, strlen(chunk), "@script.lua") != LUA_OK || lua_pcall(L, 0, 1, 0) != LUA_OK)
    fail_msg("%s", lua_tostring(L, -1));
  assert_string_equal(luaL_tolstring(L, -1, NULL), expected);
  lua_settop(L, 0);
}

static void the_library_is_loaded_once(void **state) {
  returns(*state, "return rawequal(lab, require 'slavelab')", "true");
}

static void an_unknown_field_names_the_nearest(void **state) {
  returns(*state, "return select(2, pcall(function() return lab.clok end))",
          "lab has no field \"clok\"; did you mean \"clock\"?\n  in script.lua:1");
}

static void a_field_of_a_lua_module_is_loaded_when_first_used(void **state) {
  returns(*state,
          "local loads = 0\n"
          "package.preload['lib.manifest'] = function() return { methods = {}, fields = { report = 'lib.report.report' } } end\n"
          "package.preload['lib.report.report'] = function() loads = loads + 1; return { made = true } end\n"
          "assert(loads == 0)\n"
          "assert(lab.report.made and lab.report.made)\n"
          "return loads",
          "1");
}

static void what_a_script_documents_stays_when_the_documentation_is_made_later(void **state) {
  returns(*state,
          "lab.method('table', 'head', function() end, { signature = '()', text = 'Mine.', example = 'print(1)' })\n"
          "lab.document('lab', 'clock', { signature = '()', text = 'Mine, too.', example = 'print(1)' })\n"
          "local docs = lab.docs()\n"
          "assert(docs['table:tail'] and docs['expression:round'] and docs['lab.read_csv'])\n"
          "return docs['table:head'].text .. ' ' .. docs['lab.clock'].text",
          "Mine. Mine, too.");
}

static void the_place_of_an_error_is_the_authors_line_not_the_librarys(void **state) {
  sll_set_library(*state, "x/lib");
  returns(*state,
          "package.preload['lib.verbs.rates'] = load('return { rate = function() lab.fail(\"no rate\") end }', '@x/lib/verbs/rates.lua')\n"
          "local rates = require 'lib.verbs.rates'\n"
          "local function author()\n"
          "  rates.rate()\n"
          "end\n"
          "return select(2, pcall(author))",
          "no rate\n  in script.lua:4");
}

static void a_caught_message_raised_again_keeps_its_only_place(void **state) {
  returns(*state,
          "local ok, message = pcall(function()\n"
          "  lab.round('x')\n"
          "end)\n"
          "local again = select(2, pcall(lab.fail, message))\n"
          "local around = select(2, pcall(lab.fail, '2023: ' .. message .. ' (see the guide)'))\n"
          "return tostring(again == message) .. ' ' .. select(2, around:gsub('script.lua', '')) .. ' ' .. around",
          "true 1 2023: lab.round: a number was expected, got string\n  in script.lua:2 (see the guide)");
}

static void a_message_caught_before_other_errors_keeps_its_only_place(void **state) {
  returns(*state,
          "local message = select(2, pcall(lab.fail, 'the first'))\n"
          "for i = 1, 15 do pcall(lab.fail, 'error ' .. i) end\n"
          "return select(2, pcall(lab.fail, message))",
          "the first\n  in script.lua:1");
}

static void data_that_look_like_a_place_are_none(void **state) {
  returns(*state, "return select(2, pcall(lab.fail, 'no figures:\\n  in Kent'))", "no figures:\n  in Kent\n  in script.lua:1");
  returns(*state,
          "pcall(lab.fail, 'no')\n"
          "return select(2, pcall(lab.fail, 'no rate'))",
          "no rate\n  in script.lua:2");
}

static void a_message_without_its_place_keeps_what_data_say(void **state) {
  returns(*state,
          "local without = require('slavelab.place').without\n"
          "local message = select(2, pcall(lab.fail, 'no figures:\\n  in Kent'))\n"
          "return without(message) .. '|' .. without('a: ' .. message .. '.') .. '|' .. without('other\\n  in Kent')",
          "no figures:\n  in Kent|a: no figures:\n  in Kent.|other\n  in Kent");
}

static void try_gives_values_or_nil_and_the_message(void **state) {
  returns(*state, "local a, b = lab.try(function(x) return x, 2 end, 1) return a .. ' ' .. b", "1 2");
  returns(*state, "local a, b = lab.try(error, 'bad', 0) return tostring(a) .. ' ' .. b", "nil bad");
}

static void every_function_of_lab_has_a_doc(void **state) {
  returns(*state,
          "print = function() end\n"
          "for name, value in pairs(lab) do\n"
          "  local doc = lab.docs()['lab.' .. name]\n"
          "  if type(value) == 'function' and not (doc and doc.text ~= '') then return name end\n"
          "end\n"
          "return 'all'",
          "all");
}

static void is_a_method(lua_State *L, const char *function) {
  char chunk[256];
  snprintf(chunk, sizeof chunk, "return type(lab.col.x['%s']) .. ' ' .. tostring(lab.docs()['expression:%s'] ~= nil)", function, function);
  returns(L, chunk, "function true");
}

static void functions_of_expressions_are_methods_with_docs(void **state) {
  for (int64_t i = 0; sl_scalar_function(i); i++) is_a_method(*state, sl_scalar_function(i)->name);
  for (int i = 0; i < SL_AGGREGATE_COUNT; i++) is_a_method(*state, sl_aggregate_name((SlAggregate)i));
  for (int i = 0; i < SL_WINDOW_COUNT; i++)
    if (i != SL_WIN_ROW_NUMBER) is_a_method(*state, sl_window_name((SlWindow)i)); /* which is of no column */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(the_library_is_loaded_once, open_state, close_state),
      cmocka_unit_test_setup_teardown(an_unknown_field_names_the_nearest, open_state, close_state),
      cmocka_unit_test_setup_teardown(what_a_script_documents_stays_when_the_documentation_is_made_later, open_state, close_state),
      cmocka_unit_test_setup_teardown(a_field_of_a_lua_module_is_loaded_when_first_used, open_state, close_state),
      cmocka_unit_test_setup_teardown(the_place_of_an_error_is_the_authors_line_not_the_librarys, open_state, close_state),
      cmocka_unit_test_setup_teardown(a_caught_message_raised_again_keeps_its_only_place, open_state, close_state),
      cmocka_unit_test_setup_teardown(a_message_caught_before_other_errors_keeps_its_only_place, open_state, close_state),
      cmocka_unit_test_setup_teardown(data_that_look_like_a_place_are_none, open_state, close_state),
      cmocka_unit_test_setup_teardown(a_message_without_its_place_keeps_what_data_say, open_state, close_state),
      cmocka_unit_test_setup_teardown(try_gives_values_or_nil_and_the_message, open_state, close_state),
      cmocka_unit_test_setup_teardown(every_function_of_lab_has_a_doc, open_state, close_state),
      cmocka_unit_test_setup_teardown(functions_of_expressions_are_methods_with_docs, open_state, close_state),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
