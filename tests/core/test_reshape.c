#include "core/query/reshape.h"

#include "core/base/runtime.h"
#include "tests/support/columns.h"
#include "tests/support/csv.h"

static Csv table_of(const char *text) {
  SlCsvOptions options = default_options();
  options.markers_gss = true;
  return read_text(text, &options);
}

static SlStatus pivot(const SlTable *table, SlStr names, SlStr values, SlTable **out, SlError *err) {
  return sl_table_pivot(table, &(SlPivot){.names = &names, .name_count = 1, .values = &values, .value_count = 1}, out, err);
}

static SlStatus unpivot(const SlTable *table, const SlStr *columns, int64_t count, SlStr names, SlStr values, SlTable **out, SlError *err) {
  SlUnpivot asked = {.columns = columns, .count = count, .names = &names, .name_count = 1, .values = values};
  return sl_table_unpivot(table, &asked, out, err);
}

static void assert_result(SlTable *table, const char *expected) {
  Csv shown = {.table = table};
  assert_cells(&shown, expected);
  sl_table_release(table);
}

static const char *const long_form = "year,age,people\n2023,child,7\n2022,adult,12[p]\n2022,child,[c]\n2023,adult,9\n"
                                     "2024,,1\n";

static void pivot_makes_a_column_of_each_value_in_order_and_keeps_marks(void **state) {
  (void)state;
  Csv csv = table_of(long_form);
  SlTable *out = NULL;
  SlError err;
  assert_ok(pivot(csv.table, sl_str("age"), sl_str("people"), &out, &err), err);
  assert_result(out, "year:integer adult:integer child:integer missing:integer | 2023,9,7,nil | "
                     "2022,12[p],[c],nil | 2024,nil,nil,1");
  csv_reset(&csv);
}

static void pivot_of_two_values_for_a_cell_names_them(void **state) {
  (void)state;
  Csv csv = table_of("year,age,people\n2022,adult,1\n2022,child,2\n2022,adult,3\n");
  SlTable *out = NULL;
  SlError err;
  assert_int_equal(pivot(csv.table, sl_str("age"), sl_str("people"), &out, &err), SL_EDATA);
  assert_string_equal(err.text, "pivot: rows 1 and 3 both have year = 2022, age = adult; "
                                "summarise first, so that each cell has one value");
  assert_int_equal(pivot(csv.table, sl_str("aeg"), sl_str("people"), &out, &err), SL_ENAME);
  assert_string_equal(err.text, "no column \"aeg\"; did you mean \"age\"? (nearest others: \"year\", \"people\")");
  assert_int_equal(pivot(csv.table, sl_str("age"), sl_str("age"), &out, &err), SL_EARG);
  csv_reset(&csv);
}

static void pivot_of_nothing_and_without_keys(void **state) {
  (void)state;
  Csv csv = table_of("year,age,people\n");
  SlTable *out = NULL;
  SlError err;
  assert_ok(pivot(csv.table, sl_str("age"), sl_str("people"), &out, &err), err);
  assert_result(out, "year:text");
  csv_reset(&csv);
  csv = table_of("age,people\nadult,1\nchild,2\n");
  assert_ok(pivot(csv.table, sl_str("age"), sl_str("people"), &out, &err), err);
  assert_result(out, "adult:integer child:integer | 1,2");
  csv_reset(&csv);
}

static void pivot_of_several_values_and_names_fills_and_keeps_the_order_of_keys(void **state) {
  (void)state;
  Csv csv = table_of("k,y,q,n,m\nb,2022,1,1,x\na,2022,2,2,y\nb,2023,1,[c],z\n");
  SlColumn *fill = column_of(SL_INTEGER, "0");
  SlStr names[] = {{"y", 1}, {"q", 1}}, value = {"n", 1}, key = {"k", 1}, both[] = {{"n", 1}, {"m", 1}};
  SlPivot asked = {.names = names, .name_count = 2, .values = &value, .value_count = 1, .rows = &key, .row_count = 1, .in_order = true, .fill = fill};
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_pivot(csv.table, &asked, &out, &err), err);
  assert_result(out, "k:text 2022_1:integer 2022_2:integer 2023_1:integer | a,0,2,0 | b,1,0,[c]");
  asked.values = both, asked.value_count = 2, asked.in_order = false, asked.name_count = 1, asked.separator = sl_str("");
  assert_int_equal(sl_table_pivot(csv.table, &asked, &out, &err), SL_ETYPE);
  assert_string_equal(err.text, "pivot: fill is integer and \"m\" holds text; one column cannot hold both");
  asked.fill = NULL;
  assert_ok(sl_table_pivot(csv.table, &asked, &out, &err), err);
  assert_result(out, "k:text n2022:integer n2023:integer m2022:text m2023:text | b,1,[c],x,z | a,2,nil,y,nil");
  asked.rows = names;
  assert_int_equal(sl_table_pivot(csv.table, &asked, &out, &err), SL_EARG);
  assert_string_equal(err.text, "pivot: \"y\" is a key of rows and cannot be among names, too");
  sl_column_release(fill);
  csv_reset(&csv);
}

