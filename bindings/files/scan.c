/* What lib.scan, the pipeline over a file, needs of C: the module "slavelab.scan". Its functions are for that module alone.
 *
 *     open(path, options)      chunks of a CSV file, or nil when it must be read whole
 *       chunks:names()         of all columns of the file
 *       chunks:advise()        adds notices about the head of the file, before the first table or prove_text
 *       chunks:prove_text()    false when a later byte makes the header another; the chunks are good for their names only then
 *       chunks:prove()         the types of all rows, before the first table; false when it must be read whole
 *       chunks:next()          a table; nil at the end; "again": what came before is void; "whole": read it whole
 *       chunks:preamble()      once all tables were given out and the file was entered: texts of the lines skipped, or nil
 *       chunks:mark()          what the file was when it was opened, for problems()
 *       chunks:watch(path)     says on standard error how far it is, until the chunks are closed
 *       chunks:close()
 *     problems(path, options, mark)   t:problems() of the file read whole, without a notice; nil when there are none. The file must be
 *                              what chunks:mark() says
 *     glob(pattern)            paths that match, in order
 *     enter(path, chunks)      the file among the inputs of this run, once its chunks have been read
 *     evaluable(value, what)   a text parsed; everything else as it is
 *     named(verb, t, params, ...)   the arguments of mutate and summarise as a list { name, value, name, value ... }; t is a table whose
 *                              columns "over" looks at, params has the $values for that; nil: there are none
 *     over(text)               the condition of "mean(*) over condition"; nil when the text is no such thing
 *     call(name, ...)          a call of a function with expressions for arguments, also of one whose name nobody can write
 *     columns(expr)            names of the columns it mentions, each once
 *     params(expr)             names of the values handed in that it uses, each once
 *     calls(expr)              names of the functions it calls, each once
 *     operands(expr)           the sign of an operation, "==" or "and" or "between", and its operands; nil and none of anything else but a
 *                              call, which has operands
 *     split(expr)              the expression with its aggregates replaced by columns "\1" .. "1", "\1" .. "2" ... (no column
 *                              of a file is called so), and the list of these: { name = "sum", arguments = { expr, ... } }
 *     chunk_bytes(bytes)       for tests: how much text is a chunk; 0 is the usual
 */
#include <glob.h>
#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/box.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"
#include "bindings/base/modules/module.h"
#include "bindings/files/csv.h"
#include "bindings/files/csv_options.h"
#include "bindings/files/inputs.h"
#include "bindings/files/progress.h"
#include "bindings/objects/table.h"
#include "bindings/verbs/expressions/evaluate.h"
#include "bindings/verbs/expressions/expression.h"
#include "bindings/verbs/expressions/named.h"
#include "core/base/alloc.h"
#include "core/csv/chunks.h"
#include "core/csv/feed.h"
#include "core/expr/rewrite.h"
#include "core/query/aggregate.h"

#define CHUNKS "slavelab.Chunks"

/* --- chunks ------------------------------------------------------------------------------------------------------- */

typedef struct Chunks {
  SlCsvChunks *chunks; /* NULL: closed */
  bool watched;        /* from the first of them to the end */
} Chunks;

static SlCsvChunks *check_chunks(lua_State *L) {
  Chunks *box = luaL_checkudata(L, 1, CHUNKS);
  if (!box->chunks) sll_fail(L, "the chunks are closed");
  return box->chunks;
}

static int chunks_close(lua_State *L) {
  Chunks *box = luaL_checkudata(L, 1, CHUNKS);
  if (box->watched) sll_progress_stop();
  sl_csv_chunks_close(box->chunks);
  *box = (Chunks){0};
  return 0;
}

