#include "bindings/program/options.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/names.h"
#include "core/base/str.h"

const char sll_options_help[] =
  "slavelab - statistics on modern slavery, from CSV files to a report\n"
  "\n"
  "  slavelab                            the prompt; when standard input is no terminal, a script is read from it\n"
  "  slavelab SCRIPT [ARG...]            run a script (\"-\" is standard input); ARGs in the table arg\n"
  "  slavelab NAME [ARG...]              run the report of that name, e.g. slavelab annual\n"
  "  slavelab FILE.csv|.ods|.xlsx        the prompt with the file as t, a workbook as wb; on a pipe what is in it\n"
  "  slavelab -e CHUNK                   run a line of Lua and write its value; may be repeated, and a script may follow\n"
  "  slavelab -i SCRIPT [ARG...]         run a script, then the prompt\n"
  "  slavelab formats                    what is found, and the file each comes from; so do indicators and reports\n"
  "  slavelab check FOLDER               hold a data package to its description, its tie-outs and its sources\n"
  "  slavelab check FILE                 test a workbook (ODS, XLSX) or a page (HTML) against the rules of accessible tables\n"
  "  slavelab update FILE                take a newer release of a table into a data package (data/)\n"
  "  slavelab new report|indicator|format|foi NAME   write a commented start that runs as it is\n"
  "  slavelab help [NAME]                about a function, also by its name in R, pandas or SQL\n"
  "\n"
  "  -f, --format NAME|FILE.lua          how a report is written: text, markdown, html, csv, ... or a file of your own\n"
  "  -o, --output PATH                   where to; without -f the extension says how\n"
  "      --chart N                       which chart -o FILE.svg draws; -f, -o and --chart count behind the script's name, too\n"
  "      --threads N                     threads that work; one per core unless given\n"
  "      --max-memory SIZE               stop what would need more: 500M, 2G\n"
  "      --no-progress                   no progress on long loads\n"
  "      --no-init                       do not run $XDG_CONFIG_HOME/slavelab/init.lua first\n"
  "      --color auto|always|never       colour on the terminal\n"
  "      --repl-on-error                 when the script fails, the prompt, to look at what there is by then\n"
  "      --traceback                     with an error, every call that led to it\n"
  "      --                              the next word is the script, whatever it looks like\n"
  "  -h, --help      --version\n"
  "\n"
  "Exit status: 0 done, 1 the script or its data failed, 2 the command line is wrong, 130 interrupted.\n";

typedef enum Id {
  FORMAT, OUTPUT, CHART, CHUNK, INTERACTIVE, REPL_ON_ERROR, THREADS, MAX_MEMORY, NO_PROGRESS, NO_INIT, COLOR, TRACEBACK, VERSION, HELP
} Id;

typedef struct Known {
  const char *name;
  Id id;
  const char *value; /* what it takes, in words; NULL when it takes nothing */
  bool anywhere;     /* counts after the script's name too */
} Known;

static const Known known[] = {
  {"-f", FORMAT, "a format's name or a file: -f html", true},
  {"--format", FORMAT, "a format's name or a file: --format html", true},
  {"-o", OUTPUT, "a path: -o report.html", true},
  {"--output", OUTPUT, "a path: --output report.html", true},
  {"--chart", CHART, "a number: --chart 2", true},
  {"-e", CHUNK, "a line of Lua: -e 'print(1 + 1)'", false},
  {"-i", INTERACTIVE, NULL, false},
  {"--repl-on-error", REPL_ON_ERROR, NULL, false},
  {"--threads", THREADS, "a number: --threads 2", false},
  {"--max-memory", MAX_MEMORY, "a size: --max-memory 2G", false},
  {"--no-progress", NO_PROGRESS, NULL, false},
  {"--no-init", NO_INIT, NULL, false},
  {"--color", COLOR, "auto, always or never", false},
  {"--traceback", TRACEBACK, NULL, false},
  {"--version", VERSION, NULL, false},
  {"--help", HELP, NULL, false},
  {"-h", HELP, NULL, false},
};
enum { KNOWN_COUNT = sizeof known / sizeof known[0] };