static void pivot_in_the_order_of_keys_of_no_rows_has_none(void **state) {
  (void)state;
  Csv csv = table_of("age,people\n");
  SlStr name = {"age", 3}, value = {"people", 6};
  SlTable *out = NULL;
  SlError err;
  SlPivot asked = {.names = &name, .name_count = 1, .values = &value, .value_count = 1, .rows = &name, .in_order = true};
  assert_ok(sl_table_pivot(csv.table, &asked, &out, &err), err);
  assert_result(out, "");
  csv_reset(&csv);
}

/* The names of the columns that pivot makes of such values, with one blank before each. */
static void assert_made(SlColumn *names, const char *expected) {
  SlColumn *values = NULL;
  SlTable *table = NULL, *out = NULL;
  SlStr called[] = {{"k", 1}, {"v", 1}};
  SlBuf shown;
  SlError err;
  sl_buf_init(&shown);
  int64_t first[64] = {0}; /* the same value beside every name */
  assert_in_range(names->length, 1, 64);
  assert_ok(sl_column_take(names, first, names->length, &values, &err), err);
  assert_ok(sl_table_new(called, (SlColumn *[]){names, values}, 2, 0, &table, &err), err);
  assert_ok(pivot(table, called[0], called[1], &out, &err), err);
  for (int64_t i = 0; i < out->column_count; i++) sl_buf_printf(&shown, " %.*s", SL_STR_ARGS(out->names[i]));
  assert_string_equal(sl_buf_text(&shown), expected);
  sl_buf_reset(&shown);
  sl_table_release(out);
  sl_table_release(table);
  sl_column_release(values);
  sl_column_release(names);
}

static SlColumn *ordinals(SlType type, int64_t first, int64_t second) {
  SlBuilder builder;
  SlColumn *column = NULL;
  SlError err;
  sl_builder_init(&builder, type);
  sl_builder_add_integer(&builder, first);
  sl_builder_add_integer(&builder, second);
  assert_ok(sl_builder_finish(&builder, &column, &err), err);
  return column;
}

static void pivot_names_columns_as_values_print(void **state) {
  (void)state;
  assert_made(column_of(SL_DATE, "2023-03-31 2019-12-01"), " 2019-12-01 2023-03-31");
  assert_made(column_of(SL_NUMBER, "2.5 nan -1 nil"), " -1.0 2.5 nan missing");
  assert_made(column_of(SL_BOOLEAN, "true false"), " false true");
  assert_made(ordinals(SL_QUARTER, 2023 * 4 + 1, 2022 * 4 + 3), " October to December 2022 April to June 2023");
  assert_made(ordinals(SL_YEAR_ENDING, 2023 * 12 + 5, 2022 * 12 + 2), " Year ending March 2022 Year ending June 2023");
}

static void pivot_cannot_give_two_columns_one_name(void **state) {
  (void)state;
  Csv csv = table_of("year,age,people\n2022,missing,1\n2022,,2\n");
  SlTable *out = NULL;
  SlError err;
  assert_int_equal(pivot(csv.table, sl_str("age"), sl_str("people"), &out, &err), SL_EDATA);
  assert_string_equal(err.text, "two columns are called \"missing\" after pivot, which names columns by the values of "
                                "\"age\"; rename one, or change these values");
  csv_reset(&csv);
  csv = table_of("year,age,people\n2022,year,1\n");
  assert_int_equal(pivot(csv.table, sl_str("age"), sl_str("people"), &out, &err), SL_EDATA);
  assert_says(err, "two columns are called \"year\" after pivot");
  assert_null(out);
  csv_reset(&csv);
}

