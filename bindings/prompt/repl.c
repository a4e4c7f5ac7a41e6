/* repl.c - see repl.h. Each function below is a field of the table that lib.repl is called with; its comment is its
 * documentation, in Lua's terms.
 */
#include "bindings/prompt/repl.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <lauxlib.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "bindings/base/lua/interrupt.h"
#include "bindings/base/modules/module.h"
#include "bindings/prompt/repl_editor.h"
#include "bindings/prompt/terminal.h"

static int push_failure(lua_State *L, const char *path, int reason) {
  lua_pushnil(L);
  lua_pushfstring(L, "%s: %s", path, strerror(reason));
  return 2;
}

/* --- the terminal ------------------------------------------------------------------------------------------------------*/

/* editor{ready=, complete=} -> editor: see repl_editor.h */
static int terminal_editor(lua_State *L) {
  lua_settop(L, 1);
  sll_push_editor(L);
  return 1;
}

/* size() -> columns, rows */
static int terminal_size(lua_State *L) {
  int columns, rows;
  sll_terminal_size(&columns, &rows);
  lua_pushinteger(L, columns);
  lua_pushinteger(L, rows);
  return 2;
}

/* is_terminal("input" | "output" | "error") -> boolean */
static int terminal_is_terminal(lua_State *L) {
  static const char *const names[] = {"input", "output", "error", NULL};
  lua_pushboolean(L, isatty(luaL_checkoption(L, 1, NULL, names)));
  return 1;
}

/* is_capable() -> boolean: a terminal that understands escape codes */
static int terminal_is_capable(lua_State *L) {
  lua_pushboolean(L, sll_terminal_is_capable());
  return 1;
}

/* width(text) -> columns that the text takes; bytes that are no UTF-8 take one each */
static int terminal_width(lua_State *L) {
  size_t left;
  const char *text = luaL_checklstring(L, 1, &left);
  mbstate_t state;
  memset(&state, 0, sizeof state);
  lua_Integer width = 0;
  while (left > 0) {
    wchar_t c;
    size_t used = mbrtowc(&c, text, left, &state);
    if (used == (size_t)-1 || used == (size_t)-2 || used == 0) {
      memset(&state, 0, sizeof state);
      used = 1;
      width++;
    } else {
      int columns = wcwidth(c);
      width += columns > 0 ? columns : 0;
    }
    text += used;
    left -= used;
  }
  lua_pushinteger(L, width);
  return 1;
}

/* --- work --------------------------------------------------------------------------------------------------------------*/

static const char traceback_key; /* its address names the place in the registry */

/* The message handler: keeps the traceback aside and leaves the error as it is. */
static int keep_traceback(lua_State *L) {
  luaL_traceback(L, L, NULL, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &traceback_key);
  return 1;
}

/* run(f, ...) -> "ok", results... | "error", value, traceback | "memory", message | "interrupted" */
static int terminal_run(lua_State *L) {
  lua_pushcfunction(L, keep_traceback);
  lua_insert(L, 1);
  lua_pushnil(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &traceback_key);
  sll_interrupt_begin(L);
  int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 1);
  bool interrupted = sll_interrupt_end();
  if (status == LUA_OK) {
    lua_pushliteral(L, "ok");
    lua_replace(L, 1);
    return lua_gettop(L);
  }
  if (interrupted) {
    lua_pushliteral(L, "interrupted");
    return 1;
  }
  lua_pushstring(L, status == LUA_ERRMEM ? "memory" : "error");
  lua_insert(L, -2);
  if (status == LUA_ERRMEM)
    lua_gc(L, LUA_GCCOLLECT);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &traceback_key);
  return 3;
}

/* clock() -> monotonic seconds */
static int terminal_clock(lua_State *L) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  lua_pushnumber(L, (lua_Number)t.tv_sec + (lua_Number)t.tv_nsec / 1e9);
  return 1;
}

/* --- files -------------------------------------------------------------------------------------------------------------*/

/* make_directories(path) -> true | nil, message: with its parents, for the user alone */
static int terminal_make_directories(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  for (const char *p = path; *p; p++) {
    if (p[1] != '/' && p[1] != '\0')
      continue;
    lua_pushlstring(L, path, (size_t)(p - path) + 1);
    if (mkdir(lua_tostring(L, -1), 0700) != 0 && errno != EEXIST)
      return push_failure(L, lua_tostring(L, -1), errno);
    lua_pop(L, 1);
  }
  lua_pushboolean(L, 1);
  return 1;
}

static bool write_all(int file, const char *text, size_t length) {
  while (length > 0) {
    ssize_t written = write(file, text, length);
    if (written < 0 && errno != EINTR)
      return false;
    if (written > 0) {
      text += written;
      length -= (size_t)written;
    }
  }
  return true;
}

