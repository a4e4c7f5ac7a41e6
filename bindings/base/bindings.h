/* bindings.h - what the binding files share: registration with documentation, errors, openers.
 *
 * The Lua surface is `lab`, a table of functions, and four kinds of userdata: table, column, expression and row. Each
 * binding file covers one area of core and has an opener, sll_open_X(L, lab), which lab.c calls in order.
 *
 * One set of docstrings: every function is registered together with its signature, text and an example that runs. They are
 * kept in one table, lab.docs(), which the prompt's help shows and from which bindings/slavelab.lua is generated.
 *
 * A function that owns core memory across a call that may raise holds it in a box (box.h), never in a local.
 */
#ifndef SLL_BINDINGS_H
#define SLL_BINDINGS_H

#include <lauxlib.h>
#include <lua.h>
#include <stdbool.h>

#include "core/base/status.h"
#include "core/base/str.h"

typedef struct SllFunction {
  const char *name;
  lua_CFunction function;
  const char *signature; /* in the words of LuaLS: "(path: string, options?: table): slavelab.Table" */
  const char *text;      /* one or two sentences: what it gives, the unit, what missing values do, when it raises */
  const char *example;   /* runs as it stands */
} SllFunction;

/* Sets the functions (the list ends with a NULL name) in the table on top of the stack and documents them under `owner`:
 * "lab" for fields of lab, else the kind whose methods they are: "table", "column", "expression". Both are constants, as the
 * documentation is made when it is first asked for. */
void sll_register(lua_State *L, const char *owner, const SllFunction *list);

/* Documents something that is registered another way. Its name in lab.docs() is "lab.NAME" or "OWNER:NAME". */
void sll_document(lua_State *L, const char *owner, const char *name, const char *signature, const char *text,
                  const char *example);

/* The same of something that is shipped: what a script has documented under that name stays. */
void sll_document_shipped(lua_State *L, const char *owner, const char *name, const char *signature, const char *text,
                          const char *example);

/* Calls document(L), which documents something shipped, when documentation is first asked for. */
void sll_document_later(lua_State *L, lua_CFunction document);

/* Pushes the table of documentation: name -> {owner=, name=, signature=, text=, example=}. */
void sll_push_docs(lua_State *L);

/* Loads every Lua module that makes a field of lab, so that all of them are documented. */
void sll_load_modules(lua_State *L);

/* --- errors ------------------------------------------------------------------------------------------------------------
 * A raised error is a string: the message, then "  in scripts/annual.lua:4", the nearest line that is not the library's
 * own (frames of modules lib.* and formats.* are passed over). */

_Noreturn int sll_raise(lua_State *L, const SlError *err); /* the one translation of core's errors */
_Noreturn int sll_fail(lua_State *L, const char *format, ...) SL_PRINTF(2, 3); /* the same for a message made here */
_Noreturn int sll_raise_text(lua_State *L);                /* the same for the string on top of the stack */

/* Pushes `; did you mean "a" or "b"?`, or "" when none of the names (a list at index) is near. names.c */
void sll_push_suggestion(lua_State *L, SlStr wanted, int names_index);
/* Pushes the same of a method that is the function of an expression, or `; here it is mean(x)` for a word of another tool
 * (core/base/foreign.h); `methods_only` when the answer, too, must be among the names. foreign.c */
void sll_push_foreign(lua_State *L, SlStr wanted, int names_index, bool methods_only);
/* By bytes: keys of a Lua table come in another order each run, and of equally near names the first is suggested. */
void sll_sort_names(SlStr *names, int64_t count);

/* --- openers ---------------------------------------------------------------------------------------------------------*/

/* The whole library; pushes `lab`. Loaded once a state: package.loaded.slavelab. */
int luaopen_slavelab(lua_State *L);

/* Each takes lab on top of the stack and leaves it there. */
void sll_open_files(lua_State *L);   /* files.c: read_file, write_file, list_folder, places, options, script_dir */
void sll_open_hash(lua_State *L);    /* hash.c: sha256, sha256_file */
void sll_open_inputs(lua_State *L);  /* inputs.c: inputs */
void sll_open_width(lua_State *L);   /* width.c: text_width */
void sll_open_alike(lua_State *L);   /* alike.c: alike */
void sll_open_json(lua_State *L);    /* json.c: json_decode, json_encode, json_list, json_object, null */
void sll_open_names(lua_State *L);   /* names.c: nearest */
void sll_open_lists(lua_State *L);   /* lists.c: the module slavelab.lists */
void sll_open_foreign(lua_State *L); /* foreign.c: the module slavelab.foreign */
void sll_open_expressions(lua_State *L); /* expression.c: col, expr, lit and the methods of expressions */
void sll_open_define(lua_State *L);      /* define.c: define */
void sll_open_rows(lua_State *L);        /* row.c: what a function of a row is given */
void sll_open_group_by(lua_State *L);     /* groupby.c and so on: methods of a table */
void sll_open_filter(lua_State *L);
void sll_open_mutate(lua_State *L);
void sll_open_summarise(lua_State *L);
void sll_open_sort(lua_State *L);
void sll_open_modules(lua_State *L); /* modules.c: lab.report and other fields that Lua modules make when first used */
void sll_open_session(lua_State *L); /* session.c: version, clock, threads, memory, try, docs */

#endif
