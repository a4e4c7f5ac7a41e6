#include "core/values/long_date.h"

#include "core/values/period.h"

enum { SHORTEST = 10 /* 1 Jan 2023 */, LONGEST = 17 /* 30 September 2019 */ };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool sl_long_date_parse(SlStr text, int64_t *day_number) {
  if (text.length < SHORTEST || text.length > LONGEST || !is_digit(text.bytes[0])) return false;
  const char *at = text.bytes, *end = text.bytes + text.length, *year_at = end - 4;
  int day = *at++ - '0', month, year = 0;
  if (is_digit(*at)) day = day * 10 + (*at++ - '0');
  char gap = *at++;
  if ((gap != ' ' && gap != '-') || year_at[-1] != gap) return false;
  SlStr word = {at, (size_t)(year_at - 1 - at)};
  for (size_t i = 0; i < word.length; i++)
    if (!is_letter(word.bytes[i])) return false;
  for (const char *c = year_at; c < end; c++) {
    if (!is_digit(*c)) return false;
    year = year * 10 + (*c - '0');
  }
  if (!sl_month_find(word, &month) || !sl_day_valid(year, month, day)) return false;
  *day_number = sl_day_number(year, month, day);
  return true;
}
