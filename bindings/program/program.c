#include "bindings/program/program.h"

#include <errno.h>
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bindings/base/bindings.h"
#include "bindings/base/fields.h"
#include "bindings/base/lua/globals.h"
#include "bindings/base/modules/module.h"
#include "bindings/base/place.h"
#include "bindings/files/outputs.h"
#include "bindings/files/paths.h"
#include "bindings/program/options.h"
#include "bindings/program/script.h"
#include "bindings/prompt/repl.h"
#include "core/base/alloc.h"
#include "core/base/runtime.h"

/* --- the target of -o ------------------------------------------------------------------------------------------------------ */

/* What stood at the path of -o before the run, to know afterwards whether the run wrote it. */
typedef struct Target {
  const char *path; /* NULL: nothing to watch */
  bool existed;
  struct stat before;
} Target;

static Target watch_target(const char *path) {
  Target target = {.path = path && strcmp(path, "-") != 0 ? path : NULL};
  if (target.path) target.existed = stat(path, &target.before) == 0;
  if (target.existed && !S_ISREG(target.before.st_mode)) target.path = NULL; /* a pipe or a terminal keeps no traces */
  return target;
}

static bool was_written(const Target *target) {
  struct stat now;
  if (stat(target->path, &now) != 0) return false;
  const struct stat *then = &target->before;
  return !target->existed || now.st_ino != then->st_ino || now.st_mtim.tv_sec != then->st_mtim.tv_sec ||
         now.st_mtim.tv_nsec != then->st_mtim.tv_nsec;
}

/* --- what a script finds of the command line ---------------------------------------------------------------------------------- */

static void set_text(lua_State *L, const char *field, const char *text) {
  if (!text) return;
  lua_pushstring(L, text);
  lua_setfield(L, -2, field);
}

