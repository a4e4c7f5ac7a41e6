/* names.h - what a misspelt name may have meant: one rule for columns, options, functions, methods and words of every kind.
 *
 *     wanted     near                     because
 *     peplx      people                   two slips: single letters added, dropped, changed or swapped, case aside
 *     delimeter  delim                    one name holds the other, of three letters or more
 *     hash       (not path)               two slips in four letters are another word
 *
 *     letters of the wanted name    1-2   3-4   5-6   7 and more
 *     slips that are near            0     1     2        3
 *
 * Near names come best first: the fewest slips, then as they stand in the list.
 * Names are borrowed; nothing here allocates.
 */
#ifndef SL_BASE_NAMES_H
#define SL_BASE_NAMES_H

#include "core/base/str.h"

/* Up to three of `count` names near to `wanted`; returns how many. */
int sl_nearest_names(SlStr wanted, const SlStr *names, int64_t count, SlStr nearest[3]);

/* Whether one is so few slips from the other that it is taken for a misspelling; holding the other does not count. */
bool sl_is_misspelt(SlStr wanted, SlStr name);

/* Adds `; did you mean "a", "b" or "c"?`, or nothing when none is near. */
void sl_fail_suggest(SlError *err, SlStr wanted, const SlStr *names, int64_t count);

/* SL_ENAME with the three nearest names; those that are near may have been meant:
 *     no column "peple"; did you mean "people"? (nearest others: "force", "year")
 *     no column "total"; the nearest: "force", "year", "people"
 * `where` ("forces.csv", or "") stands in front. */
void sl_fail_no_column(SlError *err, const char *where, SlStr wanted, const SlStr *names, int64_t count);

#endif
