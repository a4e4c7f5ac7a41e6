/* labels.h - whether two dictionaries name the same things otherwise: "Kent" here and "KENT" there. */
#ifndef SL_VALUES_LABELS_H
#define SL_VALUES_LABELS_H

#include "core/values/dict.h"

/* *may is true when a label that one of them has and the other lacks may look like one there (alike.h), a mark at the end of either
 * set aside; false when none does. Time and memory in proportion to the labels of both. */
SlStatus sl_labels_may_look_alike(const SlDict *left, const SlDict *right, bool *may, SlError *err);

#endif