/* lab.options, and the global arg as Lua's own program has it: arg[0] the script, arg[1] ... its arguments. */
static void push_command_line(lua_State *L, const SllOptions *options) {
  static const char *const colors[] = {"auto", "always", "never"};
  luaopen_slavelab(L);
  lua_createtable(L, 0, 7);
  set_text(L, "format", options->format);
  set_text(L, "output", options->output);
  if (options->chart) {
    lua_pushinteger(L, options->chart);
    lua_setfield(L, -2, "chart");
  }
  set_text(L, "color", colors[options->color]);
  sll_set_truth(L, "progress", !options->no_progress);
  sll_set_truth(L, "traceback", options->traceback);
  lua_setfield(L, -2, "options");
  lua_pop(L, 1);

  lua_pushglobaltable(L);
  lua_pushliteral(L, "arg");
  lua_createtable(L, options->argument_count, 1);
  lua_pushstring(L, options->script ? options->script : "slavelab");
  lua_rawseti(L, -2, 0);
  for (int i = 0; i < options->argument_count; i++) {
    lua_pushstring(L, options->arguments[i]);
    lua_rawseti(L, -2, i + 1);
  }
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

/* --- finding the script --------------------------------------------------------------------------------------------------------- */

/* A function of a Lua module, asked with one text. */
typedef struct Question {
  const char *module, *function, *text;
  int answers;
} Question;

/* (question) -> its answers */
static int ask_module(lua_State *L) {
  const Question *question = lua_touserdata(L, 1);
  lua_pushstring(L, question->text);
  sll_call_module(L, question->module, question->function, 1, question->answers);
  return question->answers;
}

/* Pushes the answers; false when it raised instead, which is printed, and nothing is pushed. */
static bool ask(lua_State *L, Question question) {
  lua_pushcfunction(L, ask_module);
  lua_pushlightuserdata(L, &question);
  if (lua_pcall(L, 1, question.answers, 0) == LUA_OK) return true;
  sll_print_error(lua_tostring(L, -1));
  lua_pop(L, 1);
  return false;
}

/* Pushes the path of the script: as given when there is such a file, else that of the report found by name. Exit status 2
 * when there is none: it is the command line that names what does not exist. */
static SllExit push_script(lua_State *L, const char *given) {
  struct stat found;
  if (strcmp(given, "-") == 0 || (stat(given, &found) == 0 && !S_ISDIR(found.st_mode))) {
    lua_pushstring(L, given);
    return SLL_DONE;
  }
  /* its path, or nil and the sentence that says where it was looked for */
  if (!ask(L, (Question){"lib.base.find", "script", given, 2})) return SLL_FAILED;
  if (lua_isnil(L, -2)) {
    fprintf(stderr, "slavelab: %s\n", lua_tostring(L, -1));
    lua_pop(L, 2);
    return SLL_USAGE;
  }
  lua_pop(L, 1);
  return SLL_DONE;
}

/* A format that does not exist is a slip of the command line, and better said before the work than after it. */
static SllExit check_format(lua_State *L, const char *name) {
  if (!ask(L, (Question){"lib.report.format", "missing", name, 1})) return SLL_FAILED; /* why it is missing, or nil */
  SllExit result = lua_isnil(L, -1) ? SLL_DONE : SLL_USAGE;
  if (result == SLL_USAGE) fprintf(stderr, "slavelab: %s\n", lua_tostring(L, -1));
  lua_pop(L, 1);
  return result;
}

/* --- running ----------------------------------------------------------------------------------------------------------------------- */

/* Where modules are looked for, from the script's place; lab.script_dir. */
static SllExit use_places(lua_State *L, const char *script) {
  SllPlaces places;
  SlError err;
  if (sll_places_find(script, &places, &err) != SL_OK) {
    sll_print_error(err.text);
    return SLL_FAILED;
  }
  sll_paths_use(L, &places);
  sll_places_reset(&places);
  if (script && strcmp(script, "-") != 0) {
    luaopen_slavelab(L);
    const char *slash = strrchr(script, '/');
    lua_pushlstring(L, slash ? script : ".", slash ? (size_t)(slash - script) + (slash == script) : 1);
    lua_setfield(L, -2, "script_dir");
    lua_pop(L, 1);
  }
  return SLL_DONE;
}

static SllExit run_file(lua_State *L, const char *path, int argument_count, const char *const *arguments) {
  if (!sll_load_file(L, path)) {
    sll_print_error(lua_tostring(L, -1));
    lua_pop(L, 1);
    return SLL_FAILED;
  }
  luaL_checkstack(L, argument_count + 1, "too many arguments");
  for (int i = 0; i < argument_count; i++) lua_pushstring(L, arguments[i]);
  return sll_call(L, argument_count);
}

/* The user's own init.lua, when there is one. */
static SllExit run_init(lua_State *L) {
  char *path = sll_users_file("init.lua");
  SllExit result = path && access(path, F_OK) == 0 ? run_file(L, path, 0, NULL) : SLL_DONE;
  sl_free(path);
  return result;
}

/* (function) ->: its values are written, when there are any. */
static int run_typed(lua_State *L) {
  lua_call(L, 0, LUA_MULTRET);
  int count = lua_gettop(L);
  bool any = false;
  for (int i = 1; i <= count; i++) any |= !lua_isnil(L, i);
  if (any) sll_call_module(L, "lib.prompt.typed", "write", count, 0);
  return 0;
}

/* Pushes the chunk as an expression, or else as statements, which may return values; false, and the message pushed, when it is neither. */
static bool load_chunk(lua_State *L, const char *text, const char *name) {
  lua_pushfstring(L, "return %s", text);
  const char *expression = lua_tostring(L, -1);
  bool loaded = luaL_loadbufferx(L, expression, strlen(expression), name, "t") == LUA_OK;
  lua_remove(L, -2);
  if (loaded) return true;
  lua_pop(L, 1);
  return sll_load_text(L, text, name);
}

static SllExit run_chunks(lua_State *L, const SllOptions *options) {
  SllExit result = SLL_DONE;
  for (int i = 0; i < options->chunk_count && result == SLL_DONE; i++) {
    char name[sizeof SLL_TYPED + 32];
    snprintf(name, sizeof name, options->chunk_count == 1 ? "%s -e" : "%s -e %d", SLL_TYPED, i + 1);
    lua_pushcfunction(L, run_typed);
    if (!load_chunk(L, options->chunks[i], name)) {
      sll_print_error(lua_tostring(L, -1));
      lua_pop(L, 2);
      return SLL_FAILED;
    }
    result = sll_call(L, 1);
  }
  return result;
}

/* Whether a file is data by its name: it is opened, not run (scripts/lib/prompt/data_file.lua). */
static bool is_data(const char *path) {
  static const char *const endings[] = {".csv", ".tsv", ".csv.gz", ".tsv.gz", ".csv.zst", ".tsv.zst", ".gz", ".zst", ".ods", ".xlsx", ".xlsm", ".xls", ".xlsb"};
  size_t length = strlen(path);
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    size_t ending = strlen(endings[i]);
    if (length > ending && strcasecmp(path + length - ending, endings[i]) == 0) return true;
  }
  return false;
}

