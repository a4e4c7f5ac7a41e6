/* letters.h - upper and lower case of the letters of Europe, without a locale.
 *
 * Latin (basic, Latin-1, Extended-A), Greek and Cyrillic letters whose two cases take as many bytes in UTF-8; all others stay.
 * Private to core/expr.
 */
#ifndef SL_EXPR_LETTERS_H
#define SL_EXPR_LETTERS_H

#include "core/base/str.h"

/* Writes text.length bytes. */
void sl_letters_lower(SlStr text, char *out);
void sl_letters_upper(SlStr text, char *out);

#endif
