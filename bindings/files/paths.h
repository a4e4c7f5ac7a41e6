/* paths.h - where Lua files are looked for, in one order for all of them.
 *
 *     1 beside the script            a script's own folder
 *     2 the project                  the nearest folder `scripts` going up from the script, then from the current directory
 *     3 SLAVELAB_PATH                folders, separated by ":"
 *     4 yours                        $XDG_CONFIG_HOME/slavelab, else ~/.config/slavelab
 *     5 shipped                      the program's own scripts, found from where the program lies; of a program that was built and not
 *                                    installed, in the tree that it was built from
 *
 * The shipped folder always comes last, also when it is the project's or the script's own: a user's file wins over a
 * shipped one of the same name. A folder that does not exist is left out, none comes twice.
 * docs/paths.md says the same to users.
 */
#ifndef SLL_PATHS_H
#define SLL_PATHS_H

#include <lua.h>
#include <stdbool.h>

#include "core/base/str.h"

enum { SLL_PLACES_MOST = 64 };

typedef struct SllPlace {
  char *folder;     /* owned; relative to the current directory when it lies in it, else absolute; no slash at the end */
  const char *what; /* "beside the script", ... */
} SllPlace;

typedef struct SllPlaces {
  SllPlace list[SLL_PLACES_MOST];
  int count;
  bool has_shipped; /* the last one is the program's own */
} SllPlaces;

/* script may be NULL (no file: a chunk, the prompt, standard input). SL_ENOMEM at most. */
SlStatus sll_places_find(const char *script, SllPlaces *out, SlError *err);
void sll_places_reset(SllPlaces *places);

/* The path as it is best shown and opened: absolute and free of links and "..", or relative when it lies in the current
 * directory. A copy of the path itself when it does not exist. A new string for sl_free(); NULL without memory. */
char *sll_short_path(const char *path);

/* The path of a file of the user's own configuration folder (4), whether it exists or not. A new string for sl_free(); NULL
 * when there is no such folder to speak of, or no memory. */
char *sll_users_file(const char *name);

/* In the registry: the list that lab.places() gives. */
#define SLL_PLACES_KEY "slavelab.places"

/* Sets package.path so that require finds modules in the places, in order, before Lua's own, and what lab.places() gives. */
void sll_paths_use(lua_State *L, const SllPlaces *places);

#endif
