/* parts.h - what the brackets of a pattern capture in a text.
 *
 *     pattern  ^([a-z]+)_(\d{4})$      text  "people_2021"      parts  "people"  "2021"
 */
#ifndef SL_EXPR_PARTS_H
#define SL_EXPR_PARTS_H

#include "core/base/str.h"

/* The parts, which lie in the text; *found is false, and there are none, when the pattern fits nowhere in it. A pattern with another
 * number of brackets than `count`, and a bracket that took no part in the match, are SL_EARG. */
SlStatus sl_text_parts(SlStr pattern, SlStr text, SlStr *parts, int count, bool *found, SlError *err);

#endif
