/* period_read.h - the one reader of periods: every spelling that official statistics use.
 *
 *     2019-09   Sep-19   Sept 2019   September 2019          month
 *     2019 Q1   Q1 2019   Quarter 1 (Jan to Mar) 2019        quarter
 *     Jan to Mar 2019   2019 Jan-Mar   January–March 2019    quarter
 *     2018/19 Q1   Q1 2018-19                                quarter: the first of a financial year, April to June 2018
 *     2018/19   2018–19   FY2018/19   04/05   FYE 2019       financial-year
 *     2018 to 2019   April 2018 to March 2019                financial-year
 *     Year ending March 2019   YE Mar 2019   year ending 2019-03   12 months to 31 March 2019     year-ending
 *     Quarter ending March 2019   3 months to March 2019     quarter
 *     1 April 2018 to 31 March 2019                          financial-year
 *     2019   January to December 2019                        year
 *     30 September 2019   As at 30 September 2019            date
 *     2019-09-30   30/09/2019                                date
 *
 * Blanks may be of any width and dashes of any length, letters small or large. GSS shorthand may follow: Q1 2019 [p].
 * A year of two digits is one of 1969 to 2068. Everything else is refused, with a reason; nothing is guessed:
 *
 *     2010-11          November 2010 or the financial year 2010/11: two readings. The other cells of its column decide
 *     2019-W52         weeks are no type of period here
 *     Nov 2018 to Jan 2019, 2016 to 2019, FY19, Q1 19, academic year 2018/19
 *
 * What a period is as one of another type: the same months, when they were not called otherwise. 2018/19 can stand among
 * years ending in March, and Year ending March 2019 among financial years; 2019 is no year ending in December.
 *
 * A column is read in two steps: every text is shown to a proof, which says of which type they all are, and is then taken
 * as one of that type. Nothing here allocates.
 */
#ifndef SL_VALUES_PERIOD_READ_H
#define SL_VALUES_PERIOD_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/str.h"
#include "core/values/type.h"

typedef struct SlPeriod {
  SlType type; /* of a period, or SL_DATE */
  int64_t value;
} SlPeriod;

typedef enum SlPeriodFault {
  SL_PERIOD_GOOD = 0,
  SL_PERIOD_NONE,          /* no words or numbers of a period */
  SL_PERIOD_EITHER,        /* both readings are there */
  SL_PERIOD_WEEK,          /* readings[0] is its Monday, when the text says so much */
  SL_PERIOD_SPAN,          /* months that are no period of any type */
  SL_PERIOD_YEARS_APART,   /* 2016/19 */
  SL_PERIOD_SHORT_YEAR,    /* Q1 19 */
  SL_PERIOD_NO_YEAR,       /* Jan to Mar */
  SL_PERIOD_NO_MONTH,      /* year ending 2019 */
  SL_PERIOD_FIRST_OR_LAST, /* FY2019: the year that begins or the one that ends then */
  SL_PERIOD_OTHER_YEAR,    /* academic and tax years */
  SL_PERIOD_NOT_ITS_END,   /* year ending 5 April 2019 */
  SL_PERIOD_QUARTER        /* Q5; Q1 (Jul to Sep) */
} SlPeriodFault;

typedef struct SlReading {
  SlPeriodFault fault;
  SlPeriod periods[2]; /* the second only of SL_PERIOD_EITHER */
  unsigned flags;      /* SlFlag of markers behind it */
} SlReading;

/* True when there is one reading. */
bool sl_period_read(SlStr text, SlReading *reading);
/* Why it was refused, as what follows the text in a message: `is no period...`. */
void sl_period_say_fault(const SlReading *reading, SlBuf *out);

/* The reading as one of that type, a period's or SL_DATE; false when it has none. */
bool sl_reading_as(const SlReading *reading, SlType type, int64_t *value);

/* A text that is promised to be of that type: ambiguous ones are what was promised. Markers are not taken. */
bool sl_period_parse(SlType type, SlStr text, int64_t *value);

/* --- a column ------------------------------------------------------------------------------------------------------ */

typedef struct SlPeriodProof {
  unsigned possible; /* types that all so far can be, a bit each */
  unsigned natural;  /* types that they were written as */
  int64_t either;    /* texts that have two readings; different ones as far as the first and another */
  SlPeriod first_either;
  bool different;
} SlPeriodProof;

void sl_period_proof_init(SlPeriodProof *proof);
/* False when the reading does not go with those before it, which stay as they are. */
bool sl_period_proof_add(SlPeriodProof *proof, const SlReading *reading);
/* The type of all. False when each may be one thing or the other: a single 2010-11. Of none it is false, too. */
bool sl_period_proof_type(const SlPeriodProof *proof, SlType *type);

#endif
