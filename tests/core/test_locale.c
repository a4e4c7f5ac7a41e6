/* Core in a program whose locale has another decimal point (two bytes long) and other pairs of letters than C. The locales
 * are made here by localedef. */
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/expr/expr.h"
#include "core/values/decimal.h"
#include "core/values/parse.h"
#include "core/values/print.h"
#include "tests/support/test.h"

static char folder[] = "/tmp/slavelab_locale_XXXXXX";

static void make_locale(const char *source, const char *charset) {
  char command[256];
  snprintf(command, sizeof command, "localedef --no-archive -i %s -f %s %s/%s.%s", source, charset, folder, source, charset);
  assert_int_equal(system(command), 0);
}

static int make_locales(void **state) {
  (void)state;
  assert_non_null(mkdtemp(folder));
  make_locale("ps_AF", "UTF-8");
  make_locale("tr_TR", "ISO-8859-9");
  setenv("LOCPATH", folder, 1);
  return 0;
}

static int remove_locales(void **state) {
  (void)state;
  char command[64];
  snprintf(command, sizeof command, "rm -r %s", folder);
  return system(command);
}

static int back_to_c(void **state) {
  (void)state;
  setlocale(LC_ALL, "C");
  return 0;
}

static void use(const char *locale) { assert_non_null(setlocale(LC_ALL, locale)); }

static void numbers_are_printed_with_a_point(void **state) {
  (void)state;
  use("ps_AF.UTF-8");
  char seen[32];
  snprintf(seen, sizeof seen, "%.1f", 0.5);
  assert_string_equal(seen, "0\u066B5"); /* the locale is in force */
  char text[SL_NUMBER_BYTES];
  assert_string_equal(sl_number_text(0.1, text), "0.1");
  assert_string_equal(sl_number_text(1.5e-9, text), "1.5e-09");
  assert_string_equal(sl_number_text(1.0 / 3, text), "0.3333333333333333");
}

static void numbers_are_rounded_and_read(void **state) {
  (void)state;
  use("ps_AF.UTF-8");
  assert_true(sl_round_decimal(2.675, 2) == 2.68);
  double value;
  assert_true(sl_parse_number(sl_str("0.30000000000000004"), false, '.', &value));
  assert_true(value == 0.1 + 0.2);
  assert_false(sl_parse_number(sl_str("0\u066B5"), false, '.', &value));
}

static void words_are_read_where_i_has_another_capital(void **state) {
  (void)state;
  use("tr_TR.ISO-8859-9");
  bool truth = false;
  assert_true(sl_parse_boolean(sl_str("TRUE"), &truth));
  assert_true(truth);
  assert_true(sl_str_equal_caseless(sl_str("MISSING"), sl_str("missing")));
  SlError err;
  SlExpr *expr;
  assert_int_equal(sl_expr_parse(sl_str("people IS MISSING"), &expr, &err), SL_EPARSE);
  assert_non_null(strstr(err.text, "\"is\"")); /* which keyword was meant */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_teardown(numbers_are_printed_with_a_point, back_to_c),
      cmocka_unit_test_teardown(numbers_are_rounded_and_read, back_to_c),
      cmocka_unit_test_teardown(words_are_read_where_i_has_another_capital, back_to_c),
  };
  return cmocka_run_group_tests(tests, make_locales, remove_locales);
}