static void pivot_calls_a_column_of_an_empty_text_empty(void **state) {
  (void)state;
  Csv csv = table_of("age,people\n\"\",1\nadult,2\n");
  SlTable *out = NULL;
  SlError err;
  assert_ok(pivot(csv.table, sl_str("age"), sl_str("people"), &out, &err), err);
  assert_result(out, "empty:integer adult:integer | 1,2");
  csv_reset(&csv);
}

static void unpivot_stacks_columns_row_by_row(void **state) {
  (void)state;
  Csv csv = table_of("year,adult,child,note\n2022,12,[c],x\n2023,9.5,7,y\n");
  SlStr columns[] = {{"child", 5}, {"adult", 5}};
  SlTable *out = NULL;
  SlError err;
  assert_ok(unpivot(csv.table, columns, 2, sl_str("age"), sl_str("people"), &out, &err), err);
  assert_result(out, "year:integer note:text age:text people:number | 2022,x,child,[c] | "
                     "2022,x,adult,12.0 | 2023,y,child,7.0 | 2023,y,adult,9.5");
  SlStr mixed[] = {{"adult", 5}, {"note", 4}};
  assert_int_equal(unpivot(csv.table, mixed, 2, sl_str("a"), sl_str("b"), &out, &err), SL_ETYPE);
  assert_string_equal(err.text, "unpivot: \"adult\" holds number and \"note\" text; one column cannot hold both");
  csv_reset(&csv);
}

static void unpivot_says_of_each_column_what_it_is_told(void **state) {
  (void)state;
  Csv csv = table_of("k,x_1,y_1\na,1,2\n");
  SlStr columns[] = {{"x_1", 3}, {"y_1", 3}}, names[] = {{"what", 4}, {"place", 5}}, parts[] = {{"x", 1}, {"1", 1}, {"y", 1}, {"1", 1}};
  SlTable *out = NULL;
  SlError err;
  SlUnpivot asked = {.columns = columns, .count = 2, .names = names, .name_count = 2, .parts = parts, .values = sl_str("v")};
  assert_ok(sl_table_unpivot(csv.table, &asked, &out, &err), err);
  assert_result(out, "k:text what:text place:text v:integer | a,x,1,1 | a,y,1,2");
  csv_reset(&csv);
}

static void unpivot_of_every_column_leaves_names_and_values(void **state) {
  (void)state;
  Csv csv = table_of("a,b\n1,\n[x],\n");
  SlStr columns[] = {{"b", 1}, {"a", 1}};
  SlTable *out = NULL;
  SlError err;
  assert_ok(unpivot(csv.table, columns, 2, sl_str("k"), sl_str("v"), &out, &err), err);
  assert_result(out, "k:text v:integer | b,nil | a,1 | b,nil | a,[x]");
  csv_reset(&csv);
  csv = table_of("a,b\n");
  assert_ok(unpivot(csv.table, columns, 2, sl_str("k"), sl_str("v"), &out, &err), err);
  assert_result(out, "k:text v:text");
  csv_reset(&csv);
}

static void unpivot_says_why_it_cannot(void **state) {
  (void)state;
  Csv csv = table_of("year,gap,adult,child\n2022,,12,x\n");
  SlStr columns[] = {{"gap", 3}, {"adult", 5}, {"child", 5}};
  SlTable *out = NULL;
  SlError err;
  assert_int_equal(unpivot(csv.table, columns, 0, sl_str("k"), sl_str("v"), &out, &err), SL_EARG);
  assert_string_equal(err.text, "unpivot: name at least one column");
  assert_int_equal(unpivot(csv.table, columns, 3, sl_str("k"), sl_str("v"), &out, &err), SL_ETYPE);
  assert_string_equal(err.text, "unpivot: \"adult\" holds integer and \"child\" text; one column cannot hold both");
  assert_int_equal(unpivot(csv.table, columns, 2, sl_str("k"), sl_str("year"), &out, &err), SL_EDATA);
  assert_string_equal(err.text, "unpivot: the result has a column \"year\" already; give another name");
  assert_int_equal(unpivot(csv.table, columns, 2, sl_str("k"), sl_str("k"), &out, &err), SL_EDATA);
  assert_string_equal(err.text, "unpivot: the result has a column \"k\" already; give another name");
  SlStr unknown = sl_str("adlut");
  assert_int_equal(unpivot(csv.table, &unknown, 1, sl_str("k"), sl_str("v"), &out, &err), SL_ENAME);
  assert_string_equal(err.text, "no column \"adlut\"; did you mean \"adult\"? (nearest others: \"year\", \"gap\")");
  assert_null(out);
  csv_reset(&csv);
}

