/* cells.h - the cells of one column: read, typed, kept.
 *
 * A file is read in stretches of rows. For each stretch and column a SlCells takes the cells and proves their kind as they
 * come, hoping for the strictest one:
 *
 *     none (all missing so far) -> integer -> number -> text          declared: the type's own kind, or a bad cell
 *     none -> ISO dates, or day/month/year dates -> text
 *
 * and is then sealed into a SlCellBlock, as narrow as its values allow. sl_cells_finish() puts a column's blocks together.
 * Integers turn into numbers in place. What turns into text after a value was kept is *lost*: the block must be read
 * again, as text. So must blocks that are sound in themselves but not of the column's kind. sl_cells_settle() tells
 * which; the reader reads those stretches once more, for those columns alone.
 *
 * What outlives the stretches is in a SlCellStore, of which a column has one for each thread: the blocks' memory, and the
 * dictionary that text goes through until it turns out not to pay.
 */
#ifndef SL_CSV_CELLS_H
#define SL_CSV_CELLS_H

#include "core/base/arena.h"
#include "core/csv/read.h"

typedef enum SlCellKind {
  SL_CELLS_NONE, SL_CELLS_INTEGER, SL_CELLS_NUMBER, SL_CELLS_DATE_ISO, SL_CELLS_DATE_DMY, SL_CELLS_BOOLEAN, SL_CELLS_QUARTER,
  SL_CELLS_YEAR_ENDING, SL_CELLS_TEXT
} SlCellKind;

typedef struct SlCellRules { /* how the cells of a column are to be read; does not change while reading */
  bool declared;
  SlType type;               /* the promise, when declared */
  const SlStr *missing;
  int64_t missing_count;
  bool markers;
  char decimal;
  int date_order;            /* -1 or SlDateOrder */
} SlCellRules;

/* One cell taken apart: what does not depend on the column's kind. */
typedef struct SlCell {
  SlStr text;      /* without flags */
  bool missing;
  SlReason reason; /* of a missing one */
  unsigned flags;  /* of a present one */
} SlCell;
SlCell sl_cell_of(const SlCellRules *rules, SlStr text, bool absent);

/* The strictest kind the text has by itself under the rules; for a declared column its kind, or SL_CELLS_TEXT when the
 * text is none. */
SlCellKind sl_cell_kind(const SlCellRules *rules, SlStr text);
/* True when the text is of that kind. */
bool sl_cell_is(const SlCellRules *rules, SlCellKind kind, SlStr text);
SlType sl_cell_type(SlCellKind kind);

typedef struct SlCellStore {
  SlArena blocks;
  SlDict *dict;
  int64_t rows; /* texts that went through it */
  bool plain;   /* it does not pay: later stretches keep plain strings */
} SlCellStore;

void sl_cell_store_init(SlCellStore *store);
void sl_cell_store_reset(SlCellStore *store);

typedef union SlCellSlot {
  int64_t integer; /* of all kinds but number: values, codes, or where a plain string ends in bytes */
  double number;
} SlCellSlot;

typedef struct SlCells {
  const SlCellRules *rules;
  SlCellStore *store;
  SlCellKind kind;
  bool plain;            /* of text: strings instead of codes */
  bool lost;
  int64_t rows, present; /* of this stretch */
  int64_t bad;           /* cells that break the promise; kept as missing */
  int64_t first_bad;     /* row of the first of them */
  int64_t capacity;
  SlCellSlot *slots;
  SlBuf bytes;           /* plain strings */
  uint64_t *validity;    /* from the first missing row on */
  uint8_t *reasons, *flags;
  SlStatus status;       /* of the first failure; appends after it do nothing */
  SlError error;
} SlCells;

void sl_cells_init(SlCells *cells, const SlCellRules *rules, SlCellStore *store);
void sl_cells_reset(SlCells *cells);

/* Begins a stretch whose cells are hoped to be of a kind: what the stretch before ended with, or NONE. */
void sl_cells_begin(SlCells *cells, SlCellKind kind);
void sl_cells_add(SlCells *cells, SlStr text, bool absent);
/* Room for so many rows more in slots, for whoever fills them himself (fields.c); false, with the status set, without memory. */
bool sl_cells_reserve(SlCells *cells, int64_t rows);
/* The same for a bitmap of rows, those so far set. */
bool sl_cells_need_validity(SlCells *cells);

typedef struct SlCellBlock { /* its memory is its store's */
  SlCellKind kind;
  bool plain, lost;
  int64_t rows, present, bad, first_bad;
  SlStorage storage;     /* of values */
  int64_t low, high;     /* least and greatest value of the integer kinds, missing rows counting as 0 */
  void *values;          /* codes and ends of strings as unsigned integers of the storage's width */
  char *bytes;           /* plain strings */
  size_t byte_count;
  uint64_t *validity;    /* or NULL */
  uint8_t *reasons, *flags;
  SlCellStore *store;        /* what the codes refer to; borrowed */
} SlCellBlock;

/* Ends the stretch; cells are ready to begin the next one. A lost stretch gives a block without values. */
SlStatus sl_cells_seal(SlCells *cells, SlCellBlock *block, SlError *err);

/* What a column is that has cells of both kinds. */
SlCellKind sl_cell_kinds_meet(SlCellKind a, SlCellKind b);

/* The kind of the whole column, given its blocks in the order of rows (stride: distance between them). */
SlCellKind sl_cells_settle(const SlCellBlock *blocks, int64_t count, int64_t stride);
/* True when a block cannot be used for a column of that kind and must be read again. */
bool sl_cell_block_must_be_reread(const SlCellBlock *block, SlCellKind kind);

/* The column; the memory of the blocks in their stores is given back. */
SlStatus sl_cells_finish(const SlCellRules *rules, SlCellKind kind, SlCellBlock *blocks, int64_t count, int64_t stride,
                         SlColumn **out, SlError *err);

#endif