/* append(path, text) -> true | nil, message: to a file only the user may read; whole, whoever else appends */
static int terminal_append(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  size_t length;
  const char *text = luaL_checklstring(L, 2, &length);
  int file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0)
    return push_failure(L, path, errno);
  bool written = flock(file, LOCK_EX) == 0 && fchmod(file, 0600) == 0 && write_all(file, text, length);
  int reason = errno;
  close(file);
  if (!written)
    return push_failure(L, path, reason);
  lua_pushboolean(L, 1);
  return 1;
}

/* replace(path, text) -> true | nil, message: the old file stays until the new one is whole; for the user alone */
static int terminal_replace(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  size_t length;
  const char *text = luaL_checklstring(L, 2, &length);
  lua_pushfstring(L, "%s.%d", path, (int)getpid());
  const char *beside = lua_tostring(L, -1);
  int file = open(beside, O_WRONLY | O_TRUNC | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0)
    return push_failure(L, beside, errno);
  bool written = write_all(file, text, length);
  int reason = errno;
  if (close(file) != 0 && written) {
    written = false;
    reason = errno;
  }
  if (written && rename(beside, path) != 0) {
    written = false;
    reason = errno;
  }
  if (!written) {
    unlink(beside);
    return push_failure(L, path, reason);
  }
  lua_pushboolean(L, 1);
  return 1;
}

/* list(directory) -> names in order, a directory's with "/" at its end; {} when it cannot be read */
static int terminal_list(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  struct dirent **entries;
  int count = scandir(path, &entries, NULL, alphasort);
  lua_createtable(L, count > 0 ? count : 0, 0);
  int kept = 0;
  for (int i = 0; i < count; i++) {
    struct dirent *entry = entries[i];
    bool is_dot = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    if (!is_dot) {
      bool is_directory = entry->d_type == DT_DIR;
      if (entry->d_type == DT_UNKNOWN || entry->d_type == DT_LNK) {
        struct stat info;
        lua_pushfstring(L, "%s/%s", path, entry->d_name);
        is_directory = stat(lua_tostring(L, -1), &info) == 0 && S_ISDIR(info.st_mode);
        lua_pop(L, 1);
      }
      lua_pushfstring(L, "%s%s", entry->d_name, is_directory ? "/" : "");
      lua_rawseti(L, -2, ++kept);
    }
    free(entry);
  }
  if (count >= 0)
    free(entries);
  return 1;
}

/* --- other programs ----------------------------------------------------------------------------------------------------*/

/* feed(command, text) -> boolean: runs a shell command with the text as its standard input and waits. Ctrl-C is the
 * command's alone meanwhile. False when it could not be run or failed. */
static int terminal_feed(lua_State *L) {
  const char *command = luaL_checkstring(L, 1);
  size_t length;
  const char *text = luaL_checklstring(L, 2, &length);
  struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
  fflush(stdout);
  FILE *pipe = popen(command, "w");
  if (!pipe) {
    lua_pushboolean(L, 0);
    return 1;
  }
  sigemptyset(&ignore.sa_mask);
  sigaction(SIGINT, &ignore, &before); /* after the command was started, which has the signal as it was */
  fwrite(text, 1, length, pipe);       /* cut short when the reader has seen enough */
  int status = pclose(pipe);
  sigaction(SIGINT, &before, NULL);
  lua_pushboolean(L, status == 0);
  return 1;
}

/* edit(command) -> boolean: runs a shell command that has the terminal to itself. False when it failed. */
static int terminal_edit(lua_State *L) {
  const char *command = luaL_checkstring(L, 1);
  fflush(stdout);
  lua_pushboolean(L, system(command) == 0); /* system() holds Ctrl-C back meanwhile */
  return 1;
}

/* --- running it --------------------------------------------------------------------------------------------------------*/

static const luaL_Reg terminal_functions[] = {
  {"editor", terminal_editor},
  {"size", terminal_size},
  {"is_terminal", terminal_is_terminal},
  {"is_capable", terminal_is_capable},
  {"width", terminal_width},
  {"run", terminal_run},
  {"clock", terminal_clock},
  {"make_directories", terminal_make_directories},
  {"append", terminal_append},
  {"replace", terminal_replace},
  {"list", terminal_list},
  {"feed", terminal_feed},
  {"edit", terminal_edit},
  {NULL, NULL},
};

/* () -> exit status */
static int run_prompt(lua_State *L) {
  luaL_newlib(L, terminal_functions);
  sll_call_module(L, "lib.prompt.repl", "run", 1, 1);
  return 1;
}

int sll_repl_run(lua_State *L) {
  int top = lua_gettop(L);
  sll_interrupt_stay();
  struct sigaction ignore = {.sa_handler = SIG_IGN}; /* a pager that was left must not end the session */
  sigemptyset(&ignore.sa_mask);
  sigaction(SIGPIPE, &ignore, NULL);
  lua_pushcfunction(L, run_prompt);
  int status = lua_pcall(L, 0, 1, 0);
  int exit_status = status == LUA_OK ? (int)lua_tointeger(L, -1) : 1;
  if (status != LUA_OK)
    fprintf(stderr, "slavelab: the prompt cannot run: %s\n", luaL_tolstring(L, -1, NULL));
  lua_settop(L, top);
  return exit_status;
}
