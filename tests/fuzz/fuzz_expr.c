/* Any bytes as an expression: parsing ends in a tree that prints to an equal one, or in a message with a place. */
#include <stdlib.h>

#include "core/expr/expr.h"
#include "tests/fuzz/fuzz.h"

const size_t sl_fuzz_choice_bytes = 0;

static void check_round_trip(const SlExpr *expr) {
  SlBuf text = {0};
  SlError err = {0};
  SlExpr *again = NULL;
  sl_expr_print(expr, &text);
  SlStatus status = sl_expr_parse(sl_buf_str(&text), &again, &err);
  /* printing may add brackets, so that a tree at the limit of nesting need not come back */
  if (status != SL_OK && sl_expr_levels(expr) < 100) abort();
  if (status == SL_OK && !sl_expr_equal(expr, again)) abort();
  sl_expr_release(again);
  sl_buf_reset(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  SlStr text = {(const char *)data, size};
  SlError err = {0};
  SlExpr *expr = NULL;
  if (sl_expr_parse(text, &expr, &err) == SL_OK)
    check_round_trip(expr);
  else if (size > 0 && err.column <= 0)
    abort();
  sl_expr_release(expr);

  SlBuf name = {0};
  expr = NULL;
  if (sl_expr_parse_named(text, &name, &expr, &err) == SL_OK) check_round_trip(expr);
  sl_expr_release(expr);
  sl_buf_reset(&name);
  return 0;
}

const char *const sl_fuzz_pieces[] = {"a",   "`b c`", "$p", "1",  "2.5", "-",   "+",       "*",      "/",         "//", "%",   "^",
                                      "..",  "(",     ")",  "not ", " and ", " or ", " in ", " is ", " missing", " between ",
                                      ",",   "==",    "~=", "<",  ">=",  "'t'", "true",    "nil",    "f(",        "\xC3\xA9", "\\",
                                      "\"",  "`",     "=",  "0x", "e9",  "\n",  "\\u{",    "\xE2\x80\x9C", NULL};
