/* letters.h - upper and lower case of all letters, without a locale.
 *
 *     "NGUYỄN ĐỨC Ș"  ->  "nguyễn đức ș"         "ß" stays "ß" in capitals: each character becomes one character
 *
 * The mappings are Unicode's simple ones (utf8proc has the tables). They know no language: I and i belong together in Turkish too.
 * The two cases of a letter may take different numbers of bytes.
 * Private to core/expr.
 */
#ifndef SL_EXPR_LETTERS_H
#define SL_EXPR_LETTERS_H

#include "core/base/str.h"

/* Bytes that are enough for either case of the text. */
size_t sl_letters_room(SlStr text);

/* Writes the text, which is UTF-8, in the other case; gives the bytes written. */
size_t sl_letters_lower(SlStr text, char *out);
size_t sl_letters_upper(SlStr text, char *out);

#endif