static void complete_adds_the_combinations_that_no_row_has(void **state) {
  (void)state;
  Csv csv = table_of("year,age,people\n2023,child,7\n2022,adult,12\n,adult,1\n");
  SlStr names[] = {{"year", 4}, {"age", 3}};
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_complete(csv.table, names, 2, &out, &err), err);
  assert_result(out, "year:integer age:text people:integer | 2023,child,7 | 2022,adult,12 | nil,adult,1 | "
                     "2022,child,nil | 2023,adult,nil");
  csv_reset(&csv);
}

static void complete_needs_names_that_are_there(void **state) {
  (void)state;
  Csv csv = table_of("year,age\n");
  SlStr names[] = {{"year", 4}, {"aeg", 3}};
  SlTable *out = NULL;
  SlError err;
  assert_int_equal(sl_table_complete(csv.table, names, 0, &out, &err), SL_EARG);
  assert_string_equal(err.text, "complete: name at least one column");
  assert_int_equal(sl_table_complete(csv.table, names, 2, &out, &err), SL_ENAME);
  assert_string_equal(err.text, "no column \"aeg\"; did you mean \"age\"? (nearest others: \"year\")");
  assert_ok(sl_table_complete(csv.table, names, 1, &out, &err), err);
  assert_result(out, "year:text age:text");
  csv_reset(&csv);
}

static void fill_down_takes_the_value_above_and_leaves_what_is_before_the_first(void **state) {
  (void)state;
  Csv csv = table_of("force,n\n[x],1\nKent,2\n,3\nEssex,4\n[c],5\n");
  SlStr name = sl_str("force");
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_fill_down(csv.table, &name, 1, NULL, &out, &err), err);
  assert_result(out, "force:text n:integer | [x],1 | Kent,2 | Kent,3 | Essex,4 | Essex,5");
  csv_reset(&csv);
}

static void fill_down_of_an_unknown_name_says_what_was_meant(void **state) {
  (void)state;
  Csv csv = table_of("force,n\nKent,1\n");
  SlStr names[] = {{"n", 1}, {"forec", 5}};
  SlTable *out = NULL;
  SlError err;
  assert_int_equal(sl_table_fill_down(csv.table, names, 2, NULL, &out, &err), SL_ENAME);
  assert_string_equal(err.text, "no column \"forec\"; did you mean \"force\"? (nearest others: \"n\")");
  assert_null(out);
  csv_reset(&csv);
}

static void split_rows_gives_a_row_for_each_part(void **state) {
  (void)state;
  Csv csv = table_of("k,s\n1,a; b\n2,\"\"\n3,[c]\n4,;x;\n5, c[p] \n6,\n");
  SlTable *out = NULL;
  SlError err;
  assert_ok(sl_table_split_rows(csv.table, sl_str("s"), sl_str(";"), &out, &err), err);
  assert_result(out, "k:integer s:text | 1,a | 1,b | 2, | 3,[c] | 4, | 4,x | 4, | 5,c[p] | 6,nil");
  assert_ok(sl_table_split_rows(csv.table, sl_str("s"), sl_str("; b"), &out, &err), err);
  assert_int_equal(out->length, 7);
  sl_table_release(out);
  assert_int_equal(sl_table_split_rows(csv.table, sl_str("k"), sl_str(";"), &out, &err), SL_ETYPE);
  assert_string_equal(err.text, "split_rows: column \"k\" holds integer; texts have parts");
  assert_int_equal(sl_table_split_rows(csv.table, sl_str("s"), sl_str(""), &out, &err), SL_EARG);
  assert_int_equal(sl_table_split_rows(csv.table, sl_str("x"), sl_str(";"), &out, &err), SL_ENAME);
  csv_reset(&csv);
}

