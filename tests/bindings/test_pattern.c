/* Patterns mean what they mean in Lua: both matchers are asked the same, on cases that were chosen and on random ones. */
#include "bindings/base/lua/pattern.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <pthread.h>
#include <time.h>

#include "core/base/runtime.h"
#include "tests/support/test.h"

/* A state in which `plain` holds Lua's own functions and `string` the ones under test. */
static lua_State *new_state(void) {
  lua_State *L = luaL_newstate();
  assert_non_null(L);
  luaL_openlibs(L);
  assert_int_equal(luaL_dostring(L, "plain = {} for name, fn in pairs(string) do plain[name] = fn end"), LUA_OK);
  sll_open_patterns(L);
  return L;
}

static void run(const char *chunk) {
  lua_State *L = new_state();
  if (luaL_dostring(L, chunk) != LUA_OK) {
    print_error("%s\n", lua_tostring(L, -1));
    lua_close(L);
    fail();
  }
  lua_close(L);
}

/* Compares all results, or the message without the name that Lua gives the function; what `plain` says is right. */
static const char compare[] =
  "local function outcome(fn, ...)"
  "  local results = table.pack(pcall(fn, ...))"
  "  for i = 1, results.n do results[i] = math.type(results[i]) == 'integer' and 'i' .. results[i] or tostring(results[i]) end"
  "  return table.concat(results, '|')"
  "end "
  "local function all(fn, subject, pattern, ...)"
  "  local found = {}"
  "  for a, b, c in fn(subject, pattern, ...) do"
  "    found[#found + 1] = tostring(a) .. ',' .. tostring(b) .. ',' .. tostring(c)"
  "    if #found > 50 then break end"
  "  end"
  "  return table.concat(found, ';')"
  "end "
  "function same(subject, pattern, ...)"
  "  local replacement = function(a, b) return b or (a == 'a' and 'X') end"
  "  local asked = {"
  "    find = outcome(string.find, subject, pattern, ...) == outcome(plain.find, subject, pattern, ...),"
  "    match = outcome(string.match, subject, pattern, ...) == outcome(plain.match, subject, pattern, ...),"
  "    gmatch = outcome(all, string.gmatch, subject, pattern) == outcome(all, plain.gmatch, subject, pattern),"
  "    template = outcome(string.gsub, subject, pattern, '<%0%1%%>') == outcome(plain.gsub, subject, pattern, '<%0%1%%>'),"
  "    second = outcome(string.gsub, subject, pattern, '%2') == outcome(plain.gsub, subject, pattern, '%2'),"
  "    call = outcome(string.gsub, subject, pattern, replacement, 3) == outcome(plain.gsub, subject, pattern, replacement, 3),"
  "    lookup = outcome(string.gsub, subject, pattern, {a = 'A', b = false, ab = 7})"
  "             == outcome(plain.gsub, subject, pattern, {a = 'A', b = false, ab = 7}),"
  "  }"
  "  for name, equal in pairs(asked) do"
  "    if not equal then error(plain.format('%s differs on %q with pattern %q: %s / %s', name, subject, pattern,"
  "      outcome(string.gsub, subject, pattern, '%2'), outcome(plain.gsub, subject, pattern, '%2'))) end"
  "  end "
  "end ";

static void chosen_patterns_mean_what_they_mean_in_lua(void **state) {
  (void)state;
  char chunk[8192];
  snprintf(chunk, sizeof chunk, "%s%s", compare,
           "local patterns = { '', 'a', '^a', 'a$', '^', '$', '.', '.-', '.*', 'a*', 'a+', 'a-', 'a?b', '(a)(b)', '()a()', '(a*(b))',"
           " '%a+', '%A', '%d', '%w-%s', '[a-c]+', '[^a-c]+', '[]]', '[^]]', '[%]]', '[a%-c]', '[%a_]', '[a-]', '[-a]', '%b()', '%f[%w]%w+',"
           " '%f[%W]', '(.)%1', '(a)%1', '%1', '%', '[', '[a', '[^', '[%', '%b', '%b(', '%f', '%fa', '(', ')', '(a', 'a)', '(()a)',"
           " '(.-)%s*$', '^%s*(.-)%s*$', '%z', '\\0', 'a\\0', '[\\0-\\31]', '%x%X', 'b[', 'b%', ('(a)'):rep(33), ('a?'):rep(250),"
           " ('a'):rep(250), '%g', '%p', '%c', '%U%l', 'é', '[é]', 'a.-b.-c', '*', '+a', '-', '?', 'a**', '%*', '%.' }\n"
           "local subjects = { '', 'a', 'ab', 'aab', 'hello world', 'a(b(c)d)e', 'THE (quick) fox', '  trim  ', 'a\\0b', 'é', ']', '-',"
           " 'abcabc', 'aa bb cc', '2014-05-01', ('a'):rep(300), '\\200\\255a', 'a.b*c' }\n"
           "for _, s in ipairs(subjects) do for _, p in ipairs(patterns) do same(s, p) same(s, p, 2) same(s, p, -1) same(s, p, 9)"
           " same(s, p, 0) same(s, p, -20) same(s, p, 1, true) end end");
  run(chunk);
}

