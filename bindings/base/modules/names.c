/* What a misspelt name may have meant, for messages made in bindings and in Lua. The rule is core's (core/base/names.h). */
#include "core/base/names.h"

#include <stdlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/check.h"
#include "bindings/base/fields.h"

/* Pushes an array of the texts in the list at index, up to its first hole; what is no text is passed over. */
static SlStr *read_names(lua_State *L, int index, int64_t *count) {
  lua_newtable(L);
  lua_Integer found = 0;
  for (lua_Integer i = 1; lua_rawgeti(L, index, i) != LUA_TNIL; i++) {
    if (lua_type(L, -1) == LUA_TSTRING)
      lua_rawseti(L, -2, ++found);
    else
      lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return sll_list_to_names(L, count);
}

static int compare_names(const void *a, const void *b) { return sl_str_compare(*(const SlStr *)a, *(const SlStr *)b); }

void sll_sort_names(SlStr *names, int64_t count) { qsort(names, (size_t)count, sizeof *names, compare_names); }

void sll_push_suggestion(lua_State *L, SlStr wanted, int names_index) {
  int64_t count;
  SlStr *names = read_names(L, lua_absindex(L, names_index), &count);
  sll_sort_names(names, count);
  SlError err;
  sl_fail(&err, SL_ENAME, "%s", "");
  sl_fail_suggest(&err, wanted, names, count);
  lua_pushstring(L, err.text);
  lua_remove(L, -2);
}

static const char *const nearest_options[] = {"misspelt", NULL};

static int lab_nearest(lua_State *L) {
  SlStr wanted;
  wanted.bytes = luaL_checklstring(L, 1, &wanted.length);
  luaL_checktype(L, 2, LUA_TTABLE);
  sll_check_plain(L, 2, "lab.nearest");
  bool misspelt = false;
  sll_check_options(L, 3, "lab.nearest", nearest_options);
  sll_option_boolean(L, 3, "lab.nearest", "misspelt", &misspelt);
  int64_t count, kept = 0;
  SlStr *names = read_names(L, 2, &count), nearest[3];
  for (int64_t i = 0; i < count; i++)
    if (!misspelt || sl_is_misspelt(wanted, names[i])) names[kept++] = names[i];
  int found = sl_nearest_names(wanted, names, kept, nearest);
  lua_createtable(L, found, 0);
  for (int i = 0; i < found; i++) {
    sll_push_str(L, nearest[i]);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

static const SllFunction functions[] = {
    {"nearest", lab_nearest, "(name: string, names: string[], options?: {misspelt?: boolean}): string[]",
     "Up to three of the names that a misspelt one may have meant, best first: a few letters away, letter case aside, or "
     "holding the name or held by it; misspelt = true leaves those out that are near for that alone. Every message that asks "
     "\"did you mean\" goes by this.",
     "print(lab.nearest(\"peplx\", { \"force\", \"people\" })[1])"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_names(lua_State *L) { sll_register(L, "lab", functions); }
