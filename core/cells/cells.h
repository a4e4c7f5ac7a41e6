/* cells.h - the cells of one column over a stretch of rows: read, typed, kept.
 *
 * A source is read in stretches of rows. For each stretch and column a SlCells takes the cells and proves their kind as they
 * come, hoping for the strictest one:
 *
 *     none (all missing so far) -> integer -> number -> text          declared: the type's own kind, or a bad cell
 *     none -> ISO dates, or day/month/year dates, or dates with named months; datetimes likewise -> text
 *
 * and is then sealed into a block (blocks.h), as narrow as its values allow. Integers turn into numbers in place. What turns
 * into text after a value was kept is *lost*: the values' texts are gone, so the stretch must be read again, as text.
 *
 * What outlives the stretches is in a SlCellStore, of which a column has one for each thread: the blocks' memory, and the
 * dictionary that text goes through until it turns out not to pay.
 *
 * Ownership: the store is the caller's and outlives the cells and their blocks, as does the arena that takes the place of the store's; rules
 * are borrowed.
 */
#ifndef SL_CELLS_CELLS_H
#define SL_CELLS_CELLS_H

#include "core/base/arena.h"
#include "core/base/status.h"
#include "core/cells/cell.h"
#include "core/values/dict.h"

typedef struct SlCellStore {
  SlArena blocks;
  SlDict *dict;
  int64_t rows; /* texts that went through it */
  bool plain;   /* it does not pay: later stretches keep plain strings */
} SlCellStore;

void sl_cell_store_init(SlCellStore *store);
void sl_cell_store_reset(SlCellStore *store);

typedef struct SlCells {
  const SlCellRules *rules;
  SlCellStore *store;
  SlArena *arena;        /* of the blocks: the store's, or one that the columns of a wide table share */
  SlCellKind kind;
  bool plain;            /* of text: strings instead of codes */
  bool lost;
  int64_t rows, present; /* of this stretch */
  int64_t bad;           /* cells that break the promise; kept as missing */
  int64_t first_bad;     /* row of the first of them */
  unsigned units;        /* where numbers are loose: of the cells that are not a bare 0 */
  int64_t loosened;      /* and how many are spelt so that only a loose reading takes them */
  int64_t two_figures, plain_fractions; /* where rules doubt the point: cells such as 1.200, and others with a point or comma */
  int64_t capacity;
  SlCellSlot *slots;
  SlBuf bytes;           /* plain strings */
  uint64_t *validity;    /* from the first missing row on */
  uint8_t *reasons, *flags;
  SlStatus status;       /* of the first failure; appends after it do nothing */
  SlError *error;        /* where it is told; borrowed, and shared by the columns that one thread reads: an error is large */
} SlCells;

void sl_cells_init(SlCells *cells, const SlCellRules *rules, SlCellStore *store, SlError *error);
void sl_cells_reset(SlCells *cells);

/* Between stretches: what was made for one column goes on with another, whose blocks lie in the arena. So a table of a million columns needs
 * no SlCells for each, and no first block of an arena. */
void sl_cells_turn_to(SlCells *cells, const SlCellRules *rules, SlCellStore *store, SlArena *arena);

/* Begins a stretch whose cells are hoped to be of a kind: what the stretch before ended with, or NONE. */
void sl_cells_begin(SlCells *cells, SlCellKind kind);
void sl_cells_add(SlCells *cells, SlStr text, SlCellForm form);
/* Room for so many rows more in slots, for callers that fill them in a loop of their own; false, with the status set,
 * without memory. */
bool sl_cells_reserve(SlCells *cells, int64_t rows);
/* The same for a bitmap of rows, those so far set. */
bool sl_cells_need_validity(SlCells *cells);

#endif