static const char *const lists[] = {"formats", "indicators", "reports", "help"};

/* Words that are commands of their own, and the function that is handed the words behind them: (arg, whether somebody can be asked) -> status. */
static const SllCommand commands[] = {
  {"check", "lib.report.check_page", "command", true},
  {"new", "lib.new.new", "run", false},
  {"update", "lib.package.update.update_command", "run", false},
};

enum { MOST_THREADS = 1024, MOST_CHARTS = 9999 };

/* The option a word names, up to "=" for long ones; NULL when there is none. */
static const Known *find_known(const char *word) {
  const char *equals = strchr(word, '=');
  size_t length = word[1] == '-' && equals ? (size_t)(equals - word) : strlen(word);
  for (size_t i = 0; i < KNOWN_COUNT; i++)
    if (strlen(known[i].name) == length && memcmp(known[i].name, word, length) == 0) return &known[i];
  return NULL;
}

static SlStatus fail_unknown(const char *word, SlError *err) {
  const char *equals = strchr(word, '=');
  SlStr name = {word, equals ? (size_t)(equals - word) : strlen(word)};
  sl_fail(err, SL_EARG, "unknown option \"%.*s\"", SL_STR_ARGS(name));
  const char *nearest = NULL;
  if (word[1] == '-') { /* words alone, or the dashes would count as letters that are right */
    SlStr words[KNOWN_COUNT], near[3];
    int64_t count = 0;
    for (size_t i = 0; i < KNOWN_COUNT; i++)
      if (known[i].name[1] == '-') words[count++] = sl_str(known[i].name + 2);
    if (sl_nearest_names((SlStr){name.bytes + 2, name.length - 2}, words, count, near) > 0) nearest = near[0].bytes - 2;
  }
  /* -format for --format */
  if (!nearest && word[1] != '-')
    for (size_t i = 0; i < KNOWN_COUNT; i++)
      if (known[i].name[1] == '-' && strcmp(word + 1, known[i].name + 2) == 0) nearest = known[i].name;
  /* -fhtml is a habit from elsewhere; -oname too */
  if (!nearest && word[1] != '-' && name.length > 2)
    for (size_t i = 0; i < KNOWN_COUNT; i++)
      if (strncmp(word, known[i].name, 2) == 0 && known[i].name[1] != '-' && known[i].value) {
        sl_fail_more(err, "; write %s %s", known[i].name, word + 2);
        return SL_EARG;
      }
  if (nearest) sl_fail_more(err, "; did you mean %s?", nearest);
  return SL_EARG;
}

/* 1 .. most, digits alone. */
static bool read_count(const char *text, int most, int *out) {
  int value = 0;
  if (!*text) return false;
  for (; *text; text++) {
    if (*text < '0' || *text > '9') return false;
    value = value * 10 + (*text - '0');
    if (value > most) return false;
  }
  *out = value;
  return value > 0;
}

/* "500M", "2G", "1.5G", "64KiB", plain bytes; units are powers of 1024. */
static bool read_size(const char *text, size_t *out) {
  double value = 0, place = 1;
  bool digits = false, fraction = false;
  for (; (*text >= '0' && *text <= '9') || (*text == '.' && !fraction); text++) {
    if (*text == '.') {
      fraction = true;
      continue;
    }
    digits = true;
    if (fraction) place /= 10;
    value = fraction ? value + place * (*text - '0') : value * 10 + (*text - '0');
  }
  if (!digits) return false;
  static const char units[] = "KMGT";
  const char *unit = *text ? strchr(units, *text >= 'a' ? *text - 'a' + 'A' : *text) : NULL;
  if (unit) {
    for (const char *u = units; u <= unit; u++) value *= 1024;
    text++;
    if (*text == 'i' && text[1] == 'B') text++;
  }
  if (*text == 'B') text++;
  if (*text || value < 1 || value >= (double)(SIZE_MAX / 2)) return false;
  *out = (size_t)value;
  return true;
}

