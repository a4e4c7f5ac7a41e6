/* The width of texts on a terminal, as core/base/width.h counts it. */
#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "core/base/width.h"

static int lab_text_width(lua_State *L) {
  SlStr text;
  text.bytes = luaL_checklstring(L, 1, &text.length);
  lua_pushinteger(L, sl_text_width(text));
  return 1;
}

static const SllFunction functions[] = {
    {"text_width", lab_text_width, "(text: string): integer",
     "The columns that a text takes on one line of a terminal: none for combining marks, two for East Asian wide letters and most "
     "emoji, one for all else.",
     "print(lab.text_width(\"Kent\"), lab.text_width(\"警察\"))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_width(lua_State *L) { sll_register(L, "lab", functions); }
