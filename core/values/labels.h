/* labels.h - whether two dictionaries name the same things otherwise: "Kent" here and "KENT" there.
 *
 * Ownership: dictionaries are borrowed.
 */
#ifndef SL_VALUES_LABELS_H
#define SL_VALUES_LABELS_H

#include "core/values/dict.h"

/* *may is true when one of the labels that `other` lacks may look like one there (alike.h), a mark at the end of either set aside; false
 * when none does. Time and memory in proportion to the labels of both. SL_ENOMEM. */
SlStatus sl_labels_may_look_alike(const SlDict *labels, const SlDict *other, bool *may, SlError *err);

#endif
