/* Texts that look alike, as core/base/alike.h compares them. */
#include <lauxlib.h>

#include "bindings/base/bindings.h"
#include "bindings/base/fields.h"
#include "core/base/alike.h"

static int lab_alike(lua_State *L) {
  SlStr text;
  text.bytes = luaL_checklstring(L, 1, &text.length);
  int32_t *room = lua_newuserdatauv(L, sl_text_alike_room(text) * sizeof *room, 0);
  SlStr form = sl_text_alike(text, room);
  SlStr unmarked = sl_text_unmarked(form);
  sll_push_str(L, form);
  if (unmarked.length == form.length) return 1;
  sll_push_str(L, unmarked);
  return 2;
}

static const SllFunction functions[] = {
    {"alike", lab_alike, "(text: string): string, string?",
     "The form in which texts that look alike are equal: letter case folded, accents in one character, runs of blanks (no-break spaces "
     "too) as one and none at the ends, dashes as hyphens, curly apostrophes as straight ones, characters that show nothing left out. To "
     "compare names by; not to be shown. Where marks stand at the end, (R) [note 1] *, the form without them, too.",
     "print(lab.alike(\"Kent\\u{a0}\") == lab.alike(\"KENT\"), lab.alike(\"Cafe\\u{301}\") == lab.alike(\"Café\"))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_alike(lua_State *L) { sll_register(L, "lab", functions); }