static SlStatus set_color(const char *value, SllOptions *options, SlError *err) {
  static const char *const names[] = {"auto", "always", "never"};
  for (int i = 0; i < 3; i++)
    if (strcmp(value, names[i]) == 0) {
      options->color = (SllColor)i;
      return SL_OK;
    }
  return sl_fail(err, SL_EARG, "--color takes auto, always or never, not \"%s\"", value);
}

static SlStatus set_option(const Known *option, const char *value, SllOptions *options, SlError *err) {
  switch (option->id) {
    case FORMAT: options->format = value; break;
    case OUTPUT: options->output = value; break;
    case CHART:
      if (!read_count(value, MOST_CHARTS, &options->chart)) return sl_fail(err, SL_EARG, "--chart takes a number from 1, not \"%s\"", value);
      break;
    case CHUNK: options->chunks[options->chunk_count++] = value; break;
    case INTERACTIVE: options->interactive = true; break;
    case REPL_ON_ERROR: options->repl_on_error = true; break;
    case THREADS:
      if (!read_count(value, MOST_THREADS, &options->threads))
        return sl_fail(err, SL_EARG, "--threads takes a number from 1 to %d, not \"%s\"", MOST_THREADS, value);
      break;
    case MAX_MEMORY:
      if (!read_size(value, &options->memory_limit))
        return sl_fail(err, SL_EARG, "--max-memory takes a size such as 500M or 2G, not \"%s\"", value);
      break;
    case NO_PROGRESS: options->no_progress = true; break;
    case NO_INIT: options->no_init = true; break;
    case COLOR: return set_color(value, options, err);
    case TRACEBACK: options->traceback = true; break;
    case VERSION: options->action = SLL_ACTION_VERSION; break;
    case HELP: options->action = SLL_ACTION_HELP; break;
  }
  return SL_OK;
}

/* Reads the option at argv[*at] with its value and moves *at to the last word it took. */
static SlStatus take_option(const Known *option, int argc, char *const *argv, int *at, SllOptions *options, SlError *err) {
  const char *word = argv[*at];
  const char *equals = word[1] == '-' ? strchr(word, '=') : NULL;
  const char *value = NULL;
  if (!option->value) {
    if (equals) return sl_fail(err, SL_EARG, "%s takes no value", option->name);
  } else if (equals) {
    value = equals + 1;
  } else if (*at + 1 < argc) {
    value = argv[++*at];
    /* "-o -f html": the path was forgotten. A line of Lua may begin with anything. */
    if (option->id != CHUNK && value[0] == '-' && value[1])
      return sl_fail(err, SL_EARG, "%s needs %s; \"%s\" is an option", option->name, option->value, value);
  }
  if (option->value && (!value || (!*value && option->id != CHUNK)))
    return sl_fail(err, SL_EARG, "%s needs %s", option->name, option->value);
  return set_option(option, value, options, err);
}

/* The words before the script's name; *at ends at the script, or at argc. */
static SlStatus read_own(int argc, char *const *argv, int *at, bool *literal, SllOptions *options, SlError *err) {
  for (; *at < argc; ++*at) {
    const char *word = argv[*at];
    if (strcmp(word, "--") == 0) {
      *literal = true;
      ++*at;
      return SL_OK;
    }
    if (word[0] != '-' || !word[1]) return SL_OK;
    const Known *option = find_known(word);
    if (!option) return fail_unknown(word, err);
    SlStatus status = take_option(option, argc, argv, at, options, err);
    if (status != SL_OK) return status;
    if (options->action != SLL_ACTION_RUN) return SL_OK;
  }
  return SL_OK;
}

/* The words behind it: the script's, except -f, -o and --chart. */
static SlStatus read_scripts(int argc, char *const *argv, int at, SllOptions *options, SlError *err) {
  bool own = true;
  for (; at < argc; at++) {
    if (strcmp(argv[at], "--") == 0) own = false;
    const Known *option = own && argv[at][0] == '-' ? find_known(argv[at]) : NULL;
    if (option && option->anywhere) {
      SlStatus status = take_option(option, argc, argv, &at, options, err);
      if (status != SL_OK) return status;
    } else {
      options->arguments[options->argument_count++] = argv[at];
    }
  }
  return SL_OK;
}