static SllExit open_data(lua_State *L, const char *path) {
  Question question = {"lib.prompt.data_file", "open", path, 0};
  lua_pushcfunction(L, ask_module);
  lua_pushlightuserdata(L, &question);
  return sll_call(L, 1);
}

static SllExit run(lua_State *L, const SllOptions *options) {
  SllExit result = use_places(L, NULL);
  if (result != SLL_DONE) return result;
  bool prompt = options->interactive || (options->action == SLL_ACTION_REPL && isatty(STDIN_FILENO));
  const char *script = options->action == SLL_ACTION_REPL && !prompt ? "-" : options->script;
  if (script) {
    result = push_script(L, script);
    if (result != SLL_DONE) return result;
    script = lua_tostring(L, -1);
    lua_getglobal(L, "arg");
    lua_pushvalue(L, -2);
    lua_rawseti(L, -2, 0); /* the path that was found, not the name it was found by */
    lua_pop(L, 1);
    result = use_places(L, script);
  }
  bool data = script && is_data(script);
  if (data) prompt |= isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
  if (result == SLL_DONE && options->format) result = check_format(L, options->format);
  Target target = watch_target(options->output);
  if (result == SLL_DONE && !options->no_init) result = run_init(L);
  sll_outputs_keep(L);
  if (prompt || options->repl_on_error) sll_keep_locals(L);
  if (result == SLL_DONE) result = run_chunks(L, options);
  if (result == SLL_DONE && data) {
    result = open_data(L, script);
    if (result != SLL_DONE) prompt = false; /* there is nothing to look at */
  } else if (result == SLL_DONE && script) {
    result = run_file(L, script, options->argument_count, options->arguments);
  }
  if (result == SLL_DONE && !sll_outputs_write(L)) result = SLL_FAILED;
  if (prompt) sll_outputs_forget(L);
  if (result == SLL_DONE && !prompt && target.path && !was_written(&target)) {
    fprintf(stderr, "%s: not written, because the script wrote no report (a report is written by its last line, r:write())\n",
            target.path);
    result = SLL_FAILED;
  }
  /* After a script that failed the prompt shows what there is to see of it. */
  bool explore = options->repl_on_error && result == SLL_FAILED && isatty(STDIN_FILENO);
  sll_end_locals(L, (prompt || explore) && result == SLL_FAILED);
  if (prompt && result != SLL_USAGE && result != SLL_INTERRUPTED) return (SllExit)sll_repl_run(L);
  if (explore) sll_repl_run(L); /* the script has failed all the same */
  return result;
}

/* A word of ours hides a file called so. */
static void note_hidden(const char *word, const char *does) {
  struct stat found;
  if (stat(word, &found) == 0 && S_ISREG(found.st_mode))
    fprintf(stderr, "slavelab: this %s %s; the file of that name runs as: slavelab ./%s\n", does, word, word);
}

typedef struct Called {
  const SllCommand *command;
  int status; /* what it gave */
} Called;

/* (Called) -> */
static int call_command(lua_State *L) {
  Called *called = lua_touserdata(L, 1);
  lua_getglobal(L, "arg");
  lua_pushboolean(L, isatty(STDIN_FILENO) && isatty(STDOUT_FILENO));
  sll_call_module(L, called->command->module, called->command->function, 2, 1);
  called->status = (int)lua_tointeger(L, -1);
  return 0;
}

/* A page is written whatever the status: what is wrong with the data is what it is about. */
static SllExit run_command(lua_State *L, const SllOptions *options) {
  SllExit result = use_places(L, NULL);
  if (result != SLL_DONE) return result;
  Called called = {.command = options->command, .status = SLL_FAILED};
  note_hidden(called.command->word, "is");
  if (options->format) result = check_format(L, options->format);
  if (result != SLL_DONE) return result;
  if (called.command->writes_page) sll_outputs_keep(L);
  lua_pushcfunction(L, call_command);
  lua_pushlightuserdata(L, &called);
  result = sll_call(L, 1);
  if (result != SLL_DONE) return result;
  return !called.command->writes_page || sll_outputs_write(L) ? (SllExit)called.status : SLL_FAILED;
}

