/* What a script holds of core goes when its state goes, and whatever request for memory fails. */
#include "tests/support/test.h"

#include <lualib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"

static lua_State *open_state(void) {
  lua_State *L = luaL_newstate();
  assert_non_null(L);
  luaL_openlibs(L);
  luaL_requiref(L, "slavelab", luaopen_slavelab, 0);
  lua_setglobal(L, "lab");
  return L;
}

static bool run(lua_State *L, const char *chunk) {
  return luaL_loadbuffer(L, chunk, strlen(chunk), "@script.lua") == LUA_OK && lua_pcall(L, 0, 0, 0) == LUA_OK;
}

/* --- leaks -------------------------------------------------------------------------------------------------------- */

static const char *const busy[] = {
    /* good ways */
    "t = lab.parse_csv('a,b,c\\n1,x,2023-01-31\\n,y,\\n3,x,2023-03-31\\n')",
    "t = lab.table { columns = { 'n', 'b' }, { 1, true }, { '[c]', nil }, { { 3, '[p]' }, false } }\n"
    "u = t:select('n'):rename('m = n'):head(2):append(t):distinct():sample(2)",
    "t = lab.table { columns = { 'n' }, { 1 }, { 2 } }\n"
    "for row in t:rows() do break end\n"
    "for _, value in t.n:values() do break end\n"
    "local sums = { t.n:sum(), t.n:median(), #t.n:unique(), t:to_csv(), t:group_by('n'):tail(1) }",
    "local t <close> = lab.table { columns = { 'n' }, { 1 } }\n"
    "local c <close> = t.n\n"
    "t:close() t:close()",
    "col = lab.col\n"
    "t = lab.table { columns = { 'f', 'n' }, { 'a', 1 }, { 'b', 2 }, { nil, 3 } }\n"
    "lab.define('twice', function(x) return x * 2 end)\n"
    "lab.define('spread', function(c) return c:max() - c:min() end, { kind = 'aggregate' })\n"
    "u = t:filter('n > $k', { k = 1 }):mutate('m = twice(n)', { { 'o', function(r) return r.n / 2 end } })\n"
    "u = u:sort(col.n:desc())\n"
    "s = t:group_by('f', 'odd = n % 2'):summarise('sum(n)', 's = spread(n)', { { 'rows', function(g) return #g end } })",
    "local kept\n"
    "lab.table { columns = { 'n' }, { 1 } }:filter(function(r) kept = r return true end)\n"
    "t = lab.table { columns = { 'n' }, { 1 } }\n"
    "t:filter(function(r) t:close() return r.n > 0 end)",
    /* ways that raise */
    "return lab.table { columns = { 'n' }, { 1 } }:filter(function(r) return r.n + nil end)",
    "return lab.table { columns = { 'n' }, { 1 }, { 2 } }\n"
    "  :mutate { { 'x', function(r) return r.n == 1 and 1 or 'x' end } }",
    "lab.define('bad', function() error('no') end)\n"
    "return lab.table { columns = { 'n' }, { 1 } }:group_by('n'):mutate('x = sum(n)', 'y = bad(x)')",
    "return lab.table { columns = { 'n' }, { 1 } }:filter('m > 1')",
    "return lab.col.a + {}",
    "lab.parse_csv('a,b\\n1\\n')",
    "lab.parse_csv('a\\nx\\n', { types = { a = 'integer' } })",
    "lab.table { columns = { 'n' }, { 1 }, { {} , 2 }, { 'x' } }",
    "lab.table { columns = { 'n', 'n' }, { 1, 2 } }",
    "lab.table { columns = { 'n' }, { setmetatable({}, { __index = function() error('no') end }) } }",
    "return lab.table { columns = { 'n' }, { 1 } }:select('m')",
    "return lab.table { columns = { 'n' }, { 1 } }:append(3)",
    "return lab.table { columns = { 's' }, { 'x' } }.s:sum()",
    "return lab.table { columns = { 'n' }, { 1 } }:write_csv('/no/such/folder/n.csv')",
};

static void nothing_of_core_outlives_the_state(void **state) {
  (void)state;
  size_t held = sl_memory_held();
  for (size_t i = 0; i < sizeof busy / sizeof busy[0]; i++) {
    lua_State *L = open_state();
    run(L, busy[i]);
    lua_close(L);
    assert_int_equal(sll_boxes_open(), 0);
    if (sl_memory_held() != held) fail_msg("%zu bytes are held after: %s", sl_memory_held() - held, busy[i]);
  }
}

static void closing_gives_memory_back_at_once(void **state) {
  (void)state;
  lua_State *L = open_state();
  size_t held = sl_memory_held();
  assert_true(run(L, "t = lab.parse_csv('n\\n' .. ('1\\n'):rep(10000))"));
  assert_true(sl_memory_held() >= held + 10000);
  assert_true(run(L, "t:close()"));
  assert_int_equal(sl_memory_held(), held);
  assert_true(run(L, "t = nil"));
  lua_close(L);
}

static void columns_outlive_their_table(void **state) {
  (void)state;
  lua_State *L = open_state();
  assert_true(run(L, "local t = lab.table { columns = { 'n' }, { 1 }, { 2 } }\n"
                     "local c = t.n\n"
                     "t:close()\n"
                     "collectgarbage()\n"
                     "assert(c[2] == 2)"));
  lua_close(L);
}