static void random_patterns_mean_what_they_mean_in_lua(void **state) {
  (void)state;
  char chunk[8192];
  snprintf(chunk, sizeof chunk, "%s%s", compare,
           "math.randomseed(20) local pieces = { 'a', 'b', 'c', '.', '%a', '%d', '%A', '[ab]', '[^a]', '[a-c]', '(', ')', '()', '*', '+', '-', '?',"
           " '^', '$', '%b()', '%f[a]', '%1', '%2', '[', ']', '%', ' ' }\n"
           "local letters = { 'a', 'b', 'c', '(', ')', ' ', '1' }\n"
           "local function some(list, most) local t = {} for i = 1, math.random(0, most) do t[i] = list[math.random(#list)] end"
           " return table.concat(t) end\n"
           "for i = 1, 4000 do same(some(letters, 12), some(pieces, 7)) end");
  run(chunk);
}

static void arguments_are_checked_as_in_lua(void **state) {
  (void)state;
  run("for _, call in ipairs{ {'find'}, {'find', 'a'}, {'match', {}, 'a'}, {'gsub', 'a', 'a'}, {'gsub', 'a', 'a', true},"
      " {'gsub', 'a', 'a', '%'}, {'gsub', 'a', 'a', '%x'}, {'gsub', 'a', 'a', '%3'}, {'gsub', 'a', 'a', function() return {} end},"
      " {'gsub', 'abc', '%w', '%%%0', 2}, {'gsub', 'abc', '', '-'}, {'gsub', 'abc', '()', '%1'}, {'gmatch', 'a'}, {'gmatch', 'abc', '.', 2} } do "
      "  local name = table.remove(call, 1)"
      "  local function outcome(fn) local ok, m = pcall(fn, table.unpack(call)) return tostring(ok) .. (ok and type(m) ~= 'function' and m or"
      "    type(m) == 'string' and m or '') end"
      "  local got, expected = outcome(string[name]), outcome(plain[name])"
      "  got, expected = got:gsub(\"'[%w.]*'\", ''), expected:gsub(\"'[?%w.]*'\", '')"
      "  if got ~= expected then error(name .. ': ' .. got .. ' instead of ' .. expected) end "
      "end");
}

static void methods_of_strings_are_replaced_too(void **state) {
  (void)state;
  run("assert(('abc'):find('b') == 2) assert(string.find ~= plain.find)");
}

static void *press_soon(void *unused) {
  (void)unused;
  nanosleep(&(struct timespec){.tv_nsec = 50 * 1000 * 1000}, NULL);
  sl_interrupt();
  return NULL;
}


static void interrupted_while(const char *chunk) {
  lua_State *L = new_state();
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, press_soon, NULL), 0);
  int status = luaL_dostring(L, chunk);
  pthread_join(thread, NULL);
  sl_interrupt_clear();
  assert_true(status);
  assert_text_holds(lua_tostring(L, -1), "interrupted");
  lua_close(L);
}

static void backtracking_for_ever_is_interrupted(void **state) {
  (void)state;
  interrupted_while("return ('a'):rep(200):find(('a*'):rep(60) .. 'b')");
  interrupted_while("return ('a'):rep(200):gsub(('a-'):rep(60) .. 'b', '')");
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(chosen_patterns_mean_what_they_mean_in_lua), cmocka_unit_test(random_patterns_mean_what_they_mean_in_lua),
    cmocka_unit_test(arguments_are_checked_as_in_lua),            cmocka_unit_test(methods_of_strings_are_replaced_too),
    cmocka_unit_test(backtracking_for_ever_is_interrupted),
  };
  return cmocka_run_group_tests_name("pattern", tests, NULL, NULL);
}
