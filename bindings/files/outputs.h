/* outputs.h - what a run writes to the file of --output, kept until the run has succeeded: one that fails leaves the old file.
 *
 *     keep -> lab.write_output, lab.write_output ... -> the script has ended well: write       else: the state is closed, nothing written
 *
 * What is kept are texts of Lua in the registry, in the order in which they came. At the prompt, and where nothing was kept,
 * lab.write_output writes at once.
 */
#ifndef SLL_OUTPUTS_H
#define SLL_OUTPUTS_H

#include <lua.h>
#include <stdbool.h>

/* From here on outputs are kept. */
void sll_outputs_keep(lua_State *L);

/* Writes what is kept, in order, and keeps no more. False when a file could not be written; the reason is printed. */
bool sll_outputs_write(lua_State *L);

/* Drops what is kept, and keeps no more: what is written after this is written at once. */
void sll_outputs_forget(lua_State *L);

/* lab.write_output; os.exit writes what is kept when it leaves with success. */
void sll_open_outputs(lua_State *L);

#endif
