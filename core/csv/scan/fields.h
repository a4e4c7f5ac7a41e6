/* fields.h - one column's cells of many rows at a time, straight out of the text.
 *
 *     text     Kent,12\nEssex,7\n           places  4 7 13 15 (structure.h), two a row
 *     column 1: the cells 12 and 7
 *
 * The loops for whole numbers, decimal numbers and texts know the common spelling; whatever else a cell may be goes through
 * sl_cells_add(), so that the meaning is in one place.
 * Private to core/csv/scan.
 */
#ifndef SL_CSV_FIELDS_H
#define SL_CSV_FIELDS_H

#include "core/cells/cells.h"

typedef struct SlFields {
  const char *text;
  const char *floor;      /* bytes from here on may be looked at: at or before text */
  const uint32_t *places; /* of the rows; places[-1] is where the first row begins, less 1 */
  int64_t rows, stride;   /* stride: fields a row */
  char quote;             /* 0: there are none in this text */
  bool doubled;           /* some stand within a field, so that not every field in quotes is what is between them */
  SlBuf scratch;          /* for fields whose doubled quotes are made one; reset by the owner */
  int64_t quotes;         /* out, summed up: quotes that stand where they may */
  bool broken;            /* out: a quoted field ends in the middle */
} SlFields;

void sl_fields_add(SlFields *fields, int64_t column, SlCells *cells);

/* Counts the quotes of a column that nobody wants, so that all are accounted for. */
void sl_fields_pass(SlFields *fields, int64_t column);

#endif