static int chunks_names(lua_State *L) {
  const SlStr *names;
  int64_t count = sl_csv_chunks_names(check_chunks(L), &names);
  lua_createtable(L, (int)count, 0);
  for (int64_t i = 0; i < count; i++) {
    sll_push_str(L, names[i]);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

static int chunks_next(lua_State *L) {
  check_chunks(L);
  SlTable **box = sll_new_table(L);
  SlCsvChunks *chunks = check_chunks(L); /* a finalizer may have closed them */
  SlChunksState state;
  SlError err;
  if (sl_csv_chunks_next(chunks, box, &state, &err) != SL_OK) return sll_raise(L, &err);
  switch (state) {
    case SL_CHUNKS_TABLE: sll_table_done(L); break;
    case SL_CHUNKS_END: lua_pushnil(L); break;
    case SL_CHUNKS_AGAIN: lua_pushliteral(L, "again"); break;
    case SL_CHUNKS_WHOLE: lua_pushliteral(L, "whole"); break;
  }
  return 1;
}

static int chunks_prove_text(lua_State *L) {
  bool valid;
  SlError err;
  if (sl_csv_chunks_prove_text(check_chunks(L), &valid, &err) != SL_OK) return sll_raise(L, &err);
  lua_pushboolean(L, valid);
  return 1;
}

static int chunks_advise(lua_State *L) {
  SlError err;
  if (sl_csv_chunks_advise(check_chunks(L), &err) != SL_OK) return sll_raise(L, &err);
  return 0;
}

static int chunks_preamble(lua_State *L) {
  check_chunks(L);
  SlTable **box = sll_new_table(L);
  SlError err;
  if (sl_csv_chunks_preamble(check_chunks(L), box, &err) != SL_OK) return sll_raise(L, &err);
  sll_push_lines(L, *box);
  return 1;
}

static int chunks_prove(lua_State *L) {
  SlChunksState state;
  SlError err;
  if (sl_csv_chunks_prove(check_chunks(L), &state, &err) != SL_OK) return sll_raise(L, &err);
  lua_pushboolean(L, state == SL_CHUNKS_TABLE);
  return 1;
}

static int scan_open(lua_State *L) {
  const char *path = sll_check_text(L, 1, "scan_csv: path").bytes;
  lua_settop(L, 2);
  SlCsvOptions options = sll_check_csv_options(L, 2, "scan_csv");
  int last = lua_gettop(L);
  Chunks *box = lua_newuserdatauv(L, sizeof *box, 1);
  *box = (Chunks){0};
  luaL_setmetatable(L, CHUNKS);
  lua_createtable(L, last, 0); /* what the options live in */
  for (int i = 1; i <= last; i++) {
    lua_pushvalue(L, i);
    lua_rawseti(L, -2, i);
  }
  lua_setiuservalue(L, -2, 1);
  SlChunksState state;
  SlError err;
  if (sl_csv_chunks_open(path, &options, &box->chunks, &state, &err) != SL_OK) return sll_raise(L, &err);
  if (state == SL_CHUNKS_WHOLE) lua_pushnil(L);
  return 1;
}

/* (path, chunks) */
static int scan_notices(lua_State *L) {
  const char *path = sll_check_text(L, 1, "path").bytes;
  const Chunks *box = luaL_checkudata(L, 2, CHUNKS);
  if (box->chunks) sll_print_notices(L, path, sl_csv_chunks_notices(box->chunks));
  return 0;
}

static int chunks_mark(lua_State *L) {
  const SlFileMark *mark = sl_csv_chunks_mark(check_chunks(L));
  lua_pushlstring(L, (const char *)mark, sizeof *mark);
  return 1;
}

/* (path, options, mark) */
static int scan_problems(lua_State *L) {
  const char *path = sll_check_text(L, 1, "path").bytes;
  SlStr mark = sll_check_text(L, 3, "mark");
  SlCsvOptions options = sll_check_csv_options(L, 2, "scan_csv");
  SlTable **box = sll_new_table(L);
  SlCsvReport report;
  SlError err;
  sl_csv_report_init(&report);
  SlStatus status = sl_csv_read(path, &options, box, &report, &err);
  if (status == SL_OK && (mark.length != sizeof report.mark || !sl_file_marks_equal((const SlFileMark *)(const void *)mark.bytes, &report.mark)))
    status = sl_fail_changed(path, &err);
  sl_table_release(*box);
  *box = report.problems; /* in its place: may be NULL */
  report.problems = NULL;
  sl_csv_report_reset(&report);
  if (status != SL_OK) return sll_raise(L, &err);
  if (!*box) {
    lua_pushnil(L);
    return 1;
  }
  sll_table_done(L);
  return 1;
}

/* (chunks, path): what is long is told until the chunks are closed. */
static int chunks_watch(lua_State *L) {
  check_chunks(L);
  Chunks *box = lua_touserdata(L, 1);
  box->watched = box->watched || sll_progress_start(L, sll_check_text(L, 2, "path").bytes);
  return 0;
}

static int scan_chunk_bytes(lua_State *L) {
  sl_feed_set_chunk_bytes((size_t)luaL_checkinteger(L, 1));
  return 0;
}

/* (path, chunks) */
static int scan_enter(lua_State *L) {
  const char *path = sll_check_text(L, 1, "path").bytes;
  const Chunks *box = luaL_checkudata(L, 2, CHUNKS);
  if (!box->chunks) return sll_fail(L, "the chunks are closed");
  SlFileMark mark = *sl_csv_chunks_mark(box->chunks); /* a finalizer may close them */
  int64_t rows = sl_csv_chunks_rows(box->chunks);
  SlError err;
  if (sl_csv_chunks_doubt_rows(box->chunks, &err) != SL_OK) return sll_raise(L, &err);
  sll_push_read_notes(L, path, sl_csv_chunks_notes(box->chunks));
  if (box->chunks) sll_print_notices(L, path, sl_csv_chunks_late_notices(box->chunks));
  sll_input_enter(L, path, rows, 0, &mark, NULL);
  return 1;
}

static void free_glob(void *found) {
  globfree(found);
  sl_free(found);
}

/* A pattern: the paths that match, in order. None is no failure; a folder that cannot be read is passed over. */
static int scan_glob(lua_State *L) {
  const char *pattern = sll_check_text(L, 1, "pattern").bytes;
  void **slot = sll_new_holder(L, free_glob);
  glob_t *found = sl_alloc_zeroed(1, sizeof *found);
  if (!found) return sll_fail(L, "out of memory");
  *slot = found;
  if (glob(pattern, 0, NULL, found) == GLOB_NOSPACE) return sll_fail(L, "out of memory");
  lua_createtable(L, (int)found->gl_pathc, 0);
  for (size_t i = 0; i < found->gl_pathc; i++) {
    lua_pushstring(L, found->gl_pathv[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

/* --- expressions -------------------------------------------------------------------------------------------------- */

static int scan_evaluable(lua_State *L) {
  const char *what = sll_check_text(L, 2, "what").bytes;
  sll_to_evaluable(L, 1, what);
  lua_settop(L, 1);
  return 1;
}

static int scan_call(lua_State *L) {
  enum { MOST_ARGUMENTS = 4 };
  SlStr name = sll_check_text(L, 1, "function");
  int last = lua_gettop(L);
  SlExpr *arguments[MOST_ARGUMENTS];
  luaL_argcheck(L, last - 1 <= MOST_ARGUMENTS, last, "too many arguments");
  SlExpr **box = sll_new_expression(L);
  for (int i = 2; i <= last; i++) arguments[i - 2] = sll_check_expression(L, i);
  *box = sl_expr_call(name, arguments, last - 1);
  if (!*box) return sll_fail(L, "out of memory");
  return 1;
}

static int scan_named(lua_State *L) {
  const char *verb = sll_check_text(L, 1, "verb").bytes;
  SllOver over = {lua_isnil(L, 2) ? 0 : 2, lua_isnil(L, 3) ? 0 : 3};
  lua_Integer count = sll_push_named(L, verb, over, 4, lua_gettop(L));
  for (lua_Integer i = (lua_Integer)lua_rawlen(L, -1); i > 2 * count; i--) { /* conditions of "over" */
    lua_pushnil(L);
    lua_rawseti(L, -2, i);
  }
  return 1;
}

static int scan_over(lua_State *L) {
  return sll_push_over_condition(L, sll_check_text(L, 1, "over")) ? 1 : 0;
}

/* Adds the name to the list on top unless it is there: list[n], and list[name]. */
static void add_name(void *context, SlStr name) {
  lua_State *L = context;
  sll_push_str(L, name);
  lua_pushvalue(L, -1);
  if (lua_rawget(L, -3) == LUA_TNIL) {
    lua_pushvalue(L, -2);
    lua_pushboolean(L, 1);
    lua_rawset(L, -5);
    lua_pushvalue(L, -2);
    lua_rawseti(L, -4, (lua_Integer)lua_rawlen(L, -4) + 1);
  }
  lua_pop(L, 2);
}

/* The names that a walk of the expression at 1 finds. */
static int push_names(lua_State *L, void (*walk)(const SlExpr *expr, void (*visit)(void *context, SlStr name), void *context)) {
  const SlExpr *expr = sll_check_expression(L, 1);
  lua_newtable(L);
  luaL_checkstack(L, 8, NULL);
  walk(expr, add_name, L);
  return 1;
}

static int scan_columns(lua_State *L) { return push_names(L, sl_expr_columns); }
static int scan_calls(lua_State *L) { return push_names(L, sl_expr_calls); }
static int scan_params(lua_State *L) { return push_names(L, sl_expr_params); }

static int scan_operands(lua_State *L) {
  SlExpr *expr = sll_hold_expression(L, 1);
  lua_settop(L, 1);
  lua_pushstring(L, sl_expr_operator(expr)); /* nil for NULL */
  lua_newtable(L);
  for (int64_t i = 0; i < sl_expr_operand_count(expr); i++) {
    *sll_new_expression(L) = sl_expr_retain((SlExpr *)sl_expr_operand(expr, i)); /* counting is not a change */
    lua_rawseti(L, -2, i + 1);
  }
  return 2;
}

enum { MOST_AGGREGATES = 64 };

typedef struct Split { /* aggregates found; the arguments are borrowed from the tree that was split */
  struct {
    SlStr function;
    SlExpr *const *arguments;
    int64_t count;
  } found[MOST_AGGREGATES];
  int64_t count;
} Split;

static SlStatus replace_aggregate(void *context, SlStr function, SlExpr *const *arguments, int64_t count, SlExpr **out, SlError *err) {
  Split *split = context;
  SlAggregate aggregate;
  if (!sl_aggregate_find(function, &aggregate)) return SL_OK;
  if (split->count == MOST_AGGREGATES)
    return sl_fail(err, SL_EARG, "more than %d aggregates in one expression", MOST_AGGREGATES);
  split->found[split->count].function = function;
  split->found[split->count].arguments = arguments;
  split->found[split->count++].count = count;
  SlBuf name;
  sl_buf_init(&name);
  sl_buf_printf(&name, "\1%lld", (long long)split->count);
  *out = name.failed ? NULL : sl_expr_column(sl_buf_str(&name));
  sl_buf_reset(&name);
  return *out ? SL_OK : sl_fail_alloc(err, sizeof(void *));
}

static int scan_split(lua_State *L) {
  SlExpr *expr = sll_check_expression(L, 1);
  Split *split = lua_newuserdatauv(L, sizeof *split, 0);
  split->count = 0;
  SlExpr **rest = sll_new_expression(L);
  SlError err;
  if (sl_expr_rewrite(expr, replace_aggregate, split, rest, &err) != SL_OK) return sll_raise(L, &err);
  lua_createtable(L, (int)split->count, 0);
  for (int64_t i = 0; i < split->count; i++) {
    lua_createtable(L, 0, 2);
    sll_set_text(L, "name", split->found[i].function);
    lua_createtable(L, (int)split->found[i].count, 0);
    for (int64_t a = 0; a < split->found[i].count; a++) {
      *sll_new_expression(L) = sl_expr_retain(split->found[i].arguments[a]);
      lua_rawseti(L, -2, a + 1);
    }
    lua_setfield(L, -2, "arguments");
    lua_rawseti(L, -2, i + 1);
  }
  return 2;
}

/* --- the module --------------------------------------------------------------------------------------------------- */

void sll_open_scan(lua_State *L) {
  static const luaL_Reg chunk_methods[] = {
      {"names", chunks_names}, {"prove", chunks_prove}, {"prove_text", chunks_prove_text},
      {"advise", chunks_advise}, {"mark", chunks_mark}, {"preamble", chunks_preamble}, {"next", chunks_next}, {"close", chunks_close},
      {"watch", chunks_watch}, {NULL, NULL}};
  static const luaL_Reg functions[] = {{"open", scan_open},       {"notices", scan_notices}, {"enter", scan_enter}, {"problems", scan_problems}, {"glob", scan_glob},
                                       {"evaluable", scan_evaluable}, {"named", scan_named}, {"over", scan_over}, {"operands", scan_operands}, {"call", scan_call}, {"columns", scan_columns},
                                       {"params", scan_params},   {"calls", scan_calls},     {"split", scan_split},     {"chunk_bytes", scan_chunk_bytes},
                                       {NULL, NULL}};
  luaL_newmetatable(L, CHUNKS);
  luaL_newlib(L, chunk_methods);
  lua_setfield(L, -2, "__index");
  lua_pushcfunction(L, chunks_close);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "__gc");
  lua_setfield(L, -2, "__close");
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  /* Functions that stand for a value a row: their names are told so that the others are known. */
  lua_newtable(L);
  for (int64_t i = 0; sl_scalar_function(i); i++) {
    if (sl_scalar_function_is_whole(i)) continue;
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, sl_scalar_function(i)->name);
  }
  lua_setfield(L, -2, "scalars");
  sll_provide(L, "slavelab.scan");
}
