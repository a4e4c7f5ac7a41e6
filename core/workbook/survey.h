/* survey.h - what a workbook says of how it is shown, for whoever checks it: elements of a part with their attributes and the place they are about.
 *
 *     rule    element "table-cell", attribute "formula"       found    sheet 2, row 4, column 1, { formula = "of:=SUM(...)", style-name = "ce1" }
 *     rule    element "pane"                                  found    sheet -, { topLeftCell = "A5", state = "frozen" }
 *
 * The model of sheet.h keeps what is data; this is about the rest: formulas, pictures, frozen rows, styles, where the cursor stands. Names count without
 * their prefixes, so that both kinds of workbook are asked alike; a place is where the open cell, row or sheet stands in either.
 *
 * Ownership: found things are owned by the survey, one owner; reset frees (safe when zeroed).
 */
#ifndef SL_WORKBOOK_SURVEY_H
#define SL_WORKBOOK_SURVEY_H

#include "core/base/arena.h"
#include "core/base/str.h"

typedef enum SlSurveyMode {
  SL_SURVEY_ALL,
  SL_SURVEY_FIRST_CELL, /* those that stand in A1 */
  SL_SURVEY_EACH        /* the first on its sheet for each value of the attribute */
} SlSurveyMode;

typedef struct SlSurveyRule {
  SlStr element, attribute; /* attribute: it must have one of that name; empty: it need not */
  SlSurveyMode mode;
} SlSurveyRule;

typedef struct SlSurveyFound {
  int64_t rule;
  int64_t sheet, row, column; /* from 0; -1: there is none open. The sheet only where all sheets are one part */
  SlStr *attributes;          /* name, value, name, value */
  int64_t attribute_count;    /* of both */
  SlStr text;                 /* within it, the first of it */
} SlSurveyFound;

enum { SL_SURVEY_MOST = 100000, SL_SURVEY_TEXT_BYTES = 400 };

typedef struct SlSurvey {
  SlArena arena;
  SlSurveyFound *list;
  int64_t count, capacity;
  int64_t more; /* past SL_SURVEY_MOST */
} SlSurvey;

/* A part that is not there has nothing to be found. */
SlStatus sl_survey(const char *path, const char *part, const SlSurveyRule *rules, int64_t rule_count, SlSurvey *out, SlError *err);
void sl_survey_reset(SlSurvey *survey);

/* The names of all parts, in small letters, each ended by a line feed. */
SlStatus sl_survey_parts(const char *path, SlBuf *out, SlError *err);

#endif
