/* doubts.h - what a table gives away of having been read as something else than it is, though every row of it was.
 *
 *     Kent,12        a header that is a row: 12 is the name of a column of integers
 *     force,people   a row that repeats the header: files put one after the other
 *     1,"x           a cell that swallowed rows: the quote was none, and the next one, lines below, closed it
 *     2,y
 *     4,w"
 *     Source: Home Office,,   a note below the table that was filled up with separators
 *
 * Nothing is tried here; advice.h tries what it offers.
 * Private to core/csv.
 */
#ifndef SL_CSV_DOUBTS_H
#define SL_CSV_DOUBTS_H

#include "core/values/table.h"

bool sl_is_date(SlStr text); /* in a form that is read as one without being asked for */

/* The first column whose name is a number or a date above a column of that type; -1: none. 2022 above figures is a name, above
 * years it is not. */
int64_t sl_find_cell_name(const SlTable *table);

/* The notice about a header in the file that is a row, if it is. */
void sl_doubt_header(const SlTable *table, SlBuf *notices);

typedef struct SlRepeats { /* rows that repeat the header; zero before */
  int64_t count, first;    /* the first of them, from 0 */
} SlRepeats;
/* Those of a table, or of the next part of one, which begins at row `before`. SL_ENOMEM. */
SlStatus sl_repeats_add(SlRepeats *repeats, const SlTable *table, int64_t before, SlError *err);
void sl_repeats_tell(const SlRepeats *repeats, SlBuf *notices);

typedef struct SlSwallowed {
  int64_t column, row, lines; /* the cell, and of how many lines it is; column is -1 when there is none */
} SlSwallowed;

/* The first cell that holds rows of the table: every line of it has the separators of a row and, where the table's columns are of
 * figures or dates, such cells; the first and the last are parts of rows. The table has all columns of the file. */
SlSwallowed sl_find_swallowed(const SlTable *table, char delimiter, char decimal);

/* The row with which notes below the table begin: from there on to the end only first cells are there, in no row above so, and the
 * first of them reads like a note; -1: there is none. */
int64_t sl_find_note(const SlTable *table);

/* What gives rise to either in a text of rows without looking at its columns, so that a read in chunks, which may leave columns out, knows
 * when it is worth reading all of them. Cheap; neither proves anything.
 * A text in quotes whose lines have as many separators as rows and parts of rows have: */
bool sl_may_have_swallowed(SlStr text, char delimiter, char quote, int64_t columns);
/* A last line that has a first cell and nothing behind it: */
bool sl_may_end_in_note(SlStr text, char delimiter, int64_t columns);

#endif
