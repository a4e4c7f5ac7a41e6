/* forms.h - Unicode's normal forms: one way to write what can be written in several.
 *
 *     text                      NFC       NFD            NFKC       NFKD
 *     é, of one character       1         e + accent     as NFC     as NFD
 *     e and an accent           1         2
 *     ﬁ (a ligature), ½         as it is  as it is       fi, 1⁄2    fi, 1⁄2
 *
 * The tables are utf8proc's. Private to core/expr.
 */
#ifndef SL_EXPR_FORMS_H
#define SL_EXPR_FORMS_H

#include "core/base/str.h"

typedef enum SlForm { SL_FORM_NFC, SL_FORM_NFD, SL_FORM_NFKC, SL_FORM_NFKD } SlForm;

bool sl_form_find(SlStr name, SlForm *form);

/* Whether the text is in every form already, as far as a look at its bytes tells: then there is nothing to do. */
bool sl_form_is_plain(SlStr text);

/* How many int32_t sl_form_write() needs for a text. */
size_t sl_form_room(SlForm form, SlStr text);

/* The text in that form; it stands in `room`. */
SlStr sl_form_write(SlForm form, SlStr text, int32_t *room, size_t room_size);

#endif