/* --- against the definitions, cell by cell ---------------------------------------------------------------------- */

static SlTable *random_table(RandomKind a, RandomKind b, RandomKind c, int64_t length, uint64_t *state) {
  SlStr names[] = {{"a", 1}, {"b", 1}, {"c", 1}};
  SlColumn *columns[] = {random_column(a, length, state), random_column(b, length, state),
                         random_column(c, length, state)};
  SlTable *table = NULL;
  SlError err;
  assert_ok(sl_table_new(names, columns, 3, length, &table, &err), err);
  for (int i = 0; i < 3; i++) sl_column_release(columns[i]);
  return table;
}

static bool same_cell(const SlColumn *column, int64_t a, int64_t b) { return compare_cells(column, a, column, b) == 0; }

static void assert_same_cell(const SlColumn *a, int64_t row_a, const SlColumn *b, int64_t row_b) {
  assert_true(sl_column_rows_equal(a, row_a, b, row_b));
  assert_int_equal(sl_column_flags(a, row_a), sl_column_flags(b, row_b));
}

static void random_pivots_have_every_value_in_its_cell(void **state) {
  (void)state;
  static const RandomKind kinds[] = {RANDOM_SMALL_INTEGERS, RANDOM_DATES, RANDOM_BOOLEANS, RANDOM_WIDE_INTEGERS,
                                     RANDOM_ALL_MISSING};
  uint64_t seed = 61;
  int wide = 0;
  for (int round = 0; round < rounds(400); round++) {
    RandomKind kind = kinds[random_below(&seed, 5)];
    SlTable *table = random_table(RANDOM_MANY_INTEGERS, kind, (RandomKind)random_below(&seed, RANDOM_KINDS),
                                  random_below(&seed, 60), &seed);
    const SlColumn *a = table->columns[0], *b = table->columns[1], *c = table->columns[2];
    int64_t twice = -1, rows = 0;
    for (int64_t row = 0; row < table->length; row++) {
      bool seen = false;
      for (int64_t other = 0; other < row; other++) {
        seen |= same_cell(a, row, other);
        if (same_cell(a, row, other) && same_cell(b, row, other)) twice = row;
      }
      rows += !seen;
    }
    SlTable *out = NULL;
    SlError err;
    SlStatus status = pivot(table, sl_str("b"), sl_str("c"), &out, &err);
    assert_int_equal(status, twice >= 0 ? SL_EDATA : SL_OK);
    if (status == SL_OK) {
      wide++;
      assert_int_equal(out->length, rows);
      int64_t cells = 0, place = -1;
      for (int64_t row = 0; row < table->length; row++) { /* rows of the result come in the order of appearance */
        bool first = true;
        for (int64_t other = 0; other < row && first; other++) first = !same_cell(a, row, other);
        if (first) place++;
        int64_t at = place;
        if (!first)
          for (at = 0; compare_cells(out->columns[0], at, a, row) != 0; at++) assert_true(at < out->length);
        SlBuf name;
        sl_buf_init(&name);
        if (sl_column_is_null(b, row))
          sl_buf_add_text(&name, "missing");
        else
          sl_print_value(b, row, &name);
        assert_int_equal(compare_cells(out->columns[0], at, a, row), 0);
        assert_same_cell(sl_table_column(out, sl_buf_str(&name)), at, c, row);
        sl_buf_reset(&name);
        cells += !sl_column_is_null(c, row);
      }
      for (int64_t i = 1; i < out->column_count; i++) cells -= out->length - out->columns[i]->null_count;
      assert_int_equal(cells, 0); /* nothing else is there */
      sl_table_release(out);
    }
    sl_table_release(table);
  }
  assert_true(wide > rounds(50));
}