/* --- failing requests --------------------------------------------------------------------------------------------- */

/* Runs the chunk with its 1st, 2nd, 3rd ... request for core's memory failing until it succeeds: each failure is an
 * error of Lua that says so, and nothing is left. */
static void survives(const char *chunk) {
  for (uint64_t nth = 1;; nth++) {
    lua_State *L = open_state();
    size_t held = sl_memory_held();
    sl_memory_fail_after(nth);
    bool done = run(L, chunk);
    bool came = sl_memory_fail_after(0) == 0;
    if (done && came) fail_msg("request %d failed and nobody said so: %s", (int)nth, chunk);
    if (!done && !strstr(lua_tostring(L, -1), "out of memory"))
      fail_msg("request %d: %s", (int)nth, lua_tostring(L, -1));
    lua_close(L);
    assert_int_equal(sll_boxes_open(), 0);
    assert_int_equal(sl_memory_held(), held);
    if (done) return;
  }
}

static void every_request_for_memory_may_fail_reading(void **state) {
  (void)state;
  survives(
      "lab.parse_csv('# x\\na,b,a\\n1,x,[c]\\n1,x\\n2,\\xe9,3\\n', { skip = 1, ragged = 'reject', markers = 'gss' "
      "}):rejects()");
}

static void every_request_for_memory_may_fail_reading_json(void **state) {
  (void)state;
  survives("local v = lab.json_decode('{\"name\": \"' .. ('Kent '):rep(100) .. '\", \"list\": [1, 2.5, {\"a\": null}, \"\\\\u00e9\"]}')\n"
           "assert(v.name == ('Kent '):rep(100) and v.list[4] == 'é')");
}

static void every_request_for_memory_may_fail_writing(void **state) {
  (void)state;
  survives("return lab.table { columns = { 'n', 's' }, { 1, 'x' }, { 2, '[c]' } }:to_csv()");
}

static void every_request_for_memory_may_fail_making(void **state) {
  (void)state;
  survives(
      "lab.table { columns = { 'n', 's', 'd' }, types = { d = 'date' }, { 1, 'x', '2023-01-31' }, { '[c]', nil, nil "
      "} }");
}

static void every_request_for_memory_may_fail_in_verbs(void **state) {
  (void)state;
  survives("local t = lab.table { columns = { 'n', 's' }, { 1, 'x' }, { 2, 'y' }, { 2, 'y' } }\n"
           "local u = t:append(t:rename('m = n')):distinct('s'):sample(1):drop('m')\n"
           "return t:group_by('s'):head(1), u:select('n'), #t.s:unique(), t.n:median(), t:problems()");
}

static void every_request_for_memory_may_fail_in_expressions(void **state) {
  (void)state;
  survives("local col = lab.col\n"
           "return tostring((col.a + 1):round(2):between(1, 'x') & ~col.b:isin('a', 'b') | lab.expr('c is missing'))");
}

static void every_request_for_memory_may_fail_in_verbs_of_expressions(void **state) {
  (void)state;
  survives("local col = lab.col\n"
           "local t = lab.table { columns = { 'n', 's' }, { 1, 'x' }, { 2, 'y' }, { nil, 'y' } }\n"
           "lab.define('half', function(x) return x and x / 2 end)\n"
           "lab.define('most', function(c) return c:max() end, { kind = 'aggregate' })\n"
           "return t:filter('n > $k or s in $l', { k = 1, l = { 'x', 'z' } }):sort(col.s:desc(), 'n'),\n"
           "  t:group_by('s'):mutate('h = half(n) + sum(n)', { { 'f', function(r) return r.n and r.n + 0.5 or 1 end } }),\n"
           "  t:group_by('s'):summarise('x = most(n)', { { 'y', function(g) return #g end } })");
}

static void every_request_for_memory_may_fail_reshaping(void **state) {
  (void)state;
  survives(
      "local t = lab.table { columns = { 'k', 'a', 'n' }, { 1, 'x', 1 }, { 1, 'y', 2 }, { 2, 'x', '[c]' } }\n"
      "local wide = t:pivot { names = 'a', values = 'n' }\n"
      "local back = wide:unpivot { columns = { 'x', 'y' }, names = 'a', values = 'n' }\n"
      "return back:join(t, { on = { 'k', 'a' } }), t:complete('k', 'a'):fill_down('n')");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_of_core_outlives_the_state),
      cmocka_unit_test(closing_gives_memory_back_at_once),
      cmocka_unit_test(columns_outlive_their_table),
      cmocka_unit_test(every_request_for_memory_may_fail_reading),
      cmocka_unit_test(every_request_for_memory_may_fail_reading_json),
      cmocka_unit_test(every_request_for_memory_may_fail_writing),
      cmocka_unit_test(every_request_for_memory_may_fail_making),
      cmocka_unit_test(every_request_for_memory_may_fail_in_verbs),
      cmocka_unit_test(every_request_for_memory_may_fail_reshaping),
      cmocka_unit_test(every_request_for_memory_may_fail_in_expressions),
      cmocka_unit_test(every_request_for_memory_may_fail_in_verbs_of_expressions),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
