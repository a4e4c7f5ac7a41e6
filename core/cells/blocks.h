/* blocks.h - stretches of a column, sealed; and the column that they make.
 *
 *     cells --seal--> block, block, block --settle--> the column's kind --finish--> column
 *
 * Blocks that are sound in themselves but not of the column's kind, and those that were lost, must be read again as text:
 * sl_cell_block_must_be_reread() tells which, and the reader reads those stretches once more, for those columns alone.
 *
 * Ownership: a block's memory is its store's; sl_cells_finish() gives it back.
 */
#ifndef SL_CELLS_BLOCKS_H
#define SL_CELLS_BLOCKS_H

#include "core/cells/cells.h"
#include "core/values/column.h"

typedef struct SlCellOdds { /* what most blocks have nothing of */
  int64_t bad, first_bad, two_figures, plain_fractions, loosened; /* cells.h */
  unsigned units;
  char *bytes;           /* plain strings */
  size_t byte_count;
  uint8_t *reasons, *flags; /* or NULL */
} SlCellOdds;

typedef struct SlCellBlock { /* small: a table may have a million columns, and has one of each at least */
  uint8_t kind;          /* SlCellKind */
  uint8_t storage;       /* SlStorage, of values */
  bool plain, lost;
  int64_t rows, present;
  int64_t low, high;     /* least and greatest value of the integer kinds, missing rows counting as 0 */
  void *values;          /* codes and ends of strings as unsigned integers of the storage's width */
  uint64_t *validity;    /* or NULL */
  const SlCellOdds *odds; /* of zeros when there is nothing odd about it; never NULL once it is sealed */
  SlCellStore *store;    /* what the codes refer to; borrowed */
} SlCellBlock;

/* Ends the stretch; cells are ready to begin the next one. A lost stretch gives a block without values. */
SlStatus sl_cells_seal(SlCells *cells, SlCellBlock *block, SlError *err);

/* The kind of the whole column, given its blocks in the order of rows (stride: distance between them). */
SlCellKind sl_cells_settle(const SlCellBlock *blocks, int64_t count, int64_t stride);
/* True when a block cannot be used for a column of that kind and must be read again. */
bool sl_cell_block_must_be_reread(const SlCellBlock *block, SlCellKind kind);

/* The column; the memory of the blocks in their stores is given back. */
SlStatus sl_cells_finish(const SlCellRules *rules, SlCellKind kind, SlCellBlock *blocks, int64_t count, int64_t stride,
                         SlColumn **out, SlError *err);

#endif