static void random_unpivots_have_every_cell_of_every_row(void **state) {
  (void)state;
  uint64_t seed = 67;
  SlStr columns[] = {{"c", 1}, {"a", 1}};
  SlError err;
  for (int round = 0; round < rounds(200); round++) {
    RandomKind kind = (RandomKind)random_below(&seed, RANDOM_KINDS);
    int64_t length = random_below(&seed, 50) ? random_below(&seed, 60) : 70000;
    SlTable *table = random_table(kind, (RandomKind)random_below(&seed, RANDOM_KINDS), kind, length, &seed);
    SlTable *out = NULL;
    assert_ok(unpivot(table, columns, 2, sl_str("name"), sl_str("value"), &out, &err), err);
    assert_int_equal(out->length, length * 2);
    for (int64_t row = 0; row < out->length; row++) {
      assert_same_cell(out->columns[0], row, table->columns[1], row / 2);
      assert_true(sl_str_equal(sl_column_text(out->columns[1], row), columns[row % 2]));
      assert_same_cell(out->columns[2], row, table->columns[row % 2 ? 0 : 2], row / 2);
    }
    sl_table_release(out);
    sl_table_release(table);
  }
}

static void random_tables_are_completed_to_every_combination_once(void **state) {
  (void)state;
  static const RandomKind kinds[] = {RANDOM_SMALL_INTEGERS, RANDOM_WORDS, RANDOM_ODD_NUMBERS, RANDOM_BOOLEANS,
                                     RANDOM_ALL_MISSING};
  uint64_t seed = 71;
  SlStr names[] = {{"a", 1}, {"b", 1}};
  SlError err;
  for (int round = 0; round < rounds(200); round++) {
    SlTable *table = random_table(kinds[random_below(&seed, 5)], kinds[random_below(&seed, 5)], RANDOM_NUMBERS,
                                  random_below(&seed, 40), &seed);
    const SlColumn *a = table->columns[0], *b = table->columns[1];
    SlTable *out = NULL;
    assert_ok(sl_table_complete(table, names, 2, &out, &err), err);
    const SlColumn *out_a = out->columns[0], *out_b = out->columns[1];
    for (int64_t row = 0; row < table->length; row++)
      for (int64_t i = 0; i < 3; i++) assert_same_cell(out->columns[i], row, table->columns[i], row);
    for (int64_t row = table->length; row < out->length; row++) { /* absent before, sorted, nothing known of c */
      assert_false(sl_column_is_null(out_a, row) || sl_column_is_null(out_b, row));
      assert_true(sl_column_is_null(out->columns[2], row));
      for (int64_t i = 0; i < table->length; i++) assert_false(same_cell(out_a, i, row) && same_cell(out_b, i, row));
      if (row == table->length) continue;
      int order = compare_cells(out_a, row - 1, out_a, row);
      assert_true(order < 0 || (order == 0 && compare_cells(out_b, row - 1, out_b, row) < 0));
    }
    for (int64_t i = 0; i < table->length; i++) {
      for (int64_t k = 0; k < table->length; k++) {
        if (sl_column_is_null(a, i) || sl_column_is_null(b, k)) continue;
        bool found = false;
        for (int64_t row = 0; row < out->length && !found; row++)
          found = compare_cells(out_a, row, a, i) == 0 && compare_cells(out_b, row, b, k) == 0;
        assert_true(found);
      }
    }
    sl_table_release(out);
    sl_table_release(table);
  }
}

static void random_columns_are_filled_from_the_last_value_above(void **state) {
  (void)state;
  uint64_t seed = 73;
  SlStr names[] = {{"c", 1}, {"a", 1}};
  SlError err;
  for (int round = 0; round < rounds(200); round++) {
    SlTable *table = random_table((RandomKind)random_below(&seed, RANDOM_KINDS), RANDOM_WORDS,
                                  (RandomKind)random_below(&seed, RANDOM_KINDS), random_length(&seed), &seed);
    SlTable *out = NULL;
    assert_ok(sl_table_fill_down(table, names, 2, NULL, &out, &err), err);
    assert_ptr_equal(out->columns[1], table->columns[1]);
    for (int64_t row = 0; row < table->length; row++) {
      for (int64_t i = 0; i < 3; i += 2) {
        int64_t from = row;
        while (from >= 0 && sl_column_is_null(table->columns[i], from)) from--;
        assert_same_cell(out->columns[i], row, table->columns[i], from < 0 ? row : from);
      }
    }
    sl_table_release(out);
    sl_table_release(table);
  }
}

