/* progress.h - a line on standard error that tells how far a long read is.
 *
 *     street.csv  1.2 of 5.1 GB  23,000,000 rows  1.1 GB/s  4 s left
 *
 * Only on a terminal, only after a second, and not with --no-progress. A thread looks at core/base/progress.h five times a
 * second and writes the line anew; it is erased when the read ends.
 * Private to bindings/files.
 */
#ifndef SLL_PROGRESS_H
#define SLL_PROGRESS_H

#include <lua.h>
#include <stdbool.h>

/* Begins to watch, when a read of the file at path (NULL: of what length nobody knows) may be long. True: sll_progress_stop()
 * must be called before anything is raised. */
bool sll_progress_start(lua_State *L, const char *path);
void sll_progress_stop(void);

#endif
