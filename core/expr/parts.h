/* parts.h - what the brackets of a pattern capture in a text.
 *
 *     pattern  ^([a-z]+)_(\d{4})$      text  "people_2021"      parts  "people"  "2021"
 */
#ifndef SL_EXPR_PARTS_H
#define SL_EXPR_PARTS_H

#include "core/base/str.h"

enum { SL_PART_NAME_BYTES = 128 }; /* PCRE2's names are shorter */

/* How many pairs of brackets of the pattern capture, and the names that (?<year>...) gives them, as texts with a NUL, empty for one
 * without. Names beyond `most` are left out. */
SlStatus sl_pattern_part_names(SlStr pattern, char (*names)[SL_PART_NAME_BYTES], int most, int *count, SlError *err);

/* The parts, which lie in the text; *found is false, and there are none, when the pattern fits nowhere in it. A pattern with another
 * number of brackets than `count`, and a bracket that took no part in the match, are SL_EARG. */
SlStatus sl_text_parts(SlStr pattern, SlStr text, SlStr *parts, int count, bool *found, SlError *err);

#endif