static void columns_of_groups_are_filled_from_above_in_the_group(void **state) {
  (void)state;
  uint64_t seed = 79;
  SlStr name = {"c", 1};
  SlError err;
  for (int round = 0; round < rounds(200); round++) {
    SlTable *table = random_table((RandomKind)random_below(&seed, RANDOM_KINDS), RANDOM_WORDS,
                                  (RandomKind)random_below(&seed, RANDOM_KINDS), random_length(&seed), &seed);
    SlGroups *groups = NULL;
    SlTable *out = NULL;
    const SlColumn *key = table->columns[1];
    assert_ok(sl_groups_new(&key, 1, table->length, false, &groups, &err), err);
    assert_ok(sl_table_fill_down(table, &name, 1, groups, &out, &err), err);
    int64_t c = sl_table_find(table, name);
    for (int64_t row = 0; row < table->length; row++) {
      int64_t from = row;
      while (from >= 0 && (sl_column_is_null(table->columns[c], from) || sl_groups_of_row(groups, from) != sl_groups_of_row(groups, row))) from--;
      assert_same_cell(out->columns[c], row, table->columns[c], from < 0 ? row : from);
    }
    sl_table_release(out);
    sl_groups_free(groups);
    sl_table_release(table);
  }
}

/* --- what goes wrong -------------------------------------------------------------------------------------------- */

typedef SlStatus (*Verb)(const SlTable *table, SlTable **out, SlError *err);
static SlStatus verb_pivot(const SlTable *t, SlTable **out, SlError *err) {
  return pivot(t, sl_str("age"), sl_str("people"), out, err);
}
static SlStatus verb_unpivot(const SlTable *t, SlTable **out, SlError *err) {
  SlStr columns[] = {{"year", 4}, {"people", 6}};
  return unpivot(t, columns, 2, sl_str("k"), sl_str("v"), out, err);
}
static SlStatus verb_complete(const SlTable *t, SlTable **out, SlError *err) {
  SlStr columns[] = {{"year", 4}, {"age", 3}};
  return sl_table_complete(t, columns, 2, out, err);
}
static SlStatus verb_fill(const SlTable *t, SlTable **out, SlError *err) {
  SlStr columns[] = {{"age", 3}, {"people", 6}};
  return sl_table_fill_down(t, columns, 2, NULL, out, err);
}

static SlColumn *no_people;
static SlStatus verb_pivot_filled(const SlTable *t, SlTable **out, SlError *err) {
  static const SlStr name = {"age", 3}, values[] = {{"people", 6}}, rows[] = {{"year", 4}};
  return sl_table_pivot(t, &(SlPivot){.names = &name, .name_count = 1, .values = values, .value_count = 1, .rows = rows, .row_count = 1, .in_order = true, .fill = no_people}, out, err);
}
static SlStatus verb_unpivot_parts(const SlTable *t, SlTable **out, SlError *err) {
  static const SlStr columns[] = {{"year", 4}, {"people", 6}}, names[] = {{"a", 1}, {"b", 1}};
  return sl_table_unpivot(t, &(SlUnpivot){.columns = columns, .count = 2, .names = names, .name_count = 2,
                                          .parts = (SlStr[]){{"1", 1}, {"2", 1}, {"3", 1}, {"4", 1}}, .values = sl_str("v")}, out, err);
}

static SlStatus verb_split(const SlTable *t, SlTable **out, SlError *err) {
  return sl_table_split_rows(t, sl_str("age"), sl_str("l"), out, err);
}

static const Verb verbs[] = {verb_pivot, verb_unpivot, verb_complete, verb_fill, verb_pivot_filled, verb_unpivot_parts, verb_split};
enum { VERBS = sizeof verbs / sizeof verbs[0] };

typedef struct Attempt {
  const SlTable *table;
  Verb verb;
} Attempt;

static SlStatus attempt_verb(void *context, SlError *err) {
  const Attempt *attempt = context;
  SlTable *out = NULL;
  SlStatus status = attempt->verb(attempt->table, &out, err);
  assert_true((status == SL_OK) == (out != NULL));
  sl_table_release(out);
  return status;
}

static void every_failed_allocation_is_reported_and_nothing_leaks(void **state) {
  (void)state;
  Csv csv = table_of("year,age,people\n2023,child,7\n2022,adult,12[p]\n2024,,1\n");
  no_people = column_of(SL_INTEGER, "0");
  sl_threads_set(1);
  for (int v = 0; v < VERBS; v++) fail_each_allocation(attempt_verb, &(Attempt){csv.table, verbs[v]});
  sl_column_release(no_people);
  no_people = NULL;
  sl_threads_set(0);
  csv_reset(&csv);
}

