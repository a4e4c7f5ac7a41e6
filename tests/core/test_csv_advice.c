/* What is offered for a file that does not read, or reads as something else: only what reads it. */
#include "tests/support/csv.h"

typedef struct Case {
  const char *name, *text;
  const char *says;   /* how the message ends, or a part of a notice; NULL: nothing is said */
} Case;

static const Case failures[] = {
    {"a_title_above_and_a_note_below_are_cut_off_together", "Referrals\nforce,people\nKent,12\nEssex,7\nNote: provisional\n",
     "If the header is on line 2: read_csv(path, { skip = 1, stop_at = \"Note: provisional\" }).\n  Fix the file."},
    {"a_note_below_is_cut_off", "force,people\nKent,12\nEssex,7\n\"Source, 2022\"\nmore\n",
     "Fix the file, or read_csv(path, { stop_at = \"Source, 2022\" }), or { ragged = \"fill\" }, or { ragged = \"reject\" }."},
    {"single_quotes_are_offered_where_they_read", "force,note,people\nKent,'a, b',12\nEssex,'c, d',7\n",
     "Fix the file, or read_csv(path, { quote = \"'\" })."},
    {"an_escape_is_offered_where_it_reads", "force,note,people\nKent,a\\,b,12\nEssex,c\\,d,7\n", "Fix the file, or read_csv(path, { escape = \"\\\\\" })."},
    {"a_last_row_is_not_taken_for_a_header", "a,b\n1,2\n3,4\n5,6,7\n", "Fix the file, or read_csv(path, { ragged = \"reject\" })."},
    {"plain_quotes_are_not_offered_where_they_break_rows", "site,coord\nA,36'37.8\"N\n\"B, x\",1\n",
     "Fix the file, or read_csv(path, { quotes = \"lenient\" }), or { ragged = \"reject\" }."},
    {"comments_are_offered_as_such", "# made by x\n# on 2020\nforce,people\nKent,12\nEssex,7\n", "Fix the file, or read_csv(path, { comment = \"#\" })."},
    {"where_nothing_reads_nothing_is_offered", "a\n1,2,3\n4\n5,6\n", "(3), 4 (2).\n  Fix the file."},
};

static const Case doubts[] = {
    {"a_title_padded_with_separators_is_recognised", "Referrals by force,,\nForce,2022,2023\nKent,1,2\nEssex,3,4\n",
     "line 1 looks like a title, for all its cells but the first are empty: if the header is below, read_csv(path, { skip = 1 })"},
    {"a_title_of_several_lines_is_recognised_with_the_empty_row_below", "Referrals by force,,\nEngland,,\n,,\nForce,2022,2023\nKent,1,2\nEssex,3,4\n",
     "if the header is below, read_csv(path, { skip = 3 })"},
    {"a_row_that_repeats_the_header_is_noticed", "force,people\nKent,12\nforce,people\nEssex,7\n", "row 2 repeats the header: it is not a row"},
    {"rows_that_repeat_the_header_are_counted", "force,2022\nforce,2022\nKent,12\nforce,2022\n", "2 rows repeat the header, row 1 first"},
    {"a_cell_that_is_called_like_its_column_is_no_header", "force,people\nforce,12\nKent,people\n", NULL},
    {"a_cell_that_swallowed_rows_is_noticed", "a,b\n1,\"x\n2,y\n4,w\"\n5,v\n",
     "column \"b\", row 1: the cell in quotes is of 3 lines that look like rows: if a quote is out of place there, read_csv(path, { quotes = \"none\" })"},
    {"two_lines_are_rows_where_a_figure_shows_it", "b,a\nx,1\n\"y,3\nz\",4\n", "row 2: the cell in quotes is of 2 lines"},
    {"a_cell_of_several_lines_with_other_separators_is_a_cell", "a,b\n1,\"Dear all,\nthank you, and\nbye\"\n5,v\n", NULL},
    {"a_cell_of_two_lines_in_a_table_of_texts_is_a_cell", "a,b\nx,\"Dear all\nthanks, Bo\"\ny,v\n", NULL},
    {"a_note_below_that_is_padded_is_noticed", "force,2022,2023\nKent,1,2\nEssex,3,4\n\"Source: Home Office, 2024\",,\nmore,,\n",
     "row 3 and all below it have a text in the first cell alone, which looks like a note: if it is one, read_csv(path, { stop_at = \"Source: Home Office, 2024\" })"},
    {"a_place_of_which_nothing_is_known_is_no_note", "force,2022,2023\nKent,1,2\nEssex,3,4\nAvon,,\n", NULL},
    {"labels_of_blocks_are_no_notes", "force,2022,2023\nNote: north,,\nKent,1,2\nNote: south,,\n", NULL},
    {"a_note_that_begins_like_a_row_is_not_offered", "force,2022\nNote: A 1,1\nNote: A,\n", NULL},
    {"a_first_column_that_alone_has_a_name_is_no_title", "force,\nKent,12\nEssex,7\n", NULL},
    {"a_header_that_is_a_row_is_noticed", "Kent,12\nEssex,7\n", "the header looks like a row: \"12\" is the name of a column of type integer"},
    {"a_date_above_dates_is_a_row", "x,2019-03-25\ny,2019-03-26\n", "\"2019-03-25\" is the name of a column of type date"},
    {"a_year_above_years_is_a_row", "Kent,2022\nEssex,2023\n", "\"2022\" is the name of a column of type integer"},
    {"a_year_above_figures_is_a_name", "force,2022,2023\nKent,12,7\nEssex,1,2\n", NULL},
    {"a_number_above_texts_is_a_name", "force,12\nKent,x\n", NULL},
    {"a_comment_that_reads_as_a_header_is_noticed", "# a, b\nforce,people\nKent,12\n", "read_csv(path, { comment = \"#\" })"},
    {"a_title_above_semicolons_is_noticed", "Referrals\nforce;people\nKent;12\nEssex;7\nNote\n",
     "a table of 2 columns is in it: read_csv(path, { delim = \";\", skip = 1, stop_at = \"Note\" })"},
    {"names_with_blanks_around_them_are_noticed", "force, people\nKent, 12\nEssex, 7\n",
     "the name \" people\" has blanks around it, and cells may have them, too: read_csv(path, { trim = true })"},
    {"a_column_that_is_text_for_markers_is_noticed", "force,people\nKent,12\nEssex,[c]\nAvon,7 [p]\n",
     "column \"people\" is text, for \"[c]\" in line 3: read_csv(path, { markers = \"gss\" }) reads it as figures"},
    {"a_column_that_is_text_for_words_that_mean_missing_is_noticed", "force,people\nKent,12\nEssex,n/a\nAvon,-\nSurrey,n/a\n",
     "line 3: if such cells are missing, read_csv(path, { missing = { \"n/a\", \"-\" } }) reads it as figures"},
    {"markers_and_words_are_offered_together", "force,people\nKent,12\nEssex,..\nAvon,[x]\n", "{ markers = \"gss\", missing = \"..\" }"},
    {"a_column_of_dates_and_words_is_noticed", "force,day\nKent,2023-03-01\nEssex,unknown\n", "{ missing = \"unknown\" }) reads it as dates"},
    {"markers_are_not_offered_where_another_text_stands", "force,people\nKent,12\nEssex,[c]\nAvon,many\n", NULL},
    {"words_of_a_column_without_figures_are_labels", "force,known\nKent,n/a\nEssex,[c]\n", NULL},
    {"markers_in_quotes_are_texts_and_not_offered", "force,people\nKent,12\nEssex,\"[c]\"\n", NULL},
    {"one_column_without_separators_is_one_column", "force\nKent\nEssex\n", NULL},
};