static bool is_list(const char *word) {
  for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
    if (strcmp(word, lists[i]) == 0) return true;
  return false;
}

static const SllCommand *find_command(const char *word) {
  for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
    if (strcmp(word, commands[i].word) == 0) return &commands[i];
  return NULL;
}

/* -f and -o belong to what makes a page, the rest to scripts. */
static SlStatus check_command(SllOptions *options, const SllCommand *command, SlError *err) {
  options->action = SLL_ACTION_COMMAND;
  options->command = command;
  options->script = NULL;
  const char *page = command->writes_page ? NULL : options->output ? "-o" : options->format ? "-f" : NULL;
  const char *extra = page ? page : options->chart ? "--chart" : options->chunk_count ? "-e" : options->interactive ? "-i" : options->repl_on_error ? "--repl-on-error" : NULL;
  if (extra) return sl_fail(err, SL_EARG, "%s has no meaning with %s; a script of that name runs as ./%s", extra, command->word, command->word);
  return SL_OK;
}

static SlStatus check_list(SllOptions *options, SlError *err) {
  options->action = SLL_ACTION_LIST;
  options->list = options->script;
  options->script = NULL;
  bool helps = strcmp(options->list, "help") == 0;
  if (options->argument_count > (helps ? 1 : 0))
    return sl_fail(err, SL_EARG, "%s takes %s after it, and was given \"%s\"; a script of that name runs as ./%s", options->list,
                   helps ? "one name" : "nothing", options->arguments[helps ? 1 : 0], options->list);
  const char *extra = options->output ? "-o" : options->format ? "-f" : options->chart ? "--chart" : options->chunk_count ? "-e" : options->interactive ? "-i" : NULL;
  if (extra)
    return sl_fail(err, SL_EARG, "%s has no meaning with %s, which only lists; a script of that name runs as ./%s", extra,
                   options->list, options->list);
  return SL_OK;
}

static SlStatus parse(int argc, char *const *argv, SllOptions *options, SlError *err) {
  int at = 1;
  bool literal = false;
  SlStatus status = read_own(argc, argv, &at, &literal, options, err);
  if (status != SL_OK || options->action != SLL_ACTION_RUN) return status;
  if (at < argc) {
    options->script = argv[at];
    status = read_scripts(argc, argv, at + 1, options, err);
    if (status != SL_OK) return status;
  }
  if (options->script && !*options->script) return sl_fail(err, SL_EARG, "the script's name is empty");
  if (literal && !options->script) return sl_fail(err, SL_EARG, "-- needs a script's name after it");
  if (options->script && !literal && is_list(options->script)) return check_list(options, err);
  const SllCommand *command = options->script && !literal ? find_command(options->script) : NULL;
  if (command) return check_command(options, command, err);
  if (options->repl_on_error && !options->script && !options->chunk_count)
    return sl_fail(err, SL_EARG, "--repl-on-error needs a script that may fail");
  if (options->interactive && !options->script)
    return sl_fail(err, SL_EARG, "-i needs a script to run first; the prompt alone is slavelab without arguments");
  if (options->interactive && strcmp(options->script, "-") == 0)
    return sl_fail(err, SL_EARG, "-i cannot read both the script and the prompt from standard input");
  if (!options->script && options->chunk_count == 0) options->action = SLL_ACTION_REPL;
  return SL_OK;
}

SlStatus sll_options_parse(int argc, char *const *argv, SllOptions *options, SlError *err) {
  SllOptions found = {0};
  size_t most = argc > 0 ? (size_t)argc : 1;
  found.chunks = sl_alloc_zeroed(most, sizeof *found.chunks);
  found.arguments = sl_alloc_zeroed(most, sizeof *found.arguments);
  SlStatus status = found.chunks && found.arguments ? parse(argc, argv, &found, err)
                                                    : sl_fail_alloc(err, most * sizeof *found.chunks);
  if (status == SL_OK)
    *options = found;
  else
    sll_options_reset(&found);
  return status;
}

void sll_options_reset(SllOptions *options) {
  sl_free(options->chunks);
  sl_free(options->arguments);
  *options = (SllOptions){0};
}