static SllExit list(lua_State *L, const SllOptions *options) {
  const char *kind = options->list;
  bool helps = strcmp(kind, "help") == 0;
  SllExit result = use_places(L, NULL);
  if (result != SLL_DONE) return result;
  note_hidden(kind, helps ? "is" : "lists");
  Question question = {"lib.base.find", "print", kind, 1}; /* prints it: whether all could be loaded */
  if (helps) question = (Question){"lib.prompt.help", "print", options->argument_count ? options->arguments[0] : "", 1};
  if (!ask(L, question)) return SLL_FAILED;
  result = lua_toboolean(L, -1) ? SLL_DONE : SLL_FAILED;
  lua_pop(L, 1);
  return result;
}

/* Output that did not arrive is a failure, also when a script leaves by os.exit(). */
static void check_output(void) {
  if (fflush(stdout) == 0 && !ferror(stdout)) return;
  fprintf(stderr, "slavelab: cannot write to standard output: %s\n", errno ? strerror(errno) : "some of it was lost");
  _exit(SLL_FAILED);
}

/* The working arrays of ten million rows, so that one question after the other finds them ready; no more than a sixteenth of
 * the machine's memory. */
static size_t memory_to_keep(void) {
  enum { MOST = 1 << 30 };
  long pages = sysconf(_SC_PHYS_PAGES), page_bytes = sysconf(_SC_PAGESIZE);
  if (pages < 0 || page_bytes < 0) return 0;
  size_t part = (size_t)pages / 16 * (size_t)page_bytes;
  return part < MOST ? part : MOST;
}

typedef struct Work {
  const SllOptions *options;
  SllExit result;
} Work;

/* (Work) -> */
static int work(lua_State *L) {
  Work *asked = lua_touserdata(L, 1);
  lua_settop(L, 0);
  push_command_line(L, asked->options);
  switch (asked->options->action) {
    case SLL_ACTION_COMMAND: asked->result = run_command(L, asked->options); break;
    case SLL_ACTION_LIST: asked->result = list(L, asked->options); break;
    default: asked->result = run(L, asked->options); break;
  }
  return 0;
}

/* After Ctrl-C nobody waits until a million texts and columns are freed one by one, when the process gives all back at once; exit() writes what
 * files still hold. Kept here, so that it is not taken for lost. */
static lua_State *left_open;

static SllExit run_state(const SllOptions *options) {
  sl_threads_set(options->threads);
  sl_memory_keep(memory_to_keep());
  sl_memory_set_limit(options->memory_limit);
  lua_State *L = sll_state_new(options->memory_limit > 0);
  if (!L) {
    sll_print_error("slavelab: not enough memory to start");
    return SLL_FAILED;
  }
  /* Memory can run out between the calls that are protected, too: then that is said, and is no end by a signal. */
  Work asked = {.options = options};
  lua_pushcfunction(L, work);
  lua_pushlightuserdata(L, &asked);
  if (lua_pcall(L, 1, 0, 0) != LUA_OK) {
    sll_print_error(lua_tostring(L, -1));
    asked.result = SLL_FAILED;
  }
  if (asked.result == SLL_INTERRUPTED)
    left_open = L;
  else
    lua_close(L);
  sl_runtime_stop();
  return asked.result;
}

int sll_program(int argc, char **argv) {
  SllOptions options;
  SlError err;
  atexit(check_output);
  if (sll_options_parse(argc, argv, &options, &err) != SL_OK) {
    bool wrong = err.status != SL_ENOMEM;
    fprintf(stderr, "slavelab: %s\n%s", err.text, wrong ? "slavelab --help shows what there is.\n" : "");
    return wrong ? SLL_USAGE : SLL_FAILED;
  }
  SllExit result = SLL_DONE;
  if (options.action == SLL_ACTION_HELP)
    fputs(sll_options_help, stdout);
  else if (options.action == SLL_ACTION_VERSION)
    puts("slavelab " SLAVELAB_VERSION);
  else
    result = run_state(&options);
  sll_options_reset(&options);
  return (int)result;
}