static void failure_case(void **state) {
  const Case *c = *state;
  SlCsvOptions options = default_options();
  SlTable *table = NULL;
  SlError err = {0};
  assert_int_equal(sl_csv_read_text(sl_str(c->text), "x.csv", &options, &table, NULL, &err), SL_EPARSE);
  size_t length = strlen(err.text), wanted = strlen(c->says);
  if (length < wanted || strcmp(err.text + length - wanted, c->says) != 0) fail_msg("it ends otherwise: %s", err.text);
}

static void doubt_case(void **state) {
  const Case *c = *state;
  Csv csv = read_text(c->text, NULL);
  if (c->says)
    assert_notice(&csv, c->says);
  else
    assert_null(strstr(csv.report.notices.length ? sl_buf_text(&csv.report.notices) : "", "read_csv("));
  csv_reset(&csv);
}

static void without_a_header_names_are_not_asked_for(void **state) {
  (void)state;
  SlCsvOptions options = default_options();
  options.has_header = false;
  SlTable *table = NULL;
  SlError err = {0};
  assert_int_equal(sl_csv_read_text(sl_str("Kent,12\nEssex,7,8\nAvon,3\n"), "x.csv", &options, &table, NULL, &err), SL_EPARSE);
  assert_says(err, "Fix the file, or read_csv(path, { ragged = \"fill\" }), or { ragged = \"reject\" }.");
}

int main(void) {
  enum { FAILURES = sizeof failures / sizeof *failures, DOUBTS = sizeof doubts / sizeof *doubts };
  struct CMUnitTest tests[FAILURES + DOUBTS + 1];
  for (size_t i = 0; i < FAILURES; i++)
    tests[i] = (struct CMUnitTest){.name = failures[i].name, .test_func = failure_case, .initial_state = (void *)(uintptr_t)&failures[i]};
  for (size_t i = 0; i < DOUBTS; i++)
    tests[FAILURES + i] = (struct CMUnitTest){.name = doubts[i].name, .test_func = doubt_case, .initial_state = (void *)(uintptr_t)&doubts[i]};
  tests[FAILURES + DOUBTS] = (struct CMUnitTest)cmocka_unit_test(without_a_header_names_are_not_asked_for);
  return cmocka_run_group_tests_name("csv_advice", tests, NULL, NULL);
}
