/* labels.h - what labels have in them: the same names spelt otherwise ("Kent" here and "KENT" there), or one of some words.
 *
 * Ownership: dictionaries, columns and words are borrowed.
 */
#ifndef SL_VALUES_LABELS_H
#define SL_VALUES_LABELS_H

#include "core/values/column.h"

/* *may is true when one of the labels that `other` lacks may look like one there (alike.h), a mark at the end of either set aside; false
 * when none does. Time and memory in proportion to the labels of both. SL_ENOMEM. */
SlStatus sl_labels_may_look_alike(const SlDict *labels, const SlDict *other, bool *may, SlError *err);

enum { SL_LONGEST_LABEL = 200 }; /* bytes; a longer text is no label */

/* Whether a label of a text column has one of the words in it, which are in small letters, whatever the case of its ASCII letters. Of a column
 * with a dictionary entries that no row has count, too. Looks for an interruption, and is true then. */
bool sl_labels_have_word(const SlColumn *column, const SlStr *words, int64_t count);

#endif
