/* Ctrl-C ends work of every kind soon, and the state it ran in goes on. */
#include "bindings/base/lua/interrupt.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "core/base/runtime.h"
#include "tests/support/test.h"

static lua_State *L;

static int open_state(void **state) {
  (void)state;
  L = luaL_newstate();
  luaL_openlibs(L);
  sll_interrupt_open(L);
  return L ? 0 : -1;
}

static int close_state(void **state) {
  (void)state;
  lua_close(L);
  return 0;
}

static void *press_soon(void *unused) {
  (void)unused;
  nanosleep(&(struct timespec){.tv_nsec = 30 * 1000 * 1000}, NULL);
  kill(getpid(), SIGINT); /* lands on any thread, this one too */
  return NULL;
}

static bool interrupted;

static void run(const char *chunk, int expected_status) {
  assert_int_equal(luaL_loadstring(L, chunk), LUA_OK);
  sll_interrupt_begin(L);
  int status = lua_pcall(L, 0, 1, 0);
  interrupted = sll_interrupt_end();
  if (status != expected_status)
    print_error("%s\n", lua_tostring(L, -1));
  assert_int_equal(status, expected_status);
  lua_pop(L, 1);
}

/* The chunk runs for ever; it is interrupted, and the state still works. */
static void is_stopped(const char *chunk) {
  pthread_t thread;
  assert_int_equal(pthread_create(&thread, NULL, press_soon, NULL), 0);
  run(chunk, LUA_ERRRUN);
  pthread_join(thread, NULL);
  assert_true(interrupted);
  assert_false(sl_interrupted());
  assert_null(lua_gethook(L));
  run("local t = {} for i = 1, 1000 do t[i] = i end assert(#t == 1000)", LUA_OK);
  assert_false(interrupted);
}

static void an_endless_loop_is_stopped(void **state) {
  (void)state;
  is_stopped("while true do end");
}

static void a_loop_inside_a_coroutine_is_stopped(void **state) {
  (void)state;
  is_stopped("coroutine.wrap(function() while true do end end)()");
  is_stopped("local co = coroutine.create(function() coroutine.wrap(function() repeat until false end)() end)"
             " coroutine.resume(co) while true do end");
}

static void a_coroutine_made_anew_all_the_time_is_stopped(void **state) {
  (void)state;
  is_stopped("while true do coroutine.wrap(function() coroutine.yield(1) end)() end");
}

static void a_protected_call_does_not_swallow_it(void **state) {
  (void)state;
  is_stopped("while true do pcall(function() while true do end end) end");
  is_stopped("local function again() xpcall(function() while true do end end, function(m) return m end) return again() end again()");
}

static void a_backtracking_pattern_is_stopped(void **state) {
  (void)state;
  is_stopped("return ('a'):rep(200):find(('a*'):rep(60) .. 'b')");
}

static void a_long_sort_is_stopped(void **state) {
  (void)state;
  is_stopped("local t = {} for i = 1, 150000 do t[i] = i * 7919 % 104729 end"
             " while true do local u = table.move(t, 1, #t, 1, {}) pcall(table.sort, u) end");
}

static void a_coroutine_that_waited_through_an_interruption_goes_on(void **state) {
  (void)state;
  run("waiting = coroutine.wrap(function() while true do coroutine.yield(1) end end) waiting()", LUA_OK);
  is_stopped("while true do waiting() end");
  run("local co = coroutine.wrap(function() coroutine.yield(5) end) assert(co() == 5)", LUA_OK);
}

static void coroutines_keep_their_meaning(void **state) {
  (void)state;
  run("local co = coroutine.create(function(a, b) local c = coroutine.yield(a + b) error('x' .. c, 0) end)\n"
      "local ok, sum = coroutine.resume(co, 1, 2) assert(ok and sum == 3)\n"
      "local failed, why = coroutine.resume(co, 'y') assert(failed == false and why == 'xy')\n"
      "assert(select('#', coroutine.resume(coroutine.create(function() end))) == 1)\n"
      "local dead, message = coroutine.resume(co) assert(not dead and message:find('dead'))\n"
      "local wrapped = coroutine.wrap(function() error({1}) end)\n"
      "local bad, value = pcall(wrapped) assert(not bad and type(value) == 'table')\n"
      "local named = coroutine.wrap(function() error('here') end)\n"
      "assert(select(2, pcall(named)):find('here'))\n"
      "local closed = false\n"
      "pcall(coroutine.wrap(function() local x <close> = setmetatable({}, {__close = function() closed = true end}) error('e') end))\n"
      "assert(closed)\n"
      "assert(not pcall(coroutine.resume, 1) and not pcall(coroutine.wrap, 1))",
      LUA_OK);
}

static void sorting_keeps_its_meaning(void **state) {
  (void)state;
  run("local t = {} for i = 1, 200000 do t[i] = (i * 7919) % 200003 end table.sort(t)\n"
      "for i = 2, #t do assert(t[i - 1] <= t[i]) end\n"
      "local u = {3, 1, 2} table.sort(u, function(a, b) return a > b end) assert(table.concat(u) == '321')\n"
      "assert(not pcall(table.sort, {1, 'a'}) and not pcall(table.sort))",
      LUA_OK);
}

static void pressed_at_rest_it_is_kept_for_who_asks(void **state) {
  (void)state;
  sll_interrupt_stay();
  assert_false(sll_interrupt_taken());
  raise(SIGINT);
  assert_true(sll_interrupt_taken());
  assert_false(sll_interrupt_taken());
  assert_false(sl_interrupted());
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_endless_loop_is_stopped),
    cmocka_unit_test(a_loop_inside_a_coroutine_is_stopped),
    cmocka_unit_test(a_coroutine_made_anew_all_the_time_is_stopped),
    cmocka_unit_test(a_protected_call_does_not_swallow_it),
    cmocka_unit_test(a_backtracking_pattern_is_stopped),
    cmocka_unit_test(a_long_sort_is_stopped),
    cmocka_unit_test(a_coroutine_that_waited_through_an_interruption_goes_on),
    cmocka_unit_test(coroutines_keep_their_meaning),
    cmocka_unit_test(sorting_keeps_its_meaning),
    cmocka_unit_test(pressed_at_rest_it_is_kept_for_who_asks),
  };
  return cmocka_run_group_tests_name("interrupt", tests, open_state, close_state);
}
