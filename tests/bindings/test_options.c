/* The command line, as design and --help describe it. */
#include "bindings/program/options.h"
#include "tests/support/test.h"

enum { MOST_WORDS = 16 };

/* Cuts a line into words at spaces; argv[0] is the program. Words are kept in the buffer given. */
static SlStatus parse_line(const char *line, char *buffer, SllOptions *options, SlError *err) {
  char *argv[MOST_WORDS] = {buffer};
  int argc = 1;
  strcpy(buffer, "slavelab");
  char *rest = buffer + sizeof "slavelab";
  strcpy(rest, line);
  for (char *word = strtok(rest, " "); word; word = strtok(NULL, " ")) {
    assert_true(argc < MOST_WORDS);
    argv[argc++] = word;
  }
  return sll_options_parse(argc, argv, options, err);
}

static void assert_text(const char *actual, const char *expected) {
  if (!expected || !actual)
    assert_ptr_equal(actual, expected);
  else
    assert_string_equal(actual, expected);
}

/* --- lines that are right ---------------------------------------------------------------------------------------------- */

typedef struct Right {
  const char *name, *line;
  SllAction action;
  const char *script, *format, *output, *arguments; /* arguments joined with a space */
} Right;

static const Right rights[] = {
  {"nothing_given_is_the_repl", "", SLL_ACTION_REPL, NULL, NULL, NULL, ""},
  {"a_script_and_its_arguments", "a.lua x --year 2019", SLL_ACTION_RUN, "a.lua", NULL, NULL, "x --year 2019"},
  {"format_and_output_before_the_script", "-f html -o x a.lua 1", SLL_ACTION_RUN, "a.lua", "html", "x", "1"},
  {"format_and_output_after_the_script", "a.lua 1 -f html 2 -o x 3", SLL_ACTION_RUN, "a.lua", "html", "x", "1 2 3"},
  {"long_names_on_both_sides", "--format html a.lua --output=x=y", SLL_ACTION_RUN, "a.lua", "html", "x=y", ""},
  {"the_last_format_counts", "-f html a.lua -f csv", SLL_ACTION_RUN, "a.lua", "csv", NULL, ""},
  {"other_options_after_the_script_are_the_scripts", "a.lua --threads 2 --help -i -e -x", SLL_ACTION_RUN, "a.lua", NULL, NULL,
   "--threads 2 --help -i -e -x"},
  {"two_dashes_before_it_make_the_next_word_the_script", "-- -f a", SLL_ACTION_RUN, "-f", NULL, NULL, "a"},
  {"two_dashes_behind_it_are_the_scripts_with_all_that_follows", "a.lua -o x -- -f html", SLL_ACTION_RUN, "a.lua", NULL, "x",
   "-- -f html"},
  {"a_dash_is_standard_input", "- 1", SLL_ACTION_RUN, "-", NULL, NULL, "1"},
  {"a_dash_is_an_output_too", "-o - a.lua", SLL_ACTION_RUN, "a.lua", NULL, "-", ""},
  {"a_chunk_alone_is_no_repl", "-e print(1)", SLL_ACTION_RUN, NULL, NULL, NULL, ""},
  {"a_chunk_before_a_script", "-e print(1) a.lua 1", SLL_ACTION_RUN, "a.lua", NULL, NULL, "1"},
  {"a_chunk_may_begin_with_a_dash", "-e --x", SLL_ACTION_RUN, NULL, NULL, NULL, ""},
  {"options_without_a_script_are_for_the_repl", "-f html --no-init", SLL_ACTION_REPL, NULL, "html", NULL, ""},
  {"help_wins_over_what_follows", "--help --nonsense", SLL_ACTION_HELP, NULL, NULL, NULL, ""},
  {"version", "--version", SLL_ACTION_VERSION, NULL, NULL, NULL, ""},
  {"a_list", "formats", SLL_ACTION_LIST, NULL, NULL, NULL, ""},
  {"help_of_all", "help", SLL_ACTION_LIST, NULL, NULL, NULL, ""},
  {"help_of_a_name", "help rank", SLL_ACTION_LIST, NULL, NULL, NULL, "rank"},
  {"a_check", "check data", SLL_ACTION_COMMAND, NULL, NULL, NULL, "data"},
  {"a_check_with_its_page_in_a_file", "-f json check data --most 100 -o x.json", SLL_ACTION_COMMAND, NULL, "json", "x.json", "data --most 100"},
  {"a_script_called_like_a_check", "./check data", SLL_ACTION_RUN, "./check", NULL, NULL, "data"},
  {"a_script_called_like_a_list", "./formats", SLL_ACTION_RUN, "./formats", NULL, NULL, ""},
  {"a_command_and_its_words", "update a.csv --yes --table x", SLL_ACTION_COMMAND, NULL, NULL, NULL, "a.csv --yes --table x"},
  {"a_script_called_like_a_command", "./update a", SLL_ACTION_RUN, "./update", NULL, NULL, "a"},
  {"a_script_called_like_a_list_behind_two_dashes", "-- formats", SLL_ACTION_RUN, "formats", NULL, NULL, ""},
};
enum { RIGHT_COUNT = sizeof rights / sizeof rights[0] };

