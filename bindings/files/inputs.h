/* inputs.h - which files this run has read, for the methods note of a report.
 *
 * Every file read is entered once, in the order of first reading: { path=, bytes=, rows=, rejected=, sha256= }. The SHA-256
 * is worked out when it is first asked for. Whoever knows more of a file sets fields beside these: title, publisher,
 * date, url, licence, or sources, a list of such tables (lab.package does).
 * Private to bindings/files.
 */
#ifndef SLL_INPUTS_H
#define SLL_INPUTS_H

#include <lua.h>
#include <stdint.h>

#include "core/base/file.h"

/* Enters a file; one that is entered already and has not changed gets the new counts. rows and rejected are -1 when the
 * file is no table. `content` is what was read, for sources that cannot be read a second time (standard input, a pipe):
 * it is hashed at once; NULL for files. `mark` is what the file was when it was read, so that a hash is never that of a later state;
 * NULL: what it is now. May raise. */
void sll_input_enter(lua_State *L, const char *path, int64_t rows, int64_t rejected, const SlFileMark *mark, const SlStr *content);

#endif
