/* width.h - how many columns of a terminal a text takes.
 *
 *     "Kent" 4     "e" with a combining accent 1     "警察" 4     a byte that is not UTF-8 1
 *
 * Combining marks and other invisible characters take none, East Asian wide letters and most emoji two, all else one: utf8proc's
 * tables, one source for the prompt and for tables. What drives a terminal (a tab, a line feed) counts one, as what stands for it
 * when it is shown.
 */
#ifndef SL_BASE_WIDTH_H
#define SL_BASE_WIDTH_H

#include "core/base/str.h"

int64_t sl_text_width(SlStr text);

#endif
