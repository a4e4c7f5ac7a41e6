/* separator.h - which character stands between the cells, when the caller does not say.
 *
 *     force;year;people      a header of one field by commas, of three by semicolons: ';' is to be tried, then ','
 *     Kent;2022;12
 *
 * It is the comma, unless another of ; tab | alone cuts every row into the same number of fields, two or more. That is proved: the
 * text is read with it, to the last row. A look at the header says which are worth a try at all, so that a file with commas costs
 * nothing; what read.c makes of the tries is the proof.
 *
 * A first line "sep=;", which Excel writes and obeys, says it without a proof, and so does the name of a file that ends in .tsv or .tab,
 * if there is a tab in its header.
 * Private to core/csv.
 */
#ifndef SL_CSV_SEPARATOR_H
#define SL_CSV_SEPARATOR_H

#include "core/csv/read.h"

enum { SL_SEPARATORS_BESIDE_COMMA = 3 };

typedef struct SlSeparators {
  bool comma;  /* it cuts the header into two fields or more */
  char others[SL_SEPARATORS_BESIDE_COMMA]; /* that do so */
  int count;   /* of others */
  bool beyond; /* the header goes on behind the head, so that nothing is known */
} SlSeparators;

/* By the head of a text, which should hold its header. */
SlStatus sl_separators_look(SlStr head, const SlCsvOptions *options, SlSeparators *out, SlError *err);

/* The character of a first line "sep=;", and where the next line begins; 0 when there is no such line. */
char sl_separator_declared(SlStr text, size_t *next);

/* Whether the name of a file says that tabs separate its cells: it ends in .tsv or .tab, packed or not. */
bool sl_separator_is_tab_by_name(const char *name);

/* What stands for the separator when nobody gave one: a first line "sep=;", else the name; 0 when neither says it. */
char sl_separator_said(SlStr head, const SlCsvOptions *options, const char *name);

/* One line for the caller. */
void sl_separator_tell(char separator, int64_t fields, SlBuf *notices);

#endif