static void a_message_of_two_values_for_a_cell_needs_no_memory_to_be_an_error(void **state) {
  (void)state;
  Csv csv = table_of("year,age,people\n2022,adult,1\n2022,adult,2\n");
  SlError err;
  SlTable *none = NULL;
  SlStatus status = verb_pivot(csv.table, &none, &err); /* the ages are in order now, and stay so */
  assert_int_equal(status, SL_EDATA);
  status = SL_ENOMEM;
  for (uint64_t n = 1; status == SL_ENOMEM; n++) {
    size_t held = sl_memory_held();
    SlTable *out = NULL;
    sl_memory_fail_after(n);
    status = verb_pivot(csv.table, &out, &err);
    sl_memory_fail_after(0);
    assert_int_equal(sl_memory_held(), held);
  }
  assert_int_equal(status, SL_EDATA);
  assert_says(err, "summarise first");
  csv_reset(&csv);
}

static void an_interrupt_stops_work_on_many_rows(void **state) {
  (void)state;
  uint64_t seed = 79;
  SlTable *random = random_table(RANDOM_SMALL_INTEGERS, RANDOM_WORDS, RANDOM_SMALL_INTEGERS, 100000, &seed);
  SlTable *table = NULL;
  SlStr old_names[] = {{"a", 1}, {"b", 1}, {"c", 1}}, names[] = {{"year", 4}, {"age", 3}, {"people", 6}};
  SlError err;
  assert_ok(sl_table_rename(random, old_names, names, 3, &table, &err), err);
  sl_table_release(random);
  size_t held = sl_memory_held();
  for (int v = 0; v < VERBS; v++) {
    sl_interrupt();
    assert_int_equal(attempt_verb(&(Attempt){table, verbs[v]}, &err), SL_EINTERRUPTED);
    sl_interrupt_clear();
    assert_int_equal(sl_memory_held(), held);
  }
  sl_table_release(table);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pivot_makes_a_column_of_each_value_in_order_and_keeps_marks),
      cmocka_unit_test(pivot_of_two_values_for_a_cell_names_them),
      cmocka_unit_test(pivot_of_nothing_and_without_keys),
      cmocka_unit_test(pivot_of_several_values_and_names_fills_and_keeps_the_order_of_keys),
      cmocka_unit_test(pivot_in_the_order_of_keys_of_no_rows_has_none),
      cmocka_unit_test(pivot_names_columns_as_values_print),
      cmocka_unit_test(pivot_cannot_give_two_columns_one_name),
      cmocka_unit_test(pivot_calls_a_column_of_an_empty_text_empty),
      cmocka_unit_test(unpivot_stacks_columns_row_by_row),
      cmocka_unit_test(unpivot_says_of_each_column_what_it_is_told),
      cmocka_unit_test(unpivot_of_every_column_leaves_names_and_values),
      cmocka_unit_test(unpivot_says_why_it_cannot),
      cmocka_unit_test(complete_adds_the_combinations_that_no_row_has),
      cmocka_unit_test(complete_needs_names_that_are_there),
      cmocka_unit_test(split_rows_gives_a_row_for_each_part),
      cmocka_unit_test(fill_down_takes_the_value_above_and_leaves_what_is_before_the_first),
      cmocka_unit_test(fill_down_of_an_unknown_name_says_what_was_meant),
      cmocka_unit_test(random_pivots_have_every_value_in_its_cell),
      cmocka_unit_test(random_unpivots_have_every_cell_of_every_row),
      cmocka_unit_test(random_tables_are_completed_to_every_combination_once),
      cmocka_unit_test(random_columns_are_filled_from_the_last_value_above),
      cmocka_unit_test(columns_of_groups_are_filled_from_above_in_the_group),
      cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
      cmocka_unit_test(a_message_of_two_values_for_a_cell_needs_no_memory_to_be_an_error),
      cmocka_unit_test(an_interrupt_stops_work_on_many_rows),
  };
  int failed = cmocka_run_group_tests(tests, NULL, NULL);
  sl_runtime_stop();
  return failed;
}