static void right_line(void **state) {
  const Right *given = *state;
  char buffer[256];
  SllOptions options;
  SlError err = {0};
  assert_ok(parse_line(given->line, buffer, &options, &err), err);
  assert_int_equal(options.action, given->action);
  assert_text(options.script, given->script);
  assert_text(options.format, given->format);
  assert_text(options.output, given->output);
  char joined[256] = "";
  for (int i = 0; i < options.argument_count; i++) {
    if (i) strcat(joined, " ");
    strcat(joined, options.arguments[i]);
  }
  assert_string_equal(joined, given->arguments);
  sll_options_reset(&options);
  assert_int_equal(sl_memory_held(), 0);
}

/* --- lines that are wrong: the sentence says what to do ------------------------------------------------------------------- */

typedef struct Wrong {
  const char *name, *line, *says;
} Wrong;

static const Wrong wrongs[] = {
  {"an_unknown_option_offers_the_nearest", "--fromat html a.lua", "unknown option \"--fromat\"; did you mean --format?"},
  {"an_unknown_option_keeps_its_value_out_of_the_message", "--ouput=x", "unknown option \"--ouput\"; did you mean --output?"},
  {"one_dash_too_few", "-format html a.lua", "unknown option \"-format\"; did you mean --format?"},
  {"a_value_glued_to_its_option", "-fhtml a.lua", "write -f html"},
  {"an_option_not_built_is_unknown", "--sandbox a.lua", "unknown option \"--sandbox\""},
  {"a_format_without_a_name", "a.lua -f", "-f needs a format's name or a file"},
  {"an_output_that_is_an_option", "-o -f html a.lua", "-o needs a path: -o report.html; \"-f\" is an option"},
  {"an_empty_value", "--format= a.lua", "--format needs"},
  {"a_value_for_what_takes_none", "--no-init=1", "--no-init takes no value"},
  {"no_threads", "--threads 0 a.lua", "--threads takes a number from 1 to 1024, not \"0\""},
  {"a_chart_in_words", "a.lua --chart first", "--chart takes a number from 1, not \"first\""},
  {"a_list_with_a_chart", "--chart 2 formats", "--chart has no meaning with formats"},
  {"threads_in_words", "--threads two", "not \"two\""},
  {"too_many_threads", "--threads 99999999999999999999", "--threads takes"},
  {"a_size_in_words", "--max-memory lots", "--max-memory takes a size such as 500M or 2G, not \"lots\""},
  {"a_size_of_nothing", "--max-memory 0", "--max-memory takes"},
  {"a_colour_that_is_none", "--color=blue", "--color takes auto, always or never, not \"blue\""},
  {"interactive_without_a_script", "-i", "-i needs a script"},
  {"interactive_from_standard_input", "-i -", "standard input"},
  {"a_list_with_arguments", "formats x", "formats takes nothing after it"},
  {"help_of_two_names", "help rank lag", "help takes one name after it, and was given \"lag\""},
  {"a_command_that_makes_no_page", "update a.csv -f html", "-f has no meaning with update; a script of that name runs as ./update"},
  {"a_command_behind_a_chunk", "-e x update a.csv", "-e has no meaning with update"},
  {"a_list_with_an_output", "formats -o x", "-o has no meaning with formats"},
  {"a_check_with_a_line_of_lua", "-e x check data", "-e has no meaning with check"},
  {"two_dashes_and_nothing", "--", "-- needs a script's name"},
};
enum { WRONG_COUNT = sizeof wrongs / sizeof wrongs[0] };

