/* period_tokens.h - the words and numbers of a period's text, for the reader (period_read.c). Private to core/values.
 *
 *     Quarter 1 (Jan to Mar) 2019     QUARTER  NUMBER 1  OPEN  MONTH 1  TO  MONTH 3  CLOSE  NUMBER 2019  END
 *     FY2018–19                       FY  NUMBER 2018  DASH  NUMBER 19  END
 *
 * Blanks and the points of abbreviations are gone. A text with anything else in it, or with more tokens than any period has,
 * is no period.
 */
#ifndef SL_VALUES_PERIOD_TOKENS_H
#define SL_VALUES_PERIOD_TOKENS_H

#include <stdbool.h>

#include "core/base/str.h"

typedef enum SlTokenKind {
  SL_TOKEN_END, SL_TOKEN_NUMBER, SL_TOKEN_MONTH,
  SL_TOKEN_DASH,  /* value 1: the hyphen of ASCII; 0: a longer dash, which no ISO date has */
  SL_TOKEN_SLASH, SL_TOKEN_COMMA, SL_TOKEN_APOSTROPHE, SL_TOKEN_OPEN, SL_TOKEN_CLOSE,
  SL_TOKEN_QUARTER, SL_TOKEN_WEEK, SL_TOKEN_MONTHS, SL_TOKEN_YEAR, SL_TOKEN_TO, SL_TOKEN_ENDING, SL_TOKEN_YE, SL_TOKEN_FYE,
  SL_TOKEN_FY, SL_TOKEN_FINANCIAL, SL_TOKEN_CALENDAR, SL_TOKEN_OTHER_YEAR, /* academic, school, tax */
  SL_TOKEN_ORDINAL, /* the th of 30th */
  SL_TOKEN_AT       /* As at 30 September 2019 */
} SlTokenKind;

typedef struct SlToken {
  SlTokenKind kind;
  int value;  /* of a number; of a month, 1 to 12 */
  int digits; /* of a number */
  bool glued; /* no blank before it */
} SlToken;

enum { SL_PERIOD_TOKENS = 16 };

/* False when the text is none of such tokens. */
bool sl_period_tokens(SlStr text, SlToken tokens[SL_PERIOD_TOKENS]);

#endif
