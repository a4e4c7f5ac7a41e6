/* Words of other tools (core/base/foreign.h): in messages of methods, and as the module "slavelab.foreign" for scripts/lib and tests.
 *
 *     answer(kind, word)    what it is here, for kind "function", "verb" or "option"; "" when nothing, nil when the word is not known
 *     rows()                the table: { { kind =, answer =, words = "avg average" }, ... }
 */
#include "core/base/foreign.h"

#include <lauxlib.h>
#include <string.h>

#include "bindings/base/bindings.h"
#include "bindings/base/check.h"
#include "bindings/base/modules/module.h"

static const char *const kinds[] = {"function", "verb", "option", NULL};

/* Pushes the name of the function that the answer calls, "mean" of "mean(x)"; false when it is an operation. */
static bool push_called(lua_State *L, const char *answer) {
  const char *open = strchr(answer, '(');
  if (!open || strchr(answer, ' ') || open == answer) return false;
  lua_pushlstring(L, answer, (size_t)(open - answer));
  return true;
}

/* The text on top is one of the list at `list`. */
static bool is_listed(lua_State *L, int list) {
  bool found = false;
  for (lua_Integer i = 1, count = (lua_Integer)lua_rawlen(L, list); i <= count && !found; i++) {
    lua_rawgeti(L, list, i);
    found = lua_rawequal(L, -1, -2);
    lua_pop(L, 1);
  }
  return found;
}

void sll_push_foreign(lua_State *L, SlStr wanted, int names_index, bool methods_only) {
  names_index = lua_absindex(L, names_index);
  const char *answer = sl_foreign_answer(SL_FOREIGN_FUNCTION, wanted);
  if (!answer) {
    sll_push_suggestion(L, wanted, names_index);
  } else if (*answer && !methods_only) {
    lua_pushfstring(L, "; here it is %s", answer);
  } else if (*answer && push_called(L, answer)) {
    bool there = is_listed(L, names_index);
    lua_pushfstring(L, there ? "; here it is %s" : "", lua_tostring(L, -1));
    lua_remove(L, -2);
  } else {
    lua_pushliteral(L, "");
  }
}

static int foreign_answer(lua_State *L) {
  SlForeignKind kind = (SlForeignKind)luaL_checkoption(L, 1, NULL, kinds);
  const char *answer = sl_foreign_answer(kind, sll_check_text(L, 2, "word"));
  if (!answer) return 0;
  lua_pushstring(L, answer);
  return 1;
}

static int foreign_rows(lua_State *L) {
  const SlForeign *row;
  lua_newtable(L);
  for (int64_t i = 0; (row = sl_foreign_row(i)) != NULL; i++) {
    lua_createtable(L, 0, 3);
    lua_pushstring(L, kinds[row->kind]);
    lua_setfield(L, -2, "kind");
    lua_pushstring(L, row->answer);
    lua_setfield(L, -2, "answer");
    lua_pushstring(L, row->words);
    lua_setfield(L, -2, "words");
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

void sll_open_foreign(lua_State *L) {
  static const luaL_Reg functions[] = {{"answer", foreign_answer}, {"rows", foreign_rows}, {NULL, NULL}};
  luaL_newlib(L, functions);
  sll_provide(L, "slavelab.foreign");
}