static void wrong_line(void **state) {
  const Wrong *given = *state;
  char buffer[256];
  SllOptions options;
  SlError err = {0};
  assert_int_equal(parse_line(given->line, buffer, &options, &err), SL_EARG);
  assert_says(err, given->says);
  assert_int_equal(sl_memory_held(), 0);
}

static void chunks_keep_their_order(void **state) {
  (void)state;
  char buffer[256];
  SllOptions options;
  SlError err = {0};
  assert_ok(parse_line("-e a -e b a.lua", buffer, &options, &err), err);
  assert_int_equal(options.chunk_count, 2);
  assert_string_equal(options.chunks[0], "a");
  assert_string_equal(options.chunks[1], "b");
  sll_options_reset(&options);
}

static void switches_and_sizes_are_read(void **state) {
  (void)state;
  char buffer[256];
  SllOptions options;
  SlError err = {0};
  assert_ok(parse_line("--threads 3 --max-memory=1.5G --color never --no-progress --no-init --traceback --repl-on-error -i a.lua", buffer, &options, &err), err);
  assert_int_equal(options.threads, 3);
  assert_int_equal(options.memory_limit, 1610612736);
  assert_int_equal(options.color, SLL_COLOR_NEVER);
  assert_true(options.no_progress && options.no_init && options.traceback && options.repl_on_error && options.interactive);
  sll_options_reset(&options);
  assert_ok(parse_line("a.lua 1 --chart 12 -o x.svg", buffer, &options, &err), err);
  assert_int_equal(options.chart, 12);
  assert_int_equal(options.argument_count, 1);
  sll_options_reset(&options);
  assert_ok(parse_line("--max-memory 64KiB", buffer, &options, &err), err);
  assert_int_equal(options.memory_limit, 65536);
  sll_options_reset(&options);
}

static SlStatus parse_once(void *context, SlError *err) {
  char buffer[256];
  SllOptions options;
  SlStatus status = parse_line(context, buffer, &options, err);
  if (status == SL_OK) sll_options_reset(&options);
  return status;
}

static void no_memory_is_reported(void **state) {
  (void)state;
  fail_each_allocation(parse_once, (void *)(uintptr_t) "-e x a.lua 1 2");
}

static void help_is_short_and_names_every_option(void **state) {
  (void)state;
  int lines = 0;
  for (const char *c = sll_options_help; *c; c++) lines += *c == '\n';
  assert_true(lines < 30);
  static const char *const names[] = {"--format", "--output", "-e ", "-i ", "--threads", "--max-memory", "--no-progress",
                                      "--no-init", "--color", "--traceback", "--version", "--help"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) assert_text_holds(sll_options_help, names[i]);
  assert_null(strstr(sll_options_help, "--sandbox"));
}

int main(void) {
  struct CMUnitTest tests[RIGHT_COUNT + WRONG_COUNT + 4];
  size_t count = 0;
  for (size_t i = 0; i < RIGHT_COUNT; i++)
    tests[count++] = (struct CMUnitTest){.name = rights[i].name, .test_func = right_line, .initial_state = (void *)(uintptr_t)&rights[i]};
  for (size_t i = 0; i < WRONG_COUNT; i++)
    tests[count++] = (struct CMUnitTest){.name = wrongs[i].name, .test_func = wrong_line, .initial_state = (void *)(uintptr_t)&wrongs[i]};
  tests[count++] = (struct CMUnitTest)cmocka_unit_test(chunks_keep_their_order);
  tests[count++] = (struct CMUnitTest)cmocka_unit_test(switches_and_sizes_are_read);
  tests[count++] = (struct CMUnitTest)cmocka_unit_test(no_memory_is_reported);
  tests[count++] = (struct CMUnitTest)cmocka_unit_test(help_is_short_and_names_every_option);
  return _cmocka_run_group_tests("options", tests, count, NULL, NULL);
}
