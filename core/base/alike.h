/* alike.h - a text without what an eye does not see: the form in which names that are meant to be one are equal.
 *
 *     "Kent"  "KENT "  " kent" with no-break spaces    kent
 *     "Caf" + e with an accent, in one character or two    the same bytes
 *     "Devon  &  Cornwall"                             devon & cornwall
 *     "Dyfed–Powys"  "King’s"                          dyfed-powys  king's
 *
 * Unicode's full case folding (utf8proc has the tables) in composed form (NFC); runs of white space of any kind are one blank, and none
 * stands at either end; dashes of all lengths are hyphens and curly apostrophes straight ones; soft hyphens, marks of direction and other characters that show nothing are left out.
 */
#ifndef SL_BASE_ALIKE_H
#define SL_BASE_ALIKE_H

#include "core/base/str.h"

/* How many int32_t sl_text_alike() needs to work on a text. */
size_t sl_text_alike_room(SlStr text);

/* The form of the text; it stands in `room`, which has that many elements. What is not UTF-8 stays as it is. */
SlStr sl_text_alike(SlStr text, int32_t *room);

/* A mark at the end that points to a note or says something of what it stands behind, taken off with the blanks before it:
 *
 *     Hampshire (R)   Kent [note 3]   Kent [1, 2]   Kent (12)   Kent*  Kent^  Kent~   Kent†  Kent¹
 *
 * False, and nothing is changed, when there is none, or when it is all there is. Words in brackets that point to no note
 * (Kent [Medway], Kent (all)) and more digits than two in round ones (a year) are no marks, nor is the power of a unit (km²). */
bool sl_text_take_mark(SlStr *text, SlStr *mark);

/* Whether it ends with a unit of length that may have a power: "area in km", not "team". */
bool sl_text_ends_with_unit(SlStr text);

/* The start of a text without all its marks. */
SlStr sl_text_unmarked(SlStr text);

#endif
