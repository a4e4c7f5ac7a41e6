/* manifest.h - which module of Lua makes which method of tables, which field of lab and which function of expressions.
 *
 *     "methods"   "share"    ->  "lib.verbs.verbs"
 *     "fields"    "report"   ->  "lib.report.report"
 *     "functions" "force_code" -> "lib.package.lookups.force_code"
 *
 * The list is scripts/lib/manifest.lua, so that a verb written in Lua needs no compiler. It is read when it is first asked
 * for. A program without scripts (a test in C) has an empty one.
 */
#ifndef SLL_MANIFEST_H
#define SLL_MANIFEST_H

#include <lua.h>
#include <stdbool.h>

/* Pushes a part of the manifest, "methods", "fields" or "functions": { name = module }. It is the one that everybody reads: callers leave it as it is. */
void sll_push_manifest(lua_State *L, const char *part);

/* Requires the module that makes what is named at index and pushes its value; false, and nothing pushed, when none does. */
bool sll_require_for(lua_State *L, const char *part, int name);

/* Requires every module of a part. */
void sll_require_all(lua_State *L, const char *part);

#endif
