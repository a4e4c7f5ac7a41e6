/* options.h - the command line, read and checked; nothing is run or printed here.
 *
 *     slavelab -f html  scripts/annual.lua  --year 2023 -o out.html
 *              options  the script          its arguments, except -f, -o and --chart, which count on either side
 *
 * Everything else after the script's name is the script's, in the order given. "--" before it ends the program's options
 * (the next word is the script even when it begins with "-" or is called "formats" or "check"); "--" behind it is the script's too,
 * and nothing after that is looked at.
 *
 * Ownership: the texts are borrowed from argv; sll_options_reset() frees the two arrays.
 */
#ifndef SLL_OPTIONS_H
#define SLL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/status.h"

typedef enum SllAction {
  SLL_ACTION_RUN,  /* the chunks in order, then the script when there is one */
  SLL_ACTION_REPL, /* neither was given: the REPL when standard input is a terminal, otherwise the script is read from it */
  SLL_ACTION_COMMAND, /* slavelab check FOLDER, update FILE: the words behind it are its own */
  SLL_ACTION_LIST, /* slavelab formats | indicators | reports | help [NAME] */
  SLL_ACTION_HELP,
  SLL_ACTION_VERSION
} SllAction;

typedef enum SllColor { SLL_COLOR_AUTO, SLL_COLOR_ALWAYS, SLL_COLOR_NEVER } SllColor;

/* A command that is written in Lua: module[function](arg, whether somebody can be asked at a terminal) gives the exit status. */
typedef struct SllCommand {
  const char *word, *module, *function;
  bool writes_page; /* as -f and -o say */
} SllCommand;

typedef struct SllOptions {
  SllAction action;
  const char *script;     /* as given; "-" is standard input; NULL when there is none */
  const SllCommand *command; /* COMMAND: which; NULL otherwise */
  const char *list;       /* LIST: "formats", "indicators", "reports", or "help", whose NAME is the argument */
  const char **chunks;    /* owned array: each -e, in order */
  int chunk_count;
  const char **arguments; /* owned array: what the script gets as arg[1] ... */
  int argument_count;
  const char *format;     /* NULL unless given; the last one counts */
  const char *output;
  int chart;              /* which chart of a report is meant; 0 unless given */
  int threads;            /* 0: one per core */
  size_t memory_limit;    /* bytes; 0: none */
  SllColor color;
  bool interactive;       /* -i: the REPL after the script */
  bool repl_on_error;     /* the REPL after a script or chunk that failed */
  bool no_progress;
  bool no_init;
  bool traceback;
} SllOptions;

/* SL_EARG with one sentence when the command line is wrong; nothing needs freeing then. argv[0] is skipped. */
SlStatus sll_options_parse(int argc, char *const *argv, SllOptions *options, SlError *err);
void sll_options_reset(SllOptions *options); /* safe on a zeroed one */

/* What --help prints: under 32 lines, and only what exists. */
extern const char sll_options_help[];

#endif
