/* What a script asks of the running program: its version, clock, threads and memory, its documentation, and a call that
 * gives errors back instead of raising them. */
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "bindings/base/bindings.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/methods.h"
#include "core/base/alloc.h"
#include "core/base/runtime.h"

static int lab_clock(lua_State *L) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  lua_pushnumber(L, (lua_Number)now.tv_sec + (lua_Number)now.tv_nsec * 1e-9);
  return 1;
}

static int lab_threads(lua_State *L) {
  lua_pushinteger(L, sl_threads());
  return 1;
}

static int lab_memory(lua_State *L) {
  lua_createtable(L, 0, 4);
  const struct {
    const char *name;
    size_t bytes;
  } figures[] = {{"held", sl_memory_held()},
                 {"peak", sl_memory_peak()},
                 {"lua", (size_t)lua_gc(L, LUA_GCCOUNT, 0) * 1024 + (size_t)lua_gc(L, LUA_GCCOUNTB, 0)}};
  for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
    sll_set_integer(L, figures[i].name, (lua_Integer)figures[i].bytes);
  }
  if (sl_memory_limit() > 0) {
    sll_set_integer(L, "limit", (lua_Integer)sl_memory_limit());
  }
  return 1;
}

static int lab_try(lua_State *L) {
  luaL_checkany(L, 1);
  int status = lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0);
  if (status == LUA_OK) return lua_gettop(L);
  if (status == LUA_ERRMEM && sl_memory_limit() > 0) { /* Lua's own words name no limit */
    lua_gc(L, LUA_GCCOLLECT);
    lua_pushnil(L);
    lua_pushfstring(L, "out of memory: more was needed than the %d MB that --max-memory allows", (int)(sl_memory_limit() >> 20));
    return 2;
  }
  lua_pushnil(L);
  luaL_tolstring(L, -2, NULL);
  return 2;
}

static int lab_fail(lua_State *L) {
  luaL_checkstring(L, 1);
  lua_settop(L, 1);
  return sll_raise_text(L);
}

static int lab_docs(lua_State *L) {
  if (lua_toboolean(L, 1)) {
    sll_load_modules(L);
    sll_load_methods(L);
  }
  sll_push_docs(L);
  return 1;
}

static int lab_document(lua_State *L) {
  const char *owner = luaL_checkstring(L, 1);
  const char *name = luaL_checkstring(L, 2);
  luaL_checktype(L, 3, LUA_TTABLE);
  static const char *const fields[] = {"signature", "text", "example"};
  for (int i = 0; i < 3; i++)
    if (lua_getfield(L, 3, fields[i]) != LUA_TSTRING)
      return sll_fail(L, "lab.document(\"%s\", \"%s\", ...): %s: string expected, got %s", owner, name, fields[i],
                      luaL_typename(L, -1));
  sll_document(L, owner, name, lua_tostring(L, 4), lua_tostring(L, 5), lua_tostring(L, 6));
  return 0;
}

static int lab_terminal_width(lua_State *L) {
  struct winsize size;
  if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
    lua_pushinteger(L, size.ws_col);
  else
    lua_pushnil(L);
  return 1;
}

static const SllFunction functions[] = {
    {"terminal_width", lab_terminal_width, "(): integer|nil",
     "How many letters a line of the terminal holds; nil when standard output is no terminal.",
     "print(lab.terminal_width() or 80)"},
    {"clock", lab_clock, "(): number",
     "Seconds on a clock that only goes forward, from a moment of no meaning. The difference of two readings is the "
     "time between them.",
     "local start = lab.clock()\nprint(lab.clock() - start >= 0)"},
    {"threads", lab_threads, "(): integer", "How many threads the engine works with: --threads, or one per core.",
     "print(lab.threads() >= 1)"},
    {"memory", lab_memory, "(): {held: integer, peak: integer, lua: integer, limit?: integer}",
     "Bytes that the engine's tables hold now and held at most, bytes of Lua's own, and the limit when --max-memory "
     "set one.",
     "print(lab.memory().held <= lab.memory().peak)"},
    {"try", lab_try, "(f: function, ...: any): any",
     "Calls f(...) and gives back what it returns. When it raises, gives nil and the message, so that a script can "
     "go on.",
     "local t, why = lab.try(lab.read_csv, \"no-such-file.csv\")\nprint(t, why ~= nil)"},
    {"fail", lab_fail, "(message: string)",
     "Raises message with the line of the script that called into the library, as the engine's own errors are "
     "raised. For modules; a script writes error().",
     "print(lab.try(lab.fail, \"no figures for that year\"))"},
    {"docs", lab_docs,
     "(all?: boolean): table<string, {owner: string, name: string, signature: string, text: string, example: string}>",
     "The documentation of every function, by its full name (\"lab.read_csv\", \"table:filter\"). Functions written "
     "in Lua are there once their modules are loaded; all = true loads them.",
     "print(lab.docs()[\"lab.clock\"].signature)"},
    {"document", lab_document, "(owner: string, name: string, doc: {signature: string, text: string, example: string})",
     "Adds the documentation of a function that a Lua module defines; owner is \"lab\", \"table\", \"column\" or "
     "\"expression\".",
     "lab.document(\"lab\", \"twice\", { signature = \"(x: number): number\", text = \"x * 2.\", example = "
     "\"print(2)\" })"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_session(lua_State *L) {
  sll_register(L, "lab", functions);
  lua_pushliteral(L, SLAVELAB_VERSION);
  lua_setfield(L, -2, "version");
}
