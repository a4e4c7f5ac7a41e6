/* interrupt.c - see interrupt.h. */
#include "bindings/base/lua/interrupt.h"

#include <errno.h>
#include <lauxlib.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "bindings/base/lua/pattern.h"
#include "core/base/runtime.h"

enum {
  PATIENCE_MS = 250,           /* after which a second Ctrl-C ends the program */
  SHORT_SORT = 100000,         /* a list that is sorted sooner than anyone could press a key */
  EXIT_STATUS_INTERRUPTED = 130
};

/* The coroutines that run, innermost first: each resumed the one before it. Each lives on the C stack of who resumes. */
typedef struct Running {
  lua_State *L;
  struct Running *outer;
} Running;

static Running *volatile running;
static volatile sig_atomic_t depth;        /* of begin..end pairs */
static volatile sig_atomic_t pressed_idle; /* Ctrl-C outside of them */
static volatile int64_t pressed_ms;
static pthread_t main_thread;

static struct {
  Running node;
  lua_Hook hook; /* a limit on running time may have its own */
  int mask, count;
  struct sigaction handler;
} outermost;

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void stop(lua_State *L, lua_Debug *event) {
  (void)event;
  luaL_error(L, "interrupted");
}

static void end_program(void) {
  static const char text[] = "\nslavelab: the work did not stop; left\n";
  if (write(STDERR_FILENO, text, sizeof text - 1) < 0) {
    /* nobody is left to tell */
  }
  _exit(EXIT_STATUS_INTERRUPTED);
}

static void on_interrupt(int signal_number) {
  int saved = errno;
  if (!pthread_equal(pthread_self(), main_thread)) {
    pthread_kill(main_thread, signal_number); /* hooks are set by the thread that runs Lua */
  } else if (depth == 0) {
    pressed_idle = 1;
  } else {
    int64_t now = now_ms();
    if (!sl_interrupted())
      pressed_ms = now;
    else if (now - pressed_ms >= PATIENCE_MS)
      end_program();
    sl_interrupt();
    for (Running *node = running; node; node = node->outer)
      lua_sethook(node->L, stop, LUA_MASKCOUNT, 1);
  }
  errno = saved;
}

static void install(struct sigaction *before) {
  main_thread = pthread_self();
  struct sigaction action = {.sa_handler = on_interrupt}; /* no SA_RESTART: a read that waits is to end */
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, before);
}

void sll_interrupt_begin(lua_State *L) {
  if (depth == 0) {
    sl_interrupt_clear();
    pressed_idle = 0;
    outermost.hook = lua_gethook(L);
    outermost.mask = lua_gethookmask(L);
    outermost.count = lua_gethookcount(L);
    outermost.node = (Running){L, NULL};
    running = &outermost.node;
    install(&outermost.handler);
  }
  depth++;
}

bool sll_interrupt_end(void) {
  bool interrupted = sl_interrupted();
  depth--;
  if (depth > 0) return interrupted;
  sigaction(SIGINT, &outermost.handler, NULL);
  running = NULL;
  sl_interrupt_clear();
  lua_sethook(outermost.node.L, outermost.hook, outermost.mask, outermost.count);
  return interrupted;
}

void sll_interrupt_stay(void) { install(NULL); }

bool sll_interrupt_taken(void) {
  bool taken = pressed_idle != 0;
  pressed_idle = 0;
  return taken;
}

/* --- coroutines, counted while they run --------------------------------------------------------------------------------*/

/* Moves argument_count values from L to co and resumes it. Pushes its results on L and returns how many; -1 with the error
 * pushed when it failed. */
static int resume(lua_State *L, lua_State *co, int argument_count) {
  if (!lua_checkstack(co, argument_count)) {
    lua_pushliteral(L, "too many arguments to resume");
    return -1;
  }
  if (lua_gethook(co) == stop && !sl_interrupted()) /* left from an interruption that is over */
    lua_sethook(co, lua_gethook(L), lua_gethookmask(L), lua_gethookcount(L));
  lua_xmove(L, co, argument_count);
  Running node = {co, running};
  running = &node;
  if (depth > 0 && sl_interrupted())
    lua_sethook(co, stop, LUA_MASKCOUNT, 1);
  int result_count = 0;
  int status = lua_resume(co, L, argument_count, &result_count);
  running = node.outer;
  if (status != LUA_OK && status != LUA_YIELD) {
    lua_xmove(co, L, 1);
    return -1;
  }
  if (!lua_checkstack(L, result_count + 1)) {
    lua_pop(co, result_count);
    lua_pushliteral(L, "too many results to resume");
    return -1;
  }
  lua_xmove(co, L, result_count);
  return result_count;
}

static int coroutine_resume(lua_State *L) {
  lua_State *co = lua_tothread(L, 1);
  luaL_argexpected(L, co, 1, "coroutine");
  int count = resume(L, co, lua_gettop(L) - 1);
  lua_pushboolean(L, count >= 0);
  lua_insert(L, count >= 0 ? -(count + 1) : -2);
  return count >= 0 ? count + 1 : 2;
}

static int call_wrapped(lua_State *L) {
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  int count = resume(L, co, lua_gettop(L));
  if (count >= 0)
    return count;
  int status = lua_status(co);
  if (status != LUA_OK && status != LUA_YIELD) { /* it died: close its variables, which may raise an error of its own */
    lua_pop(L, 1);
    status = lua_resetthread(co);
    lua_xmove(co, L, 1);
  }
  if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

static int coroutine_wrap(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_State *co = lua_newthread(L);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  lua_pushcclosure(L, call_wrapped, 1);
  return 1;
}

/* --- table.sort ----------------------------------------------------------------------------------------------------------*/

static int less(lua_State *L) {
  if (sl_interrupted())
    luaL_error(L, "interrupted");
  lua_pushboolean(L, lua_compare(L, 1, 2, LUA_OPLT));
  return 1;
}

/* Lua's own sort; a long list without a comparison in Lua gets one that looks for an interruption. Upvalue: that sort. */
static int table_sort(lua_State *L) {
  if (lua_istable(L, 1) && lua_isnoneornil(L, 2) && luaL_len(L, 1) > SHORT_SORT) {
    lua_settop(L, 1);
    lua_pushcfunction(L, less);
  }
  lua_settop(L, 2);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 2, 0);
  return 0;
}

void sll_interrupt_open(lua_State *L) {
  int top = lua_gettop(L);
  sll_open_patterns(L);
  if (lua_getglobal(L, "coroutine") == LUA_TTABLE) {
    static const luaL_Reg functions[] = {{"resume", coroutine_resume}, {"wrap", coroutine_wrap}, {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
  }
  if (lua_getglobal(L, "table") == LUA_TTABLE && lua_getfield(L, -1, "sort") == LUA_TFUNCTION &&
      lua_tocfunction(L, -1) != table_sort) {
    lua_pushcclosure(L, table_sort, 1);
    lua_setfield(L, -2, "sort");
  }
  lua_settop(L, top);
}
