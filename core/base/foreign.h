/* foreign.h - the words that SQL, R, pandas, Polars and spreadsheets have for what is called otherwise here.
 *
 *     avg(n)         no function "avg"; here it is mean(x)
 *     t:arrange()    no column or method "arrange"; here it is t:sort("n")
 *
 * Nearness of letters (names.h) answers a slip of the finger. A word from elsewhere is no slip: power is not lower, and arrange is not
 * change. So it is looked up first, and a word that is known and has no counterpart here is answered with nothing rather than with
 * whatever is spelt like it. Letter case and "_" do not count: isNull, is_null and ISNULL are one word.
 * All texts are constants and live as long as the program.
 */
#ifndef SL_BASE_FOREIGN_H
#define SL_BASE_FOREIGN_H

#include "core/base/str.h"

typedef enum SlForeignKind {
  SL_FOREIGN_FUNCTION, /* of an expression: the answer is an expression, or several with " or " between them */
  SL_FOREIGN_VERB,     /* a method of tables: the answer is Lua over t, or texts with " or " between them */
  SL_FOREIGN_OPTION    /* of a verb or a reader: the answer is the option's name here */
} SlForeignKind;

/* The answer; "" for a word that is known and has none here; NULL for one that is not known. */
const char *sl_foreign_answer(SlForeignKind kind, SlStr word);

/* The answer for an option, when it is among the names of those there are; else empty. */
SlStr sl_foreign_option(SlStr word, const SlStr *names, int64_t count);

/* Adds `; here it is ANSWER`, or what sl_fail_suggest() adds when the word is not known. */
void sl_fail_foreign(SlError *err, SlForeignKind kind, SlStr word, const SlStr *names, int64_t count);

/* The rows of the table, for tests: kind, answer and its words with blanks between them. NULL behind the last. */
typedef struct SlForeign {
  SlForeignKind kind;
  const char *answer;
  const char *words;
} SlForeign;

const SlForeign *sl_foreign_row(int64_t index);

#endif
